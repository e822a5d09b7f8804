package glissade.nn;

/** Finds the class that a row of outputs speaks for. */
public final class ArgMax {
    /** Stands for no class: the row has a NaN. */
    public static final int NONE = -1;

    private ArgMax() {}

    /**
     * Returns the index, from 0, of the largest of {@code values[offset, offset + length)}: the
     * first one of equals, {@link #NONE} if any is NaN.
     */
    public static int of(float[] values, int offset, int length) {
        int best = NONE;
        float largest = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < length; i++) {
            float value = values[offset + i];
            if (Float.isNaN(value)) {
                return NONE;
            }
            if (best == NONE || value > largest) {
                best = i;
                largest = value;
            }
        }
        return best;
    }
}
