package glissade.math;

/** The scalar twin: one row of the triangle at a time, which stays in the first-level cache. */
final class ScalarColumnProducts implements ColumnProducts {

    @Override
    public void add(
            int rows,
            int columns,
            int fromColumn,
            int toColumn,
            double[] x,
            int xOffset,
            double[] triangle,
            int triangleOffset) {
        Shapes.requireProducts(
                rows, columns, fromColumn, toColumn, x, xOffset, triangle, triangleOffset);
        for (int i = fromColumn; i < toColumn; i++) {
            int base = triangleOffset + ColumnProducts.rowBase(columns, i);
            addStretch(rows, columns, i, i, columns, x, xOffset, triangle, base);
        }
    }

    /** Elements [fromJ, toJ) of row i; {@code base} as from {@link ColumnProducts#rowBase}. */
    static void addStretch(
            int rows,
            int columns,
            int i,
            int fromJ,
            int toJ,
            double[] x,
            int xOffset,
            double[] triangle,
            int base) {
        for (int k = 0; k < rows; k++) {
            int row = xOffset + k * columns;
            double a = x[row + i];
            for (int j = fromJ; j < toJ; j++) {
                triangle[base + j] = Math.fma(a, x[row + j], triangle[base + j]);
            }
        }
    }
}
