package glissade.math;

/**
 * Sums on sixteen virtual lanes, the form that has the same bits on every vector width. The double
 * sums are scalar code on purpose: sixteen independent chains keep the adders of a core busy, and
 * they run once a step over the parameters.
 */
final class LaneSums {
    /** Virtual lanes: as many floats as the widest vector holds. */
    static final int LANES = 16;

    private static final int INFINITY_BITS = 0x7f800000;

    private LaneSums() {}

    /** Floats that a row of {@code columns} takes in whole vectors of sixteen lanes. */
    static int padded(int columns) {
        return (columns + LANES - 1) / LANES * LANES;
    }

    /** Adds sixteen lanes: i with i + 8, then i + 4, i + 2, i + 1. */
    static float tree(float[] lanes) {
        float a0 = (lanes[0] + lanes[8]) + (lanes[4] + lanes[12]);
        float a1 = (lanes[1] + lanes[9]) + (lanes[5] + lanes[13]);
        float a2 = (lanes[2] + lanes[10]) + (lanes[6] + lanes[14]);
        float a3 = (lanes[3] + lanes[11]) + (lanes[7] + lanes[15]);
        return (a0 + a2) + (a1 + a3);
    }

    static double tree(double[] lanes) {
        double a0 = (lanes[0] + lanes[8]) + (lanes[4] + lanes[12]);
        double a1 = (lanes[1] + lanes[9]) + (lanes[5] + lanes[13]);
        double a2 = (lanes[2] + lanes[10]) + (lanes[6] + lanes[14]);
        double a3 = (lanes[3] + lanes[11]) + (lanes[7] + lanes[15]);
        return (a0 + a2) + (a1 + a3);
    }

    /** Sums the elements in double, or their squares; {@code lanes} [16] is scratch. */
    static double sum(float[] values, int offset, int length, boolean squared, double[] lanes) {
        for (int lane = 0; lane < LANES; lane++) {
            lanes[lane] = 0.0;
        }
        for (int i = 0; i < length; i += LANES) {
            int count = Math.min(LANES, length - i);
            for (int lane = 0; lane < count; lane++) {
                double value = values[offset + i + lane];
                lanes[lane] += squared ? value * value : value;
            }
        }
        return tree(lanes);
    }

    static boolean allFinite(float[] values, int offset, int length) {
        // Without its sign, the bits of a float order like its magnitude; infinity and NaN are
        // last.
        int largest = 0;
        for (int i = offset; i < offset + length; i++) {
            largest = Math.max(largest, Float.floatToRawIntBits(values[i]) & Integer.MAX_VALUE);
        }
        return largest < INFINITY_BITS;
    }
}
