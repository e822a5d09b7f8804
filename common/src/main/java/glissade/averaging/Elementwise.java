package glissade.averaging;

/** What averagers do to each element of a range {@code [from, to)}, in place. */
final class Elementwise {

    private Elementwise() {}

    /**
     * Divides sums by how many were added. Where that is a power of two its reciprocal is exact, so
     * that multiplying gives the same bits as dividing, several times as fast.
     */
    static void mean(float[] sums, int from, int to, int count) {
        if (isExact(count)) {
            multiply(sums, from, to, 1f / count);
            return;
        }
        for (int i = from; i < to; i++) {
            sums[i] = sums[i] / count;
        }
    }

    /** Whether the reciprocal of a count is exact. */
    static boolean isExact(int count) {
        return Integer.bitCount(count) == 1;
    }

    static void multiply(float[] values, int from, int to, float factor) {
        for (int i = from; i < to; i++) {
            values[i] *= factor;
        }
    }

    /** NaN stays NaN. */
    static void clip(float[] values, int from, int to, float bound) {
        for (int i = from; i < to; i++) {
            values[i] = Math.min(Math.max(values[i], -bound), bound);
        }
    }
}
