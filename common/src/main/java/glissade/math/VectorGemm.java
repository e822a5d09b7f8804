package glissade.math;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/**
 * Matrix products on register tiles. Columns are cut into panels of two vectors; a panel of {@code
 * b} (inner · 2 vectors, 128 KiB at 1,024 rows) stays in the second-level cache while all tiles of
 * rows pass over it. There is no blocking along k, so no tile is ever stored and loaded again.
 *
 * <p>Most panels are read where they lie. A panel is copied first if it must be transposed, if it
 * ends inside a vector, or if its rows lie pages apart and enough tiles use it. Tiles that stick
 * out of the result are computed in {@code tile} and cut to size when copied. Not thread-safe: owns
 * these buffers.
 */
final class VectorGemm {
    private static final VectorSpecies<Float> SPECIES = VectorTiles.SPECIES;
    private static final int LANES = VectorTiles.LANES;
    private static final int WIDTH = VectorTiles.WIDTH;

    /**
     * Rows of a full tile, so that two accumulators a row and what feeds them fit the registers.
     */
    private static final int FULL_ROWS = VectorWidth.hasManyRegisters() ? 8 : 6;

    /** Rows of a tile that is one vector wide. */
    private static final int NARROW_ROWS = 8;

    private static final int TILE_SIZE = 8 * WIDTH;

    /** Depth of the slice tree: more slices than 2^31 do not fit an int. */
    private static final int MAX_DEPTH = 32;

    /** Columns from which the rows of a panel lie too far apart to be read in place. */
    private static final int PACK_COLUMNS = 256;

    /** Result rows from which copying such a panel pays. */
    private static final int PACK_ROWS = 48;

    /** Rows of a panel that are transposed together. */
    private static final int TRANSPOSE_ROWS = 8;

    /** A column sum is a product with ones: fma(1, d, c) has the bits of d + c. */
    private static final float[] ONE = {1f};

    private final float[] tile = new float[TILE_SIZE];

    /** Finished subtrees of slices; entry 0 is not used, that subtree lies in the result. */
    private final float[] stack = new float[MAX_DEPTH * TILE_SIZE];

    /** Copied panel; grows to the largest inner size seen. */
    private float[] copied = new float[0];

    /** The panel in use: an argument of the call, or the copy. */
    private float[] panel = copied;

