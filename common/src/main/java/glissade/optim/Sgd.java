package glissade.optim;

/** Plain gradient descent: {@code p = p - learningRate · g}. No state. */
public final class Sgd implements Optimizer {
    private float learningRate;

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
            int length) {
        float rate = learningRate;
        for (int i = offset; i < offset + length; i++) {
            updated[i] = parameters[i] - rate * gradients[i];
        }
    }
}
