package glissade.math;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The products on hardware vectors: register tiles of four rows of the triangle and two vectors of
 * its columns, eight independent chains of fma. Where the four rows have not all begun, and in the
 * columns that fill no vector, the scalar twin does the work.
 */
final class VectorColumnProducts implements ColumnProducts {
    private static final VectorSpecies<Double> SPECIES =
            VectorTiles.SPECIES.withLanes(double.class);
    private static final int LANES = SPECIES.length();
    private static final int WIDTH = 2 * LANES;
    private static final int ROWS = 4;

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
        int i = fromColumn;
        for (; i + ROWS <= toColumn; i += ROWS) {
            addRows(rows, columns, i, x, xOffset, triangle, triangleOffset);
        }
        for (; i < toColumn; i++) {
            int base = triangleOffset + ColumnProducts.rowBase(columns, i);
            ScalarColumnProducts.addStretch(
                    rows, columns, i, i, columns, x, xOffset, triangle, base);
        }
    }

    private static void addRows(
            int rows,
            int columns,
            int i,
            double[] x,
            int xOffset,
            double[] triangle,
            int triangleOffset) {
        int c0 = triangleOffset + ColumnProducts.rowBase(columns, i);
        int c1 = triangleOffset + ColumnProducts.rowBase(columns, i + 1);
        int c2 = triangleOffset + ColumnProducts.rowBase(columns, i + 2);
        int c3 = triangleOffset + ColumnProducts.rowBase(columns, i + 3);
        int j = i + ROWS;
        stretches(rows, columns, i, j, true, x, xOffset, triangle, c0, c1, c2, c3);
        for (; j + WIDTH <= columns; j += WIDTH) {
            tile4x2(
                    rows,
                    columns,
                    x,
                    xOffset + i,
                    xOffset + j,
                    triangle,
                    c0 + j,
                    c1 + j,
                    c2 + j,
                    c3 + j);
        }
        for (; j + LANES <= columns; j += LANES) {
            tile4x1(
                    rows,
                    columns,
                    x,
                    xOffset + i,
                    xOffset + j,
                    triangle,
                    c0 + j,
                    c1 + j,
                    c2 + j,
                    c3 + j);
        }
        stretches(rows, columns, i, j, false, x, xOffset, triangle, c0, c1, c2, c3);
    }

    /** What lies before column {@code j}, or from it on. */
    private static void stretches(
            int rows,
            int columns,
            int i,
            int j,
            boolean before,
            double[] x,
            int xOffset,
            double[] triangle,
            int c0,
            int c1,
            int c2,
            int c3) {
        int to = before ? j : columns;
        ScalarColumnProducts.addStretch(
                rows, columns, i, before ? i : j, to, x, xOffset, triangle, c0);
        ScalarColumnProducts.addStretch(
                rows, columns, i + 1, before ? i + 1 : j, to, x, xOffset, triangle, c1);
        ScalarColumnProducts.addStretch(
                rows, columns, i + 2, before ? i + 2 : j, to, x, xOffset, triangle, c2);
        ScalarColumnProducts.addStretch(
                rows, columns, i + 3, before ? i + 3 : j, to, x, xOffset, triangle, c3);
    }

    private static void tile4x2(
            int rows,
            int columns,
            double[] x,
            int aOffset,
            int bOffset,
            double[] out,
            int c0,
            int c1,
            int c2,
            int c3) {
        DoubleVector c00 = DoubleVector.fromArray(SPECIES, out, c0);
        DoubleVector c01 = DoubleVector.fromArray(SPECIES, out, c0 + LANES);
        DoubleVector c10 = DoubleVector.fromArray(SPECIES, out, c1);
        DoubleVector c11 = DoubleVector.fromArray(SPECIES, out, c1 + LANES);
        DoubleVector c20 = DoubleVector.fromArray(SPECIES, out, c2);
        DoubleVector c21 = DoubleVector.fromArray(SPECIES, out, c2 + LANES);
        DoubleVector c30 = DoubleVector.fromArray(SPECIES, out, c3);
        DoubleVector c31 = DoubleVector.fromArray(SPECIES, out, c3 + LANES);
        int end = rows * columns;
        for (int row = 0; row != end; row += columns) {
            DoubleVector b0 = DoubleVector.fromArray(SPECIES, x, bOffset + row);
            DoubleVector b1 = DoubleVector.fromArray(SPECIES, x, bOffset + row + LANES);
            DoubleVector value = DoubleVector.broadcast(SPECIES, x[aOffset + row]);
            c00 = value.fma(b0, c00);
            c01 = value.fma(b1, c01);
            value = DoubleVector.broadcast(SPECIES, x[aOffset + row + 1]);
            c10 = value.fma(b0, c10);
            c11 = value.fma(b1, c11);
            value = DoubleVector.broadcast(SPECIES, x[aOffset + row + 2]);
            c20 = value.fma(b0, c20);
            c21 = value.fma(b1, c21);
            value = DoubleVector.broadcast(SPECIES, x[aOffset + row + 3]);
            c30 = value.fma(b0, c30);
            c31 = value.fma(b1, c31);
        }
        c00.intoArray(out, c0);
        c01.intoArray(out, c0 + LANES);
        c10.intoArray(out, c1);
        c11.intoArray(out, c1 + LANES);
        c20.intoArray(out, c2);
        c21.intoArray(out, c2 + LANES);
        c30.intoArray(out, c3);
        c31.intoArray(out, c3 + LANES);
    }

    private static void tile4x1(
            int rows,
            int columns,
            double[] x,
            int aOffset,
            int bOffset,
            double[] out,
            int c0,
            int c1,
            int c2,
            int c3) {
        DoubleVector c00 = DoubleVector.fromArray(SPECIES, out, c0);
        DoubleVector c10 = DoubleVector.fromArray(SPECIES, out, c1);
        DoubleVector c20 = DoubleVector.fromArray(SPECIES, out, c2);
        DoubleVector c30 = DoubleVector.fromArray(SPECIES, out, c3);
        int end = rows * columns;
        for (int row = 0; row != end; row += columns) {
            DoubleVector b0 = DoubleVector.fromArray(SPECIES, x, bOffset + row);
            c00 = DoubleVector.broadcast(SPECIES, x[aOffset + row]).fma(b0, c00);
            c10 = DoubleVector.broadcast(SPECIES, x[aOffset + row + 1]).fma(b0, c10);
            c20 = DoubleVector.broadcast(SPECIES, x[aOffset + row + 2]).fma(b0, c20);
            c30 = DoubleVector.broadcast(SPECIES, x[aOffset + row + 3]).fma(b0, c30);
        }
        c00.intoArray(out, c0);
        c10.intoArray(out, c1);
        c20.intoArray(out, c2);
        c30.intoArray(out, c3);
    }
}
