package glissade.run;

/**
 * What keeps a network from learning its training samples by heart.
 *
 * @param l1 λ of {@code λ Σ|w|}, added to the loss; 0 for none
 * @param l2 λ of {@code λ/2 Σw²}, added to the loss; 0 for none
 * @param biases whether both, and weight decay, hold for biases and the parameters of layer norm
 *     too
 * @param dropout share of the hidden units that a step leaves out, from 0 to below 1
 * @param labelSmoothing share of the target that is spread over all classes, from 0 to below 1
 */
public record Regularization(
        double l1, double l2, boolean biases, double dropout, double labelSmoothing) {

    /** Nothing does. */
    public static final Regularization NONE = new Regularization(0, 0, false, 0, 0);
}
