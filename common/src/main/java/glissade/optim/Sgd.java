package glissade.optim;

/** Plain gradient descent: {@code p = p - learningRate · g}. No state. */
public final class Sgd implements Optimizer {
    private final float weightDecay;
    private float learningRate;

    /**
     * Gradient descent that also shrinks the parameters.
     *
     * @param weightDecay share of a parameter that is added to its gradient, 0 for none
     */
    public Sgd(double weightDecay) {
        this.weightDecay = (float) weightDecay;
    }

    @Override
    public int stateVectors() {
        return 0;
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
        float decay = decayed ? weightDecay : 0f;
        for (int i = offset; i < offset + length; i++) {
            float p = parameters[i];
            updated[i] = p - rate * (gradients[i] + decay * p);
        }
    }
}