    private int panelOffset;
    private int panelStep;

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
        for (int column = 0; column < columns; column += WIDTH) {
            int width = Math.min(WIDTH, columns - column);
            choosePanel(rows, inner, columns, width, b, bOffset + column);
            panelProduct(rows, inner, columns, width, a, aOffset, out, outOffset + column);
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
        for (int column = 0; column < columns; column += WIDTH) {
            int width = Math.min(WIDTH, columns - column);
            transposePanel(inner, width, b, bOffset + column * inner);
            panelProduct(rows, inner, columns, width, a, aOffset, out, outOffset + column);
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
        int tileRows = tileRows(width);
        for (int row = 0; row < rows; row += tileRows) {
            int valid = Math.min(tileRows, rows - row);
            int from = aOffset + row * inner;
            int to = outOffset + row * columns;
            if (isWhole(valid, width)) {
                multiply(width, valid, inner, a, from, inner, 1, 0, out, to, columns);
            } else {
                multiply(width, valid, inner, a, from, inner, 1, 0, tile, 0, WIDTH);
                copyTile(valid, width, out, to, columns);
            }
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
        for (int column = 0; column < outputs; column += WIDTH) {
            int width = Math.min(WIDTH, outputs - column);
            int tileRows = tileRows(width);
            choosePanel(toInput - fromInput, rows, outputs, width, delta, deltaOffset + column);
            for (int input = fromInput; input < toInput; input += tileRows) {
                int valid = Math.min(tileRows, toInput - input);
                int from = xOffset + input;
                int to = outOffset + input * outputs + column;
                if (isWhole(valid, width)) {
                    sumSlices(rows, sliceSize, width, valid, x, from, 1, inputs, out, to, outputs);
                } else {
                    sumSlices(rows, sliceSize, width, valid, x, from, 1, inputs, tile, 0, WIDTH);
                    copyTile(valid, width, out, to, outputs);
                }
            }
        }
    }

    void biasGradient(
            int rows,
            int sliceSize,
            int outputs,
            float[] delta,
            int deltaOffset,
            float[] out,
            int outOffset) {
        for (int column = 0; column < outputs; column += WIDTH) {
            int width = Math.min(WIDTH, outputs - column);
            choosePanel(1, rows, outputs, width, delta, deltaOffset + column);
            sumSlices(rows, sliceSize, width, 1, ONE, 0, 0, 0, tile, 0, WIDTH);
            copyTile(1, width, out, outOffset + column, outputs);
        }
    }

    /**
     * One tile of a gradient over all slices. Finished subtrees stand on a stack like the digits of
     * a binary counter: the lowest in the result itself, the others in {@code stack}; a new slice
     * joins as many as the counter carries, and the end joins the rest, the smallest first.
     */
    private void sumSlices(
            int rows,
            int sliceSize,
            int width,
            int valid,
            float[] x,
            int xOffset,
            int xRow,
            int xStep,
            float[] out,
            int outOffset,
            int outStep) {
        int depth = 0;
        int slice = 0;
        for (int from = 0; from < rows; from += sliceSize) {
            int count = Math.min(sliceSize, rows - from);
            int xFrom = xOffset + from * xStep;
            if (depth == 0) {
                multiply(width, valid, count, x, xFrom, xRow, xStep, from, out, outOffset, outStep);
            } else {
                int entry = depth * TILE_SIZE;
                multiply(width, valid, count, x, xFrom, xRow, xStep, from, stack, entry, WIDTH);
            }
            depth++;
            for (int bits = slice; (bits & 1) != 0; bits >>= 1) {
                depth--;
                join(depth, width, out, outOffset, outStep);
            }
            slice++;
        }
        while (depth > 1) {
            depth--;
            join(depth, width, out, outOffset, outStep);
        }
    }

    /** Adds stack entry {@code level} to the one below it. */
    private void join(int level, int width, float[] out, int outOffset, int outStep) {
        if (level == 1) {
            addTile(width, out, outOffset, outStep, TILE_SIZE);
        } else {
            addTile(width, stack, (level - 1) * TILE_SIZE, WIDTH, level * TILE_SIZE);
        }
    }

    private void addTile(int width, float[] target, int targetOffset, int targetStep, int entry) {
        int rows = tileRows(width);
        for (int row = 0; row < rows; row++) {
            int to = targetOffset + row * targetStep;
            int from = entry + row * WIDTH;
            addVector(target, to, from);
            if (width > LANES) {
                addVector(target, to + LANES, from + LANES);
            }
        }
    }

    private void addVector(float[] target, int to, int from) {
        FloatVector.fromArray(SPECIES, target, to)
                .add(FloatVector.fromArray(SPECIES, stack, from))
                .intoArray(target, to);
    }

    /** One tile from row {@code panelRow} of the panel on, by the register tile of its width. */
    private void multiply(
            int width,
            int valid,
            int inner,
            float[] a,
            int aOffset,
            int aRow,
            int aStep,
            int panelRow,
            float[] out,
            int outOffset,
            int outStep) {
        float[] b = panel;
        int bStep = panelStep;
        int bOffset = panelOffset + panelRow * bStep;
        if (width <= LANES) {
            VectorTiles.tile8x1(
                    valid, inner, a, aOffset, aRow, aStep, b, bOffset, bStep, out, outOffset,
                    outStep);
        } else if (FULL_ROWS == 8) {
            VectorTiles.tile8x2(
                    valid, inner, a, aOffset, aRow, aStep, b, bOffset, bStep, out, outOffset,
                    outStep);
        } else {
            VectorTiles.tile6x2(
                    valid, inner, a, aOffset, aRow, aStep, b, bOffset, bStep, out, outOffset,
                    outStep);
        }
    }

    private static int tileRows(int width) {
        return width <= LANES ? NARROW_ROWS : FULL_ROWS;
    }

    private static boolean isWhole(int valid, int width) {
        return valid == tileRows(width) && width % LANES == 0;
    }

    /** Copies the valid part of {@code tile} to its place in the result. */
    private void copyTile(int valid, int width, float[] out, int outOffset, int outStep) {
        int last = width > LANES ? LANES : 0;
        VectorMask<Float> mask = SPECIES.indexInRange(0, width - last);
        for (int row = 0; row < valid; row++) {
            int to = outOffset + row * outStep;
            int from = row * WIDTH;
            if (to + WIDTH > out.length) {
                // A masked store over the end of its array would make objects.
                System.arraycopy(tile, from, out, to, width);
                continue;
            }
            if (last > 0) {
                FloatVector.fromArray(SPECIES, tile, from).intoArray(out, to);
            }
            FloatVector.fromArray(SPECIES, tile, from + last).intoArray(out, to + last, mask);
        }
    }

    /**
     * Takes {@code width} columns of {@code b} [inner, columns] as the panel, in place or copied.
     */
    private void choosePanel(int rows, int inner, int columns, int width, float[] b, int bOffset) {
        if (width % LANES == 0 && (columns < PACK_COLUMNS || rows < PACK_ROWS)) {
            panel = b;
            panelOffset = bOffset;
            panelStep = columns;
        } else {
            useCopy(inner, width);
            copyPanel(inner, columns, width, b, bOffset);
        }
    }

    /** Copies whole vectors; what follows a row in its array fills up the last one, unused. */
    private void copyPanel(int inner, int columns, int width, float[] b, int bOffset) {
        float[] to = copied;
        int step = panelStep;
        int inRange = columns == 0 ? 0 : (b.length - bOffset - step) / columns + 1;
        int whole = b.length - bOffset < step ? 0 : Math.min(inner, inRange);
        for (int k = 0; k < whole; k++) {
            int from = bOffset + k * columns;
            FloatVector.fromArray(SPECIES, b, from).intoArray(to, k * step);
            if (step > LANES) {
                FloatVector.fromArray(SPECIES, b, from + LANES).intoArray(to, k * step + LANES);
            }
        }
        for (int k = whole; k < inner; k++) {
            System.arraycopy(b, bOffset + k * columns, to, k * step, width);
        }
    }

    /** Takes {@code width} rows of {@code b} [columns, inner] as the columns of the panel. */
    private void transposePanel(int inner, int width, float[] b, int bOffset) {
        useCopy(inner, width);
        float[] to = copied;
        int step = panelStep;
        int k = 0;
        for (; k + TRANSPOSE_ROWS <= inner; k += TRANSPOSE_ROWS) {
            transposeEight(inner, width, b, bOffset + k, to, k * step, step);
        }
        for (; k < inner; k++) {
            for (int column = 0; column < width; column++) {
                to[k * step + column] = b[bOffset + column * inner + k];
            }
        }
    }

    /** Eight rows of the panel at once: reads stay within a cache line, writes within eight. */
    private static void transposeEight(
            int inner,
            int width,
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

    private void useCopy(int inner, int width) {
        panelStep = width > LANES ? WIDTH : LANES;
        if (copied.length < inner * panelStep) {
            copied = new float[inner * panelStep];
        }
        panel = copied;
        panelOffset = 0;
    }
}
