package glissade.averaging;

import glissade.collective.OwnerRanges;
import glissade.collective.StepLayout;

/**
 * What one of several owners sends of a training state: the optimizer's vectors of its range, what
 * is held back of the units that it computes, and rank 0 the parameters, which all have.
 *
 * @param parameters whether the parameters are sent, all of them
 * @param from first parameter of the range
 * @param to one past its last
 * @param fromUnit first unit whose residual is sent, all of it
 * @param toUnit one past the last
 */
public record StatePart(boolean parameters, int from, int to, int fromUnit, int toUnit) {

    public StatePart {
        if (from < 0 || to < from || fromUnit < 0 || toUnit < fromUnit) {
            throw new IllegalArgumentException(
                    "no range: from="
                            + from
                            + ", to="
                            + to
                            + ", fromUnit="
                            + fromUnit
                            + ", toUnit="
                            + toUnit);
        }
    }

    /** Everything of so many parameters and units that something is held back of. */
    public static StatePart whole(int parameterCount, int units) {
        return new StatePart(true, 0, parameterCount, 0, units);
    }

    /**
     * The part of an owner.
     *
     * @param layout of a full mini-batch
     */
    public static StatePart of(OwnerRanges ranges, StepLayout layout, int rank) {
        return new StatePart(
                rank == 0,
                ranges.fromParameter(rank),
                ranges.toParameter(rank),
                layout.fromUnit(rank),
                layout.toUnit(rank));
    }

    /** What an owner of this part has to know to begin: the parameters as well. */
    StatePart toBegin() {
        return new StatePart(true, from, to, fromUnit, toUnit);
    }

    /** First element that is sent of the vector of that number. */
    int from(int vector, int optimizerVectors) {
        return vector > 0 && vector <= optimizerVectors ? from : 0;
    }

    /** One past the last; not more than the first where nothing of it is sent. */
    int to(int vector, int optimizerVectors, int parameterCount) {
        if (vector == 0) {
            return parameters ? parameterCount : 0;
        }
        if (vector <= optimizerVectors) {
            return to;
        }
        return hasUnit(vector - 1 - optimizerVectors) ? parameterCount : 0;
    }

    /** Whether this unit's residual is sent. */
    boolean hasUnit(int unit) {
        return unit >= fromUnit && unit < toUnit;
    }

    /** Floats that are sent where the optimizer has so many vectors. */
    long floats(int parameterCount, int optimizerVectors) {
        return (parameters ? parameterCount : 0L)
                + (long) optimizerVectors * (to - from)
                + (long) (toUnit - fromUnit) * parameterCount;
    }
}
