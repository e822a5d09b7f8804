package glissade.math;

/**
 * Bounds checks at the public edge of the kernels, so that what lies behind them need not check.
 */
final class Shapes {
    private Shapes() {}

    static void requireMatrix(String name, int rows, int columns, float[] values, int offset) {
        if (rows < 0 || columns < 0) {
            throw new IllegalArgumentException(
                    name + " must not have a negative size: rows=" + rows + ", columns=" + columns);
        }
        long end = offset + (long) rows * columns;
        if (offset < 0 || end > values.length) {
            throw new IllegalArgumentException(
                    name
                            + " does not fit its array: rows="
                            + rows
                            + ", columns="
                            + columns
                            + ", offset="
                            + offset
                            + ", length="
                            + values.length);
        }
    }

    /** Of {@link ColumnProducts#add}. */
    static void requireProducts(
            int rows,
            int columns,
            int fromColumn,
            int toColumn,
            double[] x,
            int xOffset,
            double[] triangle,
            int triangleOffset) {
        requireInputs(columns, fromColumn, toColumn);
        requireFits("x", rows, columns, (long) rows * columns, x, xOffset);
        long triangleLength = (long) columns * (columns + 1) / 2;
        requireFits("triangle", columns, columns, triangleLength, triangle, triangleOffset);
    }

    private static void requireFits(
            String name, int rows, int columns, long count, double[] values, int offset) {
        if (rows < 0 || columns < 0 || offset < 0 || offset + count > values.length) {
            throw new IllegalArgumentException(
                    name
                            + " does not fit its array: rows="
                            + rows
                            + ", columns="
                            + columns
                            + ", offset="
                            + offset
                            + ", length="
                            + values.length);
        }
    }

    static void requireRange(String name, float[] values, int offset, int length) {
        requireMatrix(name, 1, length, values, offset);
    }

    static void requireSlices(int rows, int sliceSize) {
        if (rows < 1 || sliceSize < 1) {
            throw new IllegalArgumentException(
                    "rows and sliceSize must be positive: rows="
                            + rows
                            + ", sliceSize="
                            + sliceSize);
        }
    }

    static void requireInputs(int inputs, int fromInput, int toInput) {
        if (fromInput < 0 || toInput < fromInput || toInput > inputs) {
            throw new IllegalArgumentException(
                    "input range must lie within the inputs: fromInput="
                            + fromInput
                            + ", toInput="
                            + toInput
                            + ", inputs="
                            + inputs);
        }
    }
}
