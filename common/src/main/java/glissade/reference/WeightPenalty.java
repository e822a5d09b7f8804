package glissade.reference;

/**
 * What is added to the loss for the size of the weights: {@code l1 Σ|w| + l2/2 Σw²}.
 *
 * @param biases whether biases, gains and shifts count as weights
 */
public record WeightPenalty(double l1, double l2, boolean biases) {

    /** Nothing is added. */
    public static final WeightPenalty NONE = new WeightPenalty(0, 0, false);

    double of(double weight) {
        return l1 * Math.abs(weight) + l2 / 2 * weight * weight;
    }

    /** At 0 the slope of |w| is taken as 0. */
    double slope(double weight) {
        return l1 * Math.signum(weight) + l2 * weight;
    }
}
