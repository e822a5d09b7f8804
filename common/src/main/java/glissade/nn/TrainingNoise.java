package glissade.nn;

/**
 * What training does to a network and its targets, and nothing else does, so that the network does
 * not learn its samples by heart.
 *
 * @param seed the run's: decides which units are left out
 * @param dropout share of the hidden units that are left out, from 0 to below 1
 * @param labelSmoothing ε: a label's target is {@code (1 - ε) · onehot + ε / classes}, for a single
 *     output {@code (1 - ε) y + ε / 2}; from 0 to below 1
 * @see <a href="https://arxiv.org/abs/1512.00567">Szegedy et al. 2015, Rethinking the Inception
 *     Architecture, section 7: label smoothing</a>
 */
public record TrainingNoise(long seed, double dropout, double labelSmoothing) {

    /** Nothing. */
    public static final TrainingNoise NONE = new TrainingNoise(0, 0, 0);

    public TrainingNoise {
        requireShare("dropout", dropout);
        requireShare("labelSmoothing", labelSmoothing);
    }

    private static void requireShare(String what, double value) {
        if (!(value >= 0 && value < 1)) {
            throw new IllegalArgumentException(
                    what + " must be from 0 to below 1: " + what + "=" + value);
        }
    }
}
