package glissade.averaging;

/**
 * What is minimised beside the loss, and the bounds of its gradient.
 *
 * @param l1 λ of {@code λ Σ|w|}; 0 for none
 * @param l2 λ of {@code λ/2 Σw²}; 0 for none
 * @param biases whether both, and weight decay, hold for all parameters and not for weights alone
 * @param clipNorm largest Euclidean norm of the whole gradient; 0 for none
 * @param clipValue largest magnitude of a component, cut before the norm is taken; 0 for none
 */
public record Objective(double l1, double l2, boolean biases, double clipNorm, double clipValue) {

    /** The loss alone. */
    public static final Objective LOSS = new Objective(0, 0, false, 0, 0);

    boolean hasPenalty() {
        return l1 > 0 || l2 > 0;
    }
}
