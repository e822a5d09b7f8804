package glissade.reference;

/**
 * Slopes of an objective by central differences of the fourth order, {@code (8 (C(h) - C(-h)) -
 * (C(2h) - C(-2h))) / 12h}. The step h shrinks until two in a row agree: wide steps bend, narrow
 * ones drown in rounding, and no step may reach over a kink.
 */
public final class CentralDifferences {

    private static final double[] STEPS = {1e-2, 2e-3, 4e-4, 8e-5, 1.6e-5, 3.2e-6, 6.4e-7};

    private final ReferenceNetwork network;
    private final double[][] x;
    private final double[][] y;

    /** Of {@code network}'s objective on these samples and targets. */
    public CentralDifferences(ReferenceNetwork network, double[][] x, double[][] y) {
        this.network = network;
        this.x = x;
        this.y = y;
    }

    /**
     * The slope along one parameter; NaN where the objective has a kink at this very place.
     *
     * @param parameters in canonical order; changed meanwhile, and restored
     * @param accuracy how far two steps may disagree for the search to end; where none agree so
     *     well the pair that agrees best is taken
     */
    public double slope(double[] parameters, int index, double accuracy) {
        double best = Double.NaN;
        double leastDoubt = Double.POSITIVE_INFINITY;
        double wider = Double.NaN;
        for (double step : STEPS) {
            double slope =
                    slopeOver(step * Math.max(1, Math.abs(parameters[index])), parameters, index);
            double doubt = Math.abs(wider - slope);
            if (doubt < leastDoubt) {
                leastDoubt = doubt;
                best = wider;
            } else if (Double.isNaN(best)) {
                best = slope;
            }
            if (doubt <= accuracy) {
                break;
            }
            wider = slope;
        }
        return best;
    }

    /** NaN if there is a kink within. */
    private double slopeOver(double h, double[] parameters, int index) {
        Height farAbove = height(parameters, index, 2 * h);
        Height farBelow = height(parameters, index, -2 * h);
        if (farAbove.sides() != farBelow.sides()) {
            return Double.NaN;
        }
        Height above = height(parameters, index, h);
        Height below = height(parameters, index, -h);
        if (above.sides() != farAbove.sides() || below.sides() != farAbove.sides()) {
            return Double.NaN;
        }
        double far = farAbove.value() - farBelow.value();
        return (8 * (above.value() - below.value()) - far) / (12 * h);
    }

    private Height height(double[] parameters, int index, double by) {
        double value = parameters[index];
        parameters[index] = value + by;
        Height height = network.height(parameters, x, y);
        parameters[index] = value;
        return height;
    }
}
