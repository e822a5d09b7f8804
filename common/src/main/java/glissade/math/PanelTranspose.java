package glissade.math;

/** Copies rows of a matrix as the columns of a panel whose rows lie two vectors apart. */
final class PanelTranspose {
    /** Floats between rows of the panel: a constant, so that one register addresses them all. */
    private static final int STEP = VectorTiles.WIDTH;

    /** Rows of the panel that are written together: reads stay within a cache line. */
    private static final int ROWS = 8;

    private PanelTranspose() {}

    /**
     * Writes {@code to[toOffset + k * STEP + column] = from[fromOffset + column * inner + k]} for
     * {@code width} columns and {@code terms} rows of the panel.
     */
    static void transpose(
            int width,
            int terms,
            int inner,
            float[] from,
            int fromOffset,
            float[] to,
            int toOffset) {
        int k = 0;
        for (; k + ROWS <= terms; k += ROWS) {
            manyRows(width, inner, from, fromOffset + k, to, toOffset + k * STEP);
        }
        for (; k < terms; k++) {
            for (int column = 0; column < width; column++) {
                to[toOffset + k * STEP + column] = from[fromOffset + column * inner + k];
            }
        }
    }

    private static void manyRows(
            int width, int inner, float[] from, int fromOffset, float[] to, int toOffset) {
        int i = fromOffset;
        for (int at = toOffset; at < toOffset + width; at++) {
            to[at] = from[i];
            to[at + STEP] = from[i + 1];
            to[at + 2 * STEP] = from[i + 2];
            to[at + 3 * STEP] = from[i + 3];
            to[at + 4 * STEP] = from[i + 4];
            to[at + 5 * STEP] = from[i + 5];
            to[at + 6 * STEP] = from[i + 6];
            to[at + 7 * STEP] = from[i + 7];
            i += inner;
        }
    }
}
