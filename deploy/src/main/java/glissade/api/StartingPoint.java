package glissade.api;

/**
 * What came of one starting point of several.
 *
 * @param number from 1
 * @param seed that its initial parameters were drawn from
 * @param kept whether its model is the one that was kept
 * @param steps updates of its parameters
 * @param trainLoss over its last epoch, as seen on the way; NaN if it has none
 * @param validation at its end
 * @param distance Euclidean distance of its parameters from those that were kept; NaN if it has
 *     none
 * @param parametersSha256 empty if it has none
 * @param message how its training ended, in a line; empty mostly
 */
public record StartingPoint(
        int number,
        long seed,
        boolean kept,
        long steps,
        double trainLoss,
        Score validation,
        double distance,
        String parametersSha256,
        String message) {}
