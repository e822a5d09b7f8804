package glissade.preprocess;

import glissade.math.ColumnProducts;
import java.util.Arrays;

/**
 * One pass over the training data: what is summed up over its samples, in double. Within a slice
 * samples ascend; slices meet along the canonical tree.
 */
public enum MomentPass {
    /** Sums of every column [inputs]. */
    SUMS,
    /** Largest values of -x, then of x, of every column [2 inputs]; the largest is kept. */
    EXTREMES,
    /** Sums of the squared differences from the mean of every column [inputs]. */
    SQUARES,
    /** Sums of the products of the differences from the means, packed triangle. */
    PRODUCTS;

    /** Doubles of the moments of one slice or node. */
    public int length(int inputs) {
        return switch (this) {
            case SUMS, SQUARES -> inputs;
            case EXTREMES -> 2 * inputs;
            case PRODUCTS -> ColumnProducts.triangleLength(inputs);
        };
    }

    /** Fills moments of no samples. */
    public void clear(double[] moments) {
        Arrays.fill(moments, this == EXTREMES ? Double.NEGATIVE_INFINITY : 0.0);
    }

    /** Whether differences from the mean are looked at: such a pass needs those of the first. */
    public boolean centres() {
        return this == SQUARES || this == PRODUCTS;
    }

    /**
     * Continues the moments of a slice by its next samples, columns [fromColumn, toColumn) of them
     * (for products: of the triangle's rows). Columns do not meet, so they may be divided among
     * threads.
     *
     * @param x [rows, inputs]: the samples, centred where the pass {@link #centres}
     * @param moments [{@link #length}]
     */
    public void add(
            ColumnProducts products,
            int rows,
            int inputs,
            int fromColumn,
            int toColumn,
            double[] x,
            double[] moments) {
        switch (this) {
            case SUMS -> addSums(rows, inputs, fromColumn, toColumn, x, moments);
            case EXTREMES -> addExtremes(rows, inputs, fromColumn, toColumn, x, moments);
            case SQUARES -> addSquares(rows, inputs, fromColumn, toColumn, x, moments);
            case PRODUCTS -> products.add(rows, inputs, fromColumn, toColumn, x, 0, moments, 0);
        }
    }

    private static void addSums(
            int rows, int inputs, int from, int to, double[] x, double[] moments) {
        for (int row = 0; row < rows; row++) {
            int at = row * inputs;
            for (int i = from; i < to; i++) {
                moments[i] += x[at + i];
            }
        }
    }

    private static void addExtremes(
            int rows, int inputs, int from, int to, double[] x, double[] moments) {
        for (int row = 0; row < rows; row++) {
            int at = row * inputs;
            for (int i = from; i < to; i++) {
                moments[i] = Math.max(moments[i], -x[at + i]);
                moments[inputs + i] = Math.max(moments[inputs + i], x[at + i]);
            }
        }
    }

    private static void addSquares(
            int rows, int inputs, int from, int to, double[] x, double[] moments) {
        for (int row = 0; row < rows; row++) {
            int at = row * inputs;
            for (int i = from; i < to; i++) {
                moments[i] = Math.fma(x[at + i], x[at + i], moments[i]);
            }
        }
    }

    /**
     * Joins the moments of two neighbouring nodes, elements [from, to): {@code left} takes both.
     */
    public void merge(double[] left, double[] right, int from, int to) {
        if (this == EXTREMES) {
            for (int i = from; i < to; i++) {
                left[i] = Math.max(left[i], right[i]);
            }
        } else {
            for (int i = from; i < to; i++) {
                left[i] += right[i];
            }
        }
    }

    /** The means that the whole data's {@link #SUMS} amount to. */
    public static double[] means(double[] sums, int samples) {
        double[] means = new double[sums.length];
        for (int i = 0; i < means.length; i++) {
            means[i] = sums[i] / samples;
        }
        return means;
    }
}
