package glissade.math;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Matrix products on register tiles. Columns are cut into panels of two vectors; a panel of {@code
 * b} (inner · 2 vectors, 128 KiB at 1,024 rows) stays in the second-level cache while all tiles of
 * rows pass over it. Nothing is cut along k, so no tile is ever stored and loaded again; products
 * that are large enough to gain by it go to {@link VectorBlocks}.
 *
 * <p>Most panels are read where they lie. A panel is copied first if it must be transposed, if it
 * is narrower than a vector, or if its rows lie pages apart and enough tiles use it.
 *
 * <p>Edges cost little: where rows do not fill the last tile it begins further up, and where
 * columns do not fill the last vectors those begin further left; what is computed twice has the
 * same bits. Only results smaller than a tile are computed in {@code tile} and copied. Not
 * thread-safe: owns these buffers.
 */
final class VectorGemm {
    private static final VectorSpecies<Float> SPECIES = VectorTiles.SPECIES;
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

    /** Rows of {@code tile}: tiles of twelve have results of their size. */
    private static final int MOST_ROWS = 10;

    /** Inputs of a layer from which the rest of a gradient tile of twelve costs little. */
    private static final int MANY_INPUTS = 48;

    /** Outputs of a layer from which copying the inputs of its gradient pays. */
    private static final int PACK_INPUTS_COLUMNS = 4 * WIDTH;

    /** Depth of the slice tree: more slices than 2^31 do not fit an int. */
    private static final int MAX_DEPTH = 32;

    /** Columns from which the rows of a panel lie too far apart to be read in place. */
    private static final int PACK_COLUMNS = 256;

    /** Result rows from which copying such a panel pays. */
    private static final int PACK_ROWS = 48;

    private final VectorEpilogue epilogue;
    private final VectorBlocks blocks = new VectorBlocks();
    private final float[] tile = new float[MOST_ROWS * WIDTH];

    /** Finished subtrees of slices. */
    private final float[] stack = new float[MAX_DEPTH * VectorGradientTiles.ENTRY];

    /** Inputs of a gradient tile with fewer rows than others; grows to the most samples seen. */
    private float[] fewInputs = new float[0];

    private final GradientInputs copiedInputs = new GradientInputs();

    /** Copied panel; grows to the largest inner size seen. */
    private float[] copied = new float[0];

    /** The panel in use: an argument of the call, or the copy. */
    private float[] panel = copied;

    private int panelOffset;
    private int panelStep;

    /** Where the second vector of a row of the panel lies. */
    private int panelSecond;

    /**
     * Products that {@link #endsTiles} tells of end with what {@code epilogue} says at that time.
     */
    VectorGemm(VectorEpilogue epilogue) {
        this.epilogue = epilogue;
    }

    /**
     * Whether a product of this size is ended tile by tile. One in blocks is not: its tiles are
     * visited once for every block of terms, and a choice there costs more than a pass over a
     * result in the second-level cache.
     */
    static boolean endsTiles(int rows, int inner, int columns) {
        return columns >= LANES
                && (readsInPlace(rows, columns) || !VectorBlocks.pays(rows, inner, columns));
    }

    /** As {@link #endsTiles}, for a product with the second operand transposed. */
    static boolean endsTilesTransposed(int rows, int inner, int columns) {
        return columns >= LANES && !VectorBlocks.pays(rows, inner, columns);
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
        if (!readsInPlace(rows, columns) && VectorBlocks.pays(rows, inner, columns)) {
            done = VectorBlocks.columnsInPanels(columns);
            blocks.multiply(
                    rows, inner, columns, done, false, a, aOffset, b, bOffset, out, outOffset);
        }
        for (int column = done; column < columns; column += WIDTH) {
            int width = Math.min(WIDTH, columns - column);
            int from = firstColumn(column, columns);
            int tileRows = tileRows(rows, width);
            if (readsInPlace(rows, columns)
                    && (width % LANES == 0 || tileRows == SMALL_BATCH_ROWS || !TALL)) {
                useInPlace(columns, width, b, bOffset + from);
            } else {
                usePanelCopy(inner, columns, width, LANES, b, bOffset + from);
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
            int from = firstColumn(column, columns);
            transposePanel(inner, Math.min(WIDTH, columns - from), b, bOffset + from * inner);
            panelProduct(rows, inner, columns, width, a, aOffset, out, outOffset + from);
        }
    }

    /**
     * Where the panel of {@code column} begins: the last one, if it is at most a vector, ends with
     * the row and shares columns with the one before.
     */
    private static int firstColumn(int column, int columns) {
        return columns - column < LANES && columns >= LANES ? columns - LANES : column;
    }

    /** Where the second vector of a panel begins; it may share columns with the first. */
    private static int second(int width) {
        return width - LANES;
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
            for (int row = 0; row < rows; row += tileRows) {
                int valid = Math.min(tileRows, rows - row);
                int from = aOffset + row * inner;
                multiply(width, tileRows, valid, inner, a, from, tile, 0, WIDTH);
                int to = outOffset + row * columns;
                copyTile(valid, width, out, to, columns);
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
        float[] b = panel;
        int bStep = panelStep;
        int bOffset = panelOffset;
        int second = second(width);
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
                    valid,
                    inner,
                    a,
                    aOffset,
                    b,
                    bOffset,
                    bStep,
                    panelSecond,
                    second,
                    out,
                    outOffset,
                    outStep);
        } else {
            VectorTiles.tile4x2(
                    valid,
                    inner,
                    a,
                    aOffset,
                    b,
                    bOffset,
                    bStep,
                    panelSecond,
                    second,
                    out,
                    outOffset,
                    outStep);
        }
    }

