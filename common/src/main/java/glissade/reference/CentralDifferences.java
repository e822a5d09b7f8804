package glissade.reference;

/** Slopes of a loss by central differences, {@code (C(p + h) - C(p - h)) / 2h}. */
public final class CentralDifferences {

    /** Steps near the cube root of a double's precision have the smallest error. */
    private static final double STEP = 1e-5;

    private final ReferenceNetwork network;
    private final double[][] x;
    private final double[][] y;

    /** Of {@code network}'s loss on these samples and targets. */
    public CentralDifferences(ReferenceNetwork network, double[][] x, double[][] y) {
        this.network = network;
        this.x = x;
        this.y = y;
    }

    /**
     * The slope along one parameter.
     *
     * @param parameters in canonical order; changed meanwhile, and restored
     */
    public double slope(double[] parameters, int index) {
        double value = parameters[index];
        double step = STEP * Math.max(1, Math.abs(value));
        parameters[index] = value + step;
        double above = network.loss(parameters, x, y);
        parameters[index] = value - step;
        double below = network.loss(parameters, x, y);
        parameters[index] = value;
        return (above - below) / (2 * step);
    }
}
