package glissade.optim;

/**
 * RMSProp with PyTorch's convention: {@code s = share · s + (1 - share) · g², p = p - learningRate
 * · g / (sqrt(s) + epsilon)}, neither centred nor with momentum. The mean begins at 0 and is not
 * corrected for it, so the first steps are long: {@code learningRate / sqrt(1 - share)}. State: s.
 *
 * @see <a href="https://www.cs.toronto.edu/~tijmen/csc321/slides/lecture_slides_lec6.pdf">Tieleman
 *     and Hinton 2012, lecture 6.5</a>
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.optim.RMSprop.html">PyTorch,
 *     RMSprop: epsilon outside the root</a>
 */
public final class RmsProp implements Optimizer {
    private final double share;
    private final float epsilon;
    private final float weightDecay;
    private float learningRate;

    /**
     * RMSProp that keeps a share of the mean square.
     *
     * @param share from 0 to below 1
     * @param epsilon added to the root, positive
     * @param weightDecay share of a parameter that is added to its gradient, 0 for none
     */
    public RmsProp(double share, double epsilon, double weightDecay) {
        this.share = share;
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
        float keptShare = (float) share;
        float addedShare = (float) (1.0 - share);
        float added = epsilon;
        float decay = decayed ? weightDecay : 0f;
        float[] squares = state[0];
        for (int i = offset; i < offset + length; i++) {
            float p = parameters[i];
            float g = gradients[i] + decay * p;
            float s = keptShare * squares[i] + addedShare * (g * g);
            squares[i] = s;
            updated[i] = p - rate * (g / ((float) Math.sqrt(s) + added));
        }
    }
}