    void weightGradient(
            int rows,
            int sliceSize,
            int inputs,
            int outputs,
            int fromInput,
            int toInput,
            float[] x,
            int xOffset,
            float[] delta,
            int deltaOffset,
            float[] out,
            int outOffset) {
        int count = toInput - fromInput;
        boolean copies = copiesInputs(count, outputs);
        if (copies) {
            copiedInputs.copy(rows, count, x, xOffset + fromInput, inputs);
        }
        for (int column = 0; column < outputs; column += WIDTH) {
            int width = Math.min(WIDTH, outputs - column);
            int first = firstColumn(column, outputs);
            if (TALL || width <= LANES) {
                choosePanel(count, rows, outputs, width, delta, deltaOffset + first);
            } else {
                usePanelCopy(rows, outputs, width, LANES, delta, deltaOffset + first);
            }
            int tileRows = gradientRows(count, width);
            int to = outOffset + first;
            if (copies && tileRows == VectorGradientTiles.TALL) {
                int at = to + fromInput * outputs;
                gradientOfCopies(rows, sliceSize, width, outputs, count, out, at);
                continue;
            }
            if (count >= tileRows && outputs >= LANES) {
                for (int row = fromInput; row < toInput; row += tileRows) {
                    int input = Math.min(row, toInput - tileRows);
                    sumSlices(
                            tileRows,
                            rows,
                            sliceSize,
                            width,
                            x,
                            xOffset + input,
                            inputs,
                            out,
                            to + input * outputs,
                            outputs);
                }
                continue;
            }
            for (int row = fromInput; row < toInput; row += tileRows) {
                int valid = Math.min(tileRows, count);
                int input = Math.min(row, toInput - valid);
                int from = xOffset + input;
                if (valid == tileRows) {
                    sumSlices(tileRows, rows, sliceSize, width, x, from, inputs, tile, 0, WIDTH);
                } else {
                    copyInputs(rows, inputs, valid, x, from);
                    sumSlices(
                            tileRows,
                            rows,
                            sliceSize,
                            width,
                            fewInputs,
                            0,
                            NARROW_ROWS,
                            tile,
                            0,
                            WIDTH);
                }
                copyTile(valid, width, out, to + input * outputs, outputs);
            }
        }
    }

    /**
     * Whether every tile of inputs is used for so many panels that copying it pays; the tile for
     * few registers needs it.
     */
    private static boolean copiesInputs(int count, int outputs) {
        if (!TALL) {
            return outputs > LANES;
        }
        return outputs >= PACK_INPUTS_COLUMNS
                && count >= VectorGradientTiles.TALL
                && gradientRows(count, WIDTH) == VectorGradientTiles.TALL;
    }

    /** All tiles of copied inputs for the panel in use. */
    private void gradientOfCopies(
            int rows,
            int sliceSize,
            int width,
            int outputs,
            int count,
            float[] out,
            int outOffset) {
        int tall = VectorGradientTiles.TALL;
        float[] x = copiedInputs.array();
        int step = GradientInputs.STEP;
        if (count < tall) {
            sumSlices(tall, rows, sliceSize, width, x, 0, step, tile, 0, WIDTH);
            copyTile(count, width, out, outOffset, outputs);
            return;
        }
        for (int input = 0; input < count; input += tall) {
            int from = copiedInputs.offsetOf(input);
            int to = outOffset + copiedInputs.clamped(input) * outputs;
            sumSlices(tall, rows, sliceSize, width, x, from, step, out, to, outputs);
        }
    }

    private static int gradientRows(int count, int width) {
        if (width <= LANES) {
            return NARROW_ROWS;
        }
        int tall = VectorGradientTiles.TALL;
        return !TALL || count >= MANY_INPUTS || count % tall == 0 ? tall : 8;
    }

    /** Copies {@code valid} columns of {@code x} into rows that are long enough for a tile. */
    private void copyInputs(int rows, int inputs, int valid, float[] x, int xOffset) {
        int length = Math.multiplyExact(rows, NARROW_ROWS);
        if (fewInputs.length < length) {
            fewInputs = new float[length];
        }
        for (int k = 0; k < rows; k++) {
            int from = xOffset + k * inputs;
            int to = k * NARROW_ROWS;
            for (int i = 0; i < valid; i++) {
                fewInputs[to + i] = x[from + i];
            }
        }
    }

