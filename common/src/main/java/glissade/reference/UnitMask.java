package glissade.reference;

/** Which hidden units a sample goes without, as dropout has it. */
@FunctionalInterface
public interface UnitMask {

    /** No unit is left out. */
    UnitMask NONE = (sample, layer, unit) -> 1;

    /**
     * What the output of a unit is multiplied by: 0 where it is left out, else 1 or, with inverted
     * dropout, more.
     *
     * @param sample row of the batch
     * @param layer hidden layer, from 0
     */
    double factor(int sample, int layer, int unit);
}
