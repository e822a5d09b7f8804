package glissade.averaging;

import glissade.collective.OwnerRanges;

/**
 * What one of several owners sends of a training state: the optimizer's vectors of its range, and
 * rank 0 the parameters, which all have.
 *
 * @param parameters whether the parameters are sent, all of them
 * @param from first parameter of the range
 * @param to one past its last
 */
public record StatePart(boolean parameters, int from, int to) {

    public StatePart {
        if (from < 0 || to < from) {
            throw new IllegalArgumentException("no range: from=" + from + ", to=" + to);
        }
    }

    /** Everything of so many parameters. */
    public static StatePart whole(int parameterCount) {
        return new StatePart(true, 0, parameterCount);
    }

    /** The part of an owner. */
    public static StatePart of(OwnerRanges ranges, int rank) {
        return new StatePart(rank == 0, ranges.fromParameter(rank), ranges.toParameter(rank));
    }

    /** Floats that are sent where the optimizer has so many vectors. */
    long floats(int parameterCount, int optimizerVectors) {
        return (parameters ? parameterCount : 0L) + (long) optimizerVectors * (to - from);
    }
}