    /** One tile of a gradient over all slices, by the register tile of its size. */
    private void sumSlices(
            int tileRows,
            int rows,
            int sliceSize,
            int width,
            float[] x,
            int xOffset,
            int xStep,
            float[] out,
            int outOffset,
            int outStep) {
        VectorGradientTiles.sum(
                tileRows,
                rows,
                sliceSize,
                x,
                xOffset,
                xStep,
                panel,
                panelOffset,
                panelStep,
                Math.max(0, second(width)),
                stack,
                out,
                outOffset,
                outStep);
    }

    void biasGradient(
            int rows,
            int sliceSize,
            int outputs,
            float[] delta,
            int deltaOffset,
            float[] out,
            int outOffset) {
        for (int column = 0; column < outputs; column += LANES) {
            int width = Math.min(LANES, outputs - column);
            int first = firstColumn(column, outputs);
            choosePanel(1, rows, outputs, width, delta, deltaOffset + first);
            if (outputs >= LANES) {
                VectorGradientTiles.columnSums(
                        rows,
                        sliceSize,
                        panel,
                        panelOffset,
                        panelStep,
                        stack,
                        out,
                        outOffset + first);
            } else {
                VectorGradientTiles.columnSums(
                        rows, sliceSize, panel, panelOffset, panelStep, stack, tile, 0);
                copyTile(1, width, out, outOffset, outputs);
            }
        }
    }

    /**
     * Copies the valid part of {@code tile} to its place in the result. Not in vectors: inlined
     * beside the tiles, C2 left their stores as calls in most JVMs, and each made an object.
     */
    private void copyTile(int valid, int width, float[] out, int outOffset, int columns) {
        int length = columns < LANES ? columns : Math.max(width, LANES);
        for (int row = 0; row < valid; row++) {
            System.arraycopy(tile, row * WIDTH, out, outOffset + row * columns, length);
        }
    }

    /**
     * Takes {@code width} columns of {@code b} [inner, columns] as the panel of a gradient, in
     * place or copied, and the second vector where it lies in the result.
     */
    private void choosePanel(int rows, int inner, int columns, int width, float[] b, int bOffset) {
        if (readsInPlace(rows, columns)) {
            useInPlace(columns, width, b, bOffset);
        } else {
            usePanelCopy(inner, columns, width, second(width), b, bOffset);
        }
    }

    private static boolean readsInPlace(int rows, int columns) {
        return columns >= LANES && (columns < PACK_COLUMNS || rows < PACK_ROWS);
    }

    private void useInPlace(int columns, int width, float[] b, int bOffset) {
        panel = b;
        panelOffset = bOffset;
        panelStep = columns;
        panelSecond = second(width);
    }

    /** Copies {@code width} columns; the second vector comes to lie at {@code at}. */
    private void usePanelCopy(int inner, int columns, int width, int at, float[] b, int bOffset) {
        useCopy(inner, width);
        panelSecond = at;
        if (columns >= LANES) {
            copyPanel(inner, columns, width, b, bOffset);
        } else {
            copyFewColumns(inner, columns, b, bOffset);
        }
    }

    private void copyPanel(int inner, int columns, int width, float[] b, int bOffset) {
        float[] to = copied;
        int step = panelStep;
        int at = panelSecond;
        int second = second(width);
        for (int k = 0; k < inner; k++) {
            int from = bOffset + k * columns;
            FloatVector.fromArray(SPECIES, b, from).intoArray(to, k * step);
            if (step > LANES) {
                FloatVector.fromArray(SPECIES, b, from + second).intoArray(to, k * step + at);
            }
        }
    }

    /** Copies whole vectors; what follows a row in its array fills up the last one, unused. */
    private void copyFewColumns(int inner, int columns, float[] b, int bOffset) {
        float[] to = copied;
        int inRange = (b.length - bOffset - LANES) / columns + 1;
        int whole = b.length - bOffset < LANES ? 0 : Math.min(inner, inRange);
        for (int k = 0; k < whole; k++) {
            FloatVector.fromArray(SPECIES, b, bOffset + k * columns).intoArray(to, k * LANES);
        }
        for (int k = whole; k < inner; k++) {
            System.arraycopy(b, bOffset + k * columns, to, k * LANES, columns);
        }
    }

    /** Takes {@code width} rows of {@code b} [columns, inner] as the columns of the panel. */
    private void transposePanel(int inner, int width, float[] b, int bOffset) {
        useCopy(inner, WIDTH);
        panelSecond = LANES;
        int first = Math.min(width, LANES);
        PanelTranspose.transpose(first, inner, inner, b, bOffset, copied, 0);
        if (width > LANES) {
            int from = bOffset + second(width) * inner;
            PanelTranspose.transpose(LANES, inner, inner, b, from, copied, LANES);
        }
    }

    private void useCopy(int inner, int width) {
        panelStep = width > LANES ? WIDTH : LANES;
        int length = Math.multiplyExact(inner, panelStep);
        if (copied.length < length) {
            copied = new float[length];
        }
        panel = copied;
        panelOffset = 0;
    }
}
