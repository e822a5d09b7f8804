package glissade.optim;

/** Half a cosine as a way down from 1 to 0, without StrictMath.cos, which allocates. */
final class HalfCosine {
    private static final int TERMS = 13; // the next is below 1e-23 for angles up to π/2

    private HalfCosine() {}

    /**
     * {@code (1 + cos(π · passed)) / 2}, as the square of {@code cos(π/2 · passed)}, which keeps
     * its digits near the end too.
     *
     * @param passed from 0 to 1; more counts as 1
     */
    static double share(double passed) {
        double angle = Math.PI / 2 * Math.min(passed, 1);
        double square = angle * angle;
        double cosine = 1;
        // Taylor's series from its last term inwards.
        for (int k = 2 * TERMS; k >= 2; k -= 2) {
            cosine = 1 - square / (k * (k - 1)) * cosine;
        }
        return cosine * cosine;
    }
}
