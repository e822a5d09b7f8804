package glissade.optim;

/** Powers with whole exponents, without StrictMath.pow, which allocates. */
final class WholePower {
    private WholePower() {}

    /** {@code base} to the power of {@code exponent}, 0 or more, by squaring. */
    static double of(double base, long exponent) {
        double product = 1.0;
        double square = base;
        for (long rest = exponent; rest != 0; rest >>= 1) {
            if ((rest & 1) != 0) {
                product *= square;
            }
            square *= square;
        }
        return product;
    }
}
