package glissade.plane;

/**
 * How much a generation that fits a preprocessing sends.
 *
 * @param firstPass doubles of a node's moments in the first pass over the training data
 * @param secondPass those of the second pass; 0 where there is none
 * @param transform floats of the fitted preprocessing
 */
public record FittingLengths(long firstPass, long secondPass, long transform) {

    /** Of generations that fit nothing: frames of a fit are out of bounds there. */
    public static final FittingLengths NONE = new FittingLengths(0, 0, 0);

    public FittingLengths {
        if (firstPass < 0 || secondPass < 0 || transform < 0) {
            throw new IllegalArgumentException(
                    "lengths of a fit must not be negative: firstPass="
                            + firstPass
                            + ", secondPass="
                            + secondPass
                            + ", transform="
                            + transform);
        }
    }

    /** Doubles of a node's moments in the pass of that number; 0 where there is no such pass. */
    public long pass(long number) {
        if (number == 0) {
            return firstPass;
        }
        return number == 1 ? secondPass : 0;
    }
}
