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
    private final float weightDecay;
    private float learningRate;

    /**
     * Momentum that keeps a share of the velocity.
     *
     * @param momentum the share, from 0 to below 1
     * @param weightDecay share of a parameter that is added to its gradient, 0 for none
     */
    public Momentum(double momentum, double weightDecay) {
        this.momentum = (float) momentum;
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
        float kept = momentum;
        float decay = decayed ? weightDecay : 0f;
        float[] velocity = state[0];
        for (int i = offset; i < offset + length; i++) {
            float p = parameters[i];
            float v = kept * velocity[i] + (gradients[i] + decay * p);
            velocity[i] = v;
            updated[i] = p - rate * v;
        }
    }
}
