package glissade.math;

/**
 * Matrix products on register tiles. Columns are cut into panels of two vectors; a panel of {@code
 * b} (inner · 2 vectors, 128 KiB at 1,024 rows) stays in the second-level cache while all tiles of
 * rows pass over it. Nothing is cut along k, so no tile is ever stored and loaded again; products
 * that are large enough to gain by it go to {@link VectorBlocks}.
 *
 * <p>Edges cost little: where rows do not fill the last tile it begins further up, and where
 * columns do not fill the last vectors those begin further left; what is computed twice has the
 * same bits. Only results smaller than a tile are computed in a buffer and copied. Not thread-safe:
 * owns buffers.
 */
final class VectorProducts {
    private static final int LANES = VectorTiles.LANES;
    private static final int WIDTH = VectorTiles.WIDTH;

    /**
     * Whether two accumulators for each of eight or more rows fit the registers, or only of four.
     */
    private static final boolean TALL = VectorWidth.hasManyRegisters();

    /** Rows of a tile that is one vector wide. */
    private static final int NARROW_ROWS = 8;

    /** Rows of a tile for few registers. */
    private static final int LOW_ROWS = 4;

    /** Rows of a tile for batches of tens. */
    private static final int SMALL_BATCH_ROWS = 10;

    private final VectorEpilogue epilogue;
    private final VectorPanel panel;
    private final VectorBlocks blocks = new VectorBlocks();
    private final SmallResult small = new SmallResult();

    /**
     * Products that {@link #endsTiles} tells of end with what {@code epilogue} says at that time.
     */
    VectorProducts(VectorEpilogue epilogue, VectorPanel panel) {
        this.epilogue = epilogue;
        this.panel = panel;
    }

    /**
     * Whether a product of this size is ended tile by tile. One in blocks is not: its tiles are
     * visited once for every block of terms, and a choice there costs more than a pass over a
     * result in the second-level cache.
     */
    static boolean endsTiles(int rows, int inner, int columns) {
        return columns >= LANES && !inBlocks(rows, inner, columns);
    }

    /** As {@link #endsTiles}, for a product with the second operand transposed. */
    static boolean endsTilesTransposed(int rows, int inner, int columns) {
        return columns >= LANES && !VectorBlocks.pays(rows, inner, columns);
    }

    private static boolean inBlocks(int rows, int inner, int columns) {
        boolean inPlace = TALL && VectorPanel.readsInPlace(rows, columns);
        return !inPlace && VectorBlocks.pays(rows, inner, columns);
    }

    void matmul(
            int rows,
            int inner,
            int columns,
            float[] a,
            int aOffset,
            float[] b,
            int bOffset,
            float[] out,
            int outOffset) {
        int done = 0;
        if (inBlocks(rows, inner, columns)) {
            done = VectorBlocks.columnsInPanels(columns);
            blocks.multiply(
                    rows, inner, columns, done, false, a, aOffset, b, bOffset, out, outOffset);
        }
        for (int column = done; column < columns; column += WIDTH) {
            int width = Math.min(WIDTH, columns - column);
            int from = VectorPanel.firstColumn(column, columns);
            int tileRows = tileRows(rows, width);
            if (VectorPanel.readsInPlace(rows, columns)
                    && (width % LANES == 0 || tileRows == SMALL_BATCH_ROWS || !TALL)) {
                panel.useInPlace(columns, width, b, bOffset + from);
            } else {
                panel.copy(inner, columns, width, LANES, b, bOffset + from);
            }
            panelProduct(rows, inner, columns, width, a, aOffset, out, outOffset + from);
        }
    }

    void matmulTransposed(
            int rows,
            int inner,
            int columns,
            float[] a,
            int aOffset,
            float[] b,
            int bOffset,
            float[] out,
            int outOffset) {
        int done = 0;
        if (VectorBlocks.pays(rows, inner, columns)) {
            done = VectorBlocks.columnsInPanels(columns);
            blocks.multiply(
                    rows, inner, columns, done, true, a, aOffset, b, bOffset, out, outOffset);
        }
        for (int column = done; column < columns; column += WIDTH) {
            int width = Math.min(WIDTH, columns - column);
            int from = VectorPanel.firstColumn(column, columns);
            panel.transpose(inner, Math.min(WIDTH, columns - from), b, bOffset + from * inner);
            panelProduct(rows, inner, columns, width, a, aOffset, out, outOffset + from);
        }
    }

    /** All rows of the result for the panel in use, {@code width} columns of {@code columns}. */
    private void panelProduct(
            int rows,
            int inner,
            int columns,
            int width,
            float[] a,
            int aOffset,
            float[] out,
            int outOffset) {
        int tileRows = tileRows(rows, width);
        if (rows < tileRows || columns < LANES) {
            float[] tile = small.tile();
            for (int row = 0; row < rows; row += tileRows) {
                int valid = Math.min(tileRows, rows - row);
                int from = aOffset + row * inner;
                multiply(width, tileRows, valid, inner, a, from, tile, 0, WIDTH);
                int to = outOffset + row * columns;
                small.copyTo(valid, width, out, to, columns);
                epilogue.finish(valid, Math.max(width, LANES), to);
            }
            return;
        }
        for (int row = 0; row < rows; row += tileRows) {
            int first = Math.min(row, rows - tileRows);
            int from = aOffset + first * inner;
            int to = outOffset + first * columns;
            multiply(width, tileRows, tileRows, inner, a, from, out, to, columns);
            epilogue.finish(tileRows, Math.max(width, LANES), to);
        }
    }

    private static int tileRows(int rows, int width) {
        if (!TALL) {
            return width <= LANES ? NARROW_ROWS : LOW_ROWS;
        }
        return rows % 8 != 0 && (rows % SMALL_BATCH_ROWS == 0 || rows == 9) ? SMALL_BATCH_ROWS : 8;
    }

    /** One tile of a product by the register tile of its size. */
    private void multiply(
            int width,
            int tileRows,
            int valid,
            int inner,
            float[] a,
            int aOffset,
            float[] out,
            int outOffset,
            int outStep) {
        float[] b = panel.array();
        int bOffset = panel.offset();
        int bStep = panel.step();
        int bSecond = panel.second();
        int second = VectorPanel.second(width);
        if (width <= LANES && tileRows == SMALL_BATCH_ROWS) {
            VectorTiles.tile10x1(
                    valid, inner, a, aOffset, b, bOffset, bStep, out, outOffset, outStep);
        } else if (width <= LANES) {
            VectorTiles.tile8x1(
                    valid, inner, a, aOffset, b, bOffset, bStep, out, outOffset, outStep);
        } else if (tileRows == 8) {
            VectorTiles.tile8x2(
                    valid, inner, a, aOffset, b, bOffset, bStep, second, out, outOffset, outStep);
        } else if (tileRows == SMALL_BATCH_ROWS) {
            VectorTiles.tile10x2(
                    valid, inner, a, aOffset, b, bOffset, bStep, bSecond, second, out, outOffset,
                    outStep);
        } else {
            VectorTiles.tile4x2(
                    valid, inner, a, aOffset, b, bOffset, bStep, bSecond, second, out, outOffset,
                    outStep);
        }
    }
}
