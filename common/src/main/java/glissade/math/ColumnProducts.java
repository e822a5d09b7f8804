package glissade.math;

/**
 * Products of the columns of a matrix with each other, in double: what a covariance is summed from.
 * Every implementation returns the same bits for the same arguments. Stateless and thread-safe.
 *
 * <p>Results are kept as a packed upper triangle: row i holds its elements i, i + 1, …, columns −
 * 1, the rows follow each other without gaps.
 */
public interface ColumnProducts {

    /**
     * The products on this machine's vectors, of the width that {@link Kernels#create()} takes.
     *
     * @throws UnsupportedMachineException as there
     */
    static ColumnProducts create() {
        return KernelChoice.vectors() ? new VectorColumnProducts() : new ScalarColumnProducts();
    }

    /** Scalar twin: the oracle of the tests and the last resort. */
    static ColumnProducts scalar() {
        return new ScalarColumnProducts();
    }

    /** Elements of a packed triangle. */
    static int triangleLength(int columns) {
        return Math.toIntExact((long) columns * (columns + 1) / 2);
    }

    /**
     * Where element (i, j), {@code i <= j}, of a packed triangle lies: this index plus j. It may be
     * smaller than the triangle's offset by up to i.
     */
    static int rowBase(int columns, int i) {
        return i * columns - i * (i + 1) / 2;
    }

    /**
     * Continues the sums of products: {@code triangle[i][j] = fma(x[k][i], x[k][j],
     * triangle[i][j])}, k ascending over the rows, for {@code fromColumn <= i < toColumn} and
     * {@code i <= j < columns}. Cutting the rows into several calls changes no bit.
     *
     * @param x [rows, columns], row-major
     * @param triangle packed, {@link #triangleLength} elements; only the rows named are touched
     * @throws IllegalArgumentException if an argument does not fit its array
     */
    void add(
            int rows,
            int columns,
            int fromColumn,
            int toColumn,
            double[] x,
            int xOffset,
            double[] triangle,
            int triangleOffset);
}
