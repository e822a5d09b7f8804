package glissade.optim;

/**
 * AdaGrad with PyTorch's convention: {@code s = s + g², p = p - learningRate · g / (sqrt(s) +
 * epsilon)}. The sum begins at 0 and never shrinks, so steps only become shorter. State: s.
 *
 * @see <a href="https://jmlr.org/papers/v12/duchi11a.html">Duchi, Hazan and Singer 2011, figure 1
 *     with the diagonal matrix</a>
 */
public final class AdaGrad implements Optimizer {
    private final float epsilon;
    private final float weightDecay;
    private float learningRate;

    /**
     * AdaGrad that begins with an empty sum.
     *
     * @param epsilon added to the root, positive
     * @param weightDecay share of a parameter that is added to its gradient, 0 for none
     */
    public AdaGrad(double epsilon, double weightDecay) {
        this.epsilon = (float) epsilon;
        this.weightDecay = (float) weightDecay;
    }

    @Override
    public int stateVectors() {
        return 1;
    }

    @Override
    public void beginStep(long step, double learningRate) {
        this.learningRate = (float) learningRate;
    }

    @Override
    public void update(
            float[] parameters,
            float[] gradients,
            float[] updated,
            float[][] state,
            int offset,
            int length,
            boolean decayed) {
        float rate = learningRate;
        float added = epsilon;
        float decay = decayed ? weightDecay : 0f;
        float[] squares = state[0];
        for (int i = offset; i < offset + length; i++) {
            float p = parameters[i];
            float g = gradients[i] + decay * p;
            float s = squares[i] + g * g;
            squares[i] = s;
            updated[i] = p - rate * (g / ((float) Math.sqrt(s) + added));
        }
    }
}
