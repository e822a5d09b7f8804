package glissade.math;

/**
 * Matrix products in scalar code: tiles of four rows and two columns, enough independent chains of
 * fma to keep a core's multipliers busy. Strides of both factors are free, so one tile serves all
 * three products. Not thread-safe: owns the tiles.
 */
final class ScalarGemm {
    private static final int TILE_ROWS = 4;
    private static final int TILE_COLUMNS = 2;
    private static final int TILE_SIZE = TILE_ROWS * TILE_COLUMNS;

    /** Depth of the slice tree: more slices than 2^31 do not fit an int. */
    private static final int MAX_DEPTH = 32;

    /** A column sum is a product with ones: fma(1, d, c) has the bits of d + c. */
    private static final float[] ONE = {1f};

    /** Finished tiles; a product uses entry 0 only, a gradient holds its finished subtrees here. */
    private final float[] stack = new float[MAX_DEPTH * TILE_SIZE];

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
        product(rows, inner, columns, a, aOffset, b, bOffset, 1, columns, out, outOffset);
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
        product(rows, inner, columns, a, aOffset, b, bOffset, inner, 1, out, outOffset);
    }

    private void product(
            int rows,
            int inner,
            int columns,
            float[] a,
            int aOffset,
            float[] b,
            int bOffset,
            int bColumn,
            int bStep,
            float[] out,
            int outOffset) {
        for (int row = 0; row < rows; row += TILE_ROWS) {
            int tall = Math.min(TILE_ROWS, rows - row);
            for (int column = 0; column < columns; column += TILE_COLUMNS) {
                int wide = Math.min(TILE_COLUMNS, columns - column);
                int aFrom = aOffset + row * inner;
                int bFrom = bOffset + column * bColumn;
                tile(tall, wide, inner, a, aFrom, inner, 1, b, bFrom, bColumn, bStep, 0);
                copyTile(tall, wide, out, outOffset + row * columns + column, columns);
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
        for (int input = fromInput; input < toInput; input += TILE_ROWS) {
            int tall = Math.min(TILE_ROWS, toInput - input);
            for (int column = 0; column < outputs; column += TILE_COLUMNS) {
                int wide = Math.min(TILE_COLUMNS, outputs - column);
                int xFrom = xOffset + input;
                int deltaFrom = deltaOffset + column;
                sumSlices(
                        rows, sliceSize, tall, wide, x, xFrom, 1, inputs, delta, deltaFrom,
                        outputs);
                copyTile(tall, wide, out, outOffset + input * outputs + column, outputs);
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
        for (int column = 0; column < outputs; column += TILE_COLUMNS) {
            int wide = Math.min(TILE_COLUMNS, outputs - column);
            sumSlices(rows, sliceSize, 1, wide, ONE, 0, 0, 0, delta, deltaOffset + column, outputs);
            copyTile(1, wide, out, outOffset + column, outputs);
        }
    }

    /**
     * One tile of a gradient over all slices, left in entry 0. Finished subtrees stand on the stack
     * like the digits of a binary counter; a new slice joins as many as the counter carries, and
     * the end joins the rest, the smallest first.
     */
    private void sumSlices(
            int rows,
            int sliceSize,
            int tall,
            int wide,
            float[] x,
            int xOffset,
            int xRow,
            int xStep,
            float[] delta,
            int deltaOffset,
            int deltaStep) {
        int depth = 0;
        int slice = 0;
        for (int from = 0; from < rows; from += sliceSize) {
            int count = Math.min(sliceSize, rows - from);
            int xFrom = xOffset + from * xStep;
            int deltaFrom = deltaOffset + from * deltaStep;
            tile(tall, wide, count, x, xFrom, xRow, xStep, delta, deltaFrom, 1, deltaStep, depth);
            depth++;
            for (int bits = slice; (bits & 1) != 0; bits >>= 1) {
                depth--;
                join(depth);
            }
            slice++;
        }
        while (depth > 1) {
            depth--;
            join(depth);
        }
    }

    /** Adds stack entry {@code level} to the one below it. */
    private void join(int level) {
        int from = level * TILE_SIZE;
        for (int i = from; i < from + TILE_SIZE; i++) {
            stack[i - TILE_SIZE] += stack[i];
        }
    }

    /** Computes one tile into a stack entry; what sticks out repeats the last row or column. */
    private void tile(
            int tall,
            int wide,
            int inner,
            float[] a,
            int aOffset,
            int aRow,
            int aStep,
            float[] b,
            int bOffset,
            int bColumn,
            int bStep,
            int level) {
        int a0 = aOffset;
        int a1 = aOffset + Math.min(1, tall - 1) * aRow;
        int a2 = aOffset + Math.min(2, tall - 1) * aRow;
        int a3 = aOffset + Math.min(3, tall - 1) * aRow;
        int b1 = (wide - 1) * bColumn;
        float c00 = 0f;
        float c01 = 0f;
        float c10 = 0f;
        float c11 = 0f;
        float c20 = 0f;
        float c21 = 0f;
        float c30 = 0f;
        float c31 = 0f;
        int ai = 0;
        int bi = bOffset;
        for (int k = 0; k < inner; k++) {
            float left = b[bi];
            float right = b[bi + b1];
            c00 = Math.fma(a[a0 + ai], left, c00);
            c01 = Math.fma(a[a0 + ai], right, c01);
            c10 = Math.fma(a[a1 + ai], left, c10);
            c11 = Math.fma(a[a1 + ai], right, c11);
            c20 = Math.fma(a[a2 + ai], left, c20);
            c21 = Math.fma(a[a2 + ai], right, c21);
            c30 = Math.fma(a[a3 + ai], left, c30);
            c31 = Math.fma(a[a3 + ai], right, c31);
            ai += aStep;
            bi += bStep;
        }
        int to = level * TILE_SIZE;
        stack[to] = c00;
        stack[to + 1] = c01;
        stack[to + 2] = c10;
        stack[to + 3] = c11;
        stack[to + 4] = c20;
        stack[to + 5] = c21;
        stack[to + 6] = c30;
        stack[to + 7] = c31;
    }

    private void copyTile(int tall, int wide, float[] out, int outOffset, int outStep) {
        for (int row = 0; row < tall; row++) {
            for (int column = 0; column < wide; column++) {
                out[outOffset + row * outStep + column] = stack[row * TILE_COLUMNS + column];
            }
        }
    }
}
