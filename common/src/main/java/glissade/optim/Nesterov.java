package glissade.optim;

/**
 * Nesterov's momentum as PyTorch defines it: {@code v = momentum · v + g, p = p - learningRate · (g
 * + momentum · v)}, which looks one step of the velocity ahead with the gradient at hand. State: v.
 *
 * @see <a href="https://proceedings.mlr.press/v28/sutskever13.html">Sutskever, Martens, Dahl and
 *     Hinton 2013, section 2</a>
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.optim.SGD.html">PyTorch, SGD
 *     with nesterov: parameters are kept at the point looked at, without dampening</a>
 */
public final class Nesterov implements Optimizer {
    private final float momentum;
    private final float weightDecay;
    private float learningRate;

    /**
     * Nesterov's momentum that keeps a share of the velocity.
     *
     * @param momentum the share, from 0 to below 1
     * @param weightDecay share of a parameter that is added to its gradient, 0 for none
     */
    public Nesterov(double momentum, double weightDecay) {
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
            float g = gradients[i] + decay * p;
            float v = kept * velocity[i] + g;
            velocity[i] = v;
            updated[i] = p - rate * (g + kept * v);
        }
    }
}
