package glissade.optim;

/**
 * Heavy-ball momentum as PyTorch defines it: {@code v = momentum · v + g, p = p - learningRate ·
 * v}. The learning rate multiplies the velocity, not the gradient that enters it, so a change of
 * the rate acts at once. State: v.
 *
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.optim.SGD.html">PyTorch,
 *     SGD</a>
 */
public final class Momentum implements Optimizer {
    private final float momentum;
    private float learningRate;

    /**
     * Momentum that keeps a share of the velocity.
     *
     * @param momentum the share, from 0 to below 1
     */
    public Momentum(double momentum) {
        this.momentum = (float) momentum;
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
            int length) {
        float rate = learningRate;
        float kept = momentum;
        float[] velocity = state[0];
        for (int i = offset; i < offset + length; i++) {
            float v = kept * velocity[i] + gradients[i];
            velocity[i] = v;
            updated[i] = parameters[i] - rate * v;
        }
    }
}
