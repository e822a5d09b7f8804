package glissade.math;

/** Copies rows of a matrix as the columns of a panel. */
final class PanelTranspose {
    /** Rows of the panel that are written together: reads stay within a cache line. */
    private static final int ROWS = 8;

    private PanelTranspose() {}

    /**
     * Writes {@code to[toOffset + k * step + column] = from[fromOffset + column * inner + k]} for
     * {@code width} columns and {@code terms} rows of the panel.
     */
    static void transpose(
            int width,
            int terms,
            int inner,
            float[] from,
            int fromOffset,
            float[] to,
            int toOffset,
            int step) {
        int k = 0;
        for (; k + ROWS <= terms; k += ROWS) {
            eightRows(width, inner, from, fromOffset + k, to, toOffset + k * step, step);
        }
        for (; k < terms; k++) {
            for (int column = 0; column < width; column++) {
                to[toOffset + k * step + column] = from[fromOffset + column * inner + k];
            }
        }
    }

    private static void eightRows(
            int width,
            int inner,
            float[] from,
            int fromOffset,
            float[] to,
            int toOffset,
            int step) {
        int row1 = toOffset + step;
        int row2 = toOffset + 2 * step;
        int row3 = toOffset + 3 * step;
        int row4 = toOffset + 4 * step;
        int row5 = toOffset + 5 * step;
        int row6 = toOffset + 6 * step;
        int row7 = toOffset + 7 * step;
        int i = fromOffset;
        for (int column = 0; column < width; column++) {
            to[toOffset + column] = from[i];
            to[row1 + column] = from[i + 1];
            to[row2 + column] = from[i + 2];
            to[row3 + column] = from[i + 3];
            to[row4 + column] = from[i + 4];
            to[row5 + column] = from[i + 5];
            to[row6 + column] = from[i + 6];
            to[row7 + column] = from[i + 7];
            i += inner;
        }
    }
}
