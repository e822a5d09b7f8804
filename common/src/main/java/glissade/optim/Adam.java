package glissade.optim;

/**
 * Adam and AdamW with PyTorch's convention: epsilon is added to the bias-corrected root. State:
 * first and second moment.
 *
 * <pre>
 * m = beta1 · m + (1 - beta1) · g
 * v = beta2 · v + (1 - beta2) · g²
 * p = p - learningRate · (m / (1 - beta1^t)) / (sqrt(v / (1 - beta2^t)) + epsilon),  t = step + 1
 * </pre>
 *
 * <p>Both corrections are folded into two scalars of the step, {@code rate = learningRate · c / (1
 * - beta1^t)} and {@code epsilon · c} with {@code c = sqrt(1 - beta2^t)}, which leaves one root and
 * one division per element: {@code p = p - rate · (m / (sqrt(v) + epsilon · c))}.
 *
 * <p>The two differ in weight decay λ alone. Adam couples it: {@code g + λ · p} takes the place of
 * {@code g}, so it is averaged and rescaled with the gradient. AdamW shrinks the parameters beside
 * the gradient: {@code p = (1 - learningRate · λ) · p} before the update. One loop serves both,
 * since adding 0 · p or multiplying by 1 changes nothing.
 *
 * @see <a href="https://arxiv.org/abs/1412.6980">Kingma and Ba 2015, Algorithm 1 and the end of
 *     section 2</a>
 * @see <a href="https://arxiv.org/abs/1711.05101">Loshchilov and Hutter 2019, Algorithm 2: AdamW;
 *     PyTorch multiplies λ by the learning rate, the paper by its schedule alone</a>
 */
public final class Adam implements Optimizer {
    private final double beta1;
    private final double beta2;
    private final double epsilon;
    private final double weightDecay;
    private final boolean decoupled;
    private float rate;
    private float correctedEpsilon;
    private float keptShare;

    private Adam(
            double beta1, double beta2, double epsilon, double weightDecay, boolean decoupled) {
        this.beta1 = beta1;
        this.beta2 = beta2;
        this.epsilon = epsilon;
        this.weightDecay = weightDecay;
        this.decoupled = decoupled;
    }

    /**
     * Adam with the given decay of its two moments.
     *
     * @param beta1 share of the first moment kept in a step, from 0 to below 1
     * @param beta2 likewise of the second moment
     * @param epsilon added to the root, positive
     * @param weightDecay share of a parameter that is added to its gradient, 0 for none
     */
    public static Adam coupled(double beta1, double beta2, double epsilon, double weightDecay) {
        return new Adam(beta1, beta2, epsilon, weightDecay, false);
    }

    /**
     * AdamW.
     *
     * @param weightDecay share of a parameter, times the learning rate, that a step takes away
     */
    public static Adam decoupled(double beta1, double beta2, double epsilon, double weightDecay) {
        return new Adam(beta1, beta2, epsilon, weightDecay, true);
    }

    @Override
    public int stateVectors() {
        return 2;
    }

    @Override
    public void beginStep(long step, double learningRate) {
        double firstCorrection = 1.0 - WholePower.of(beta1, step + 1);
        double secondCorrection = Math.sqrt(1.0 - WholePower.of(beta2, step + 1));
        rate = (float) (learningRate * secondCorrection / firstCorrection);
        correctedEpsilon = (float) (epsilon * secondCorrection);
        keptShare = (float) (1.0 - learningRate * weightDecay);
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
        float keptFirst = (float) beta1;
        float addedFirst = (float) (1.0 - beta1);
        float keptSecond = (float) beta2;
        float addedSecond = (float) (1.0 - beta2);
        float stepRate = rate;
        float stepEpsilon = correctedEpsilon;
        float added = decayed && !decoupled ? (float) weightDecay : 0f;
        float kept = decayed && decoupled ? keptShare : 1f;
        float[] first = state[0];
        float[] second = state[1];
        for (int i = offset; i < offset + length; i++) {
            float p = parameters[i];
            float g = gradients[i] + added * p;
            float m = keptFirst * first[i] + addedFirst * g;
            float v = keptSecond * second[i] + addedSecond * (g * g);
            first[i] = m;
            second[i] = v;
            updated[i] = kept * p - stepRate * (m / ((float) Math.sqrt(v) + stepEpsilon));
        }
    }
}
