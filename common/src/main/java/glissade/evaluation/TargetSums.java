package glissade.evaluation;

/**
 * Sums over the samples of some slices for one regression target y and its prediction a. The
 * targets' spread is kept as mean and squared deviations from it, since a difference of two large
 * sums would lose it.
 *
 * @param squaredErrors sum of (a - y)²
 * @param absoluteErrors sum of |a - y|
 * @param mean of y
 * @param squaredDeviations sum of (y - mean)²
 */
public record TargetSums(
        double squaredErrors, double absoluteErrors, double mean, double squaredDeviations) {

    /**
     * The two together; exact in real numbers.
     *
     * @param count samples in this
     * @param otherCount samples in the other
     * @see <a href="https://doi.org/10.1007/978-3-642-51461-6_3">Chan, Golub and LeVeque 1982,
     *     Updating formulae and a pairwise algorithm for computing sample variances</a>
     */
    public TargetSums plus(long count, TargetSums other, long otherCount) {
        double delta = other.mean - mean;
        double share = (double) otherCount / (count + otherCount);
        return new TargetSums(
                squaredErrors + other.squaredErrors,
                absoluteErrors + other.absoluteErrors,
                mean + delta * share,
                squaredDeviations + other.squaredDeviations + delta * delta * share * count);
    }
}
