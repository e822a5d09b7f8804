package glissade.preprocess;

import glissade.math.ColumnProducts;
import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.decomposition.eig.symm.SymmetricQREigenHelper_DDRM;
import org.ejml.dense.row.decomposition.eig.symm.SymmetricQrAlgorithm_DDRM;
import org.ejml.dense.row.decomposition.hessenberg.TridiagonalDecompositionHouseholder_DDRM;

/**
 * Eigenvalues and unit eigenvectors of a symmetric matrix without negative eigenvalues, by EJML:
 * Householder reduction to three diagonals, then the implicit QR algorithm with Wilkinson's shift.
 * Eigenvalues descend; an eigenvector's entry of the largest magnitude, the first of equals, is
 * positive.
 *
 * <p>The same bits on every platform: the two algorithms are sequential and take nothing but + − ×
 * ÷ and square roots of doubles, with one exception, which is replaced here. A QR iteration that
 * does not converge tries a rotation by a random angle, with {@code Math.sin} and {@code Math.cos};
 * see {@link DeterministicSteps}. EJML's factory is not used: from a certain size on it would
 * choose another, concurrent algorithm.
 *
 * <p>The matrix is scaled to about 1 by a power of two and the unit matrix is added before, which
 * changes no eigenvector: where eigenvalues are 0, the iteration would compare rounding errors of
 * the large ones with each other to find out whether it is done.
 *
 * @see <a href="https://ejml.org">EJML</a>; Watkins, Fundamentals of Matrix Computations, 2nd ed.,
 *     pages 349 and 377
 */
final class SymmetricEigen {

    private final int size;
    private final double[] values;
    private final int[] rows;
    private final boolean[] flipped;
    private final double[] vectors;

    /** Vectors lie in the rows of {@code vectors}; {@code rows} orders them by eigenvalue. */
    private SymmetricEigen(double[] values, int[] rows, double[] vectors) {
        this.size = values.length;
        this.values = values;
        this.rows = rows;
        this.vectors = vectors;
        this.flipped = new boolean[size];
        for (int row = 0; row < size; row++) {
            int largest = row * size;
            for (int i = largest + 1; i < (row + 1) * size; i++) {
                if (Math.abs(vectors[i]) > Math.abs(vectors[largest])) {
                    largest = i;
                }
            }
            flipped[row] = vectors[largest] < 0.0;
        }
    }

    /**
     * Decomposes a matrix.
     *
     * @param triangle its packed upper triangle, see {@link ColumnProducts}
     * @throws PreprocessingException if it holds infinities or NaN, or no eigenvectors are found
     */
    static SymmetricEigen of(int size, double[] triangle) {
        double largest = 0.0;
        for (int i = 0; i < size; i++) {
            largest = Math.max(largest, triangle[ColumnProducts.rowBase(size, i) + i]);
        }
        if (!Double.isFinite(largest)) {
            throw new PreprocessingException(
                    "the covariance of the inputs is not finite: some are too large to be whitened,"
                            + " or no numbers; mend the data or use --preprocess minmax");
        }
        int exponent = largest == 0.0 ? 0 : Math.getExponent(largest);
        DeterministicSteps helper = new DeterministicSteps();
        TridiagonalDecompositionHouseholder_DDRM tridiagonal =
                new TridiagonalDecompositionHouseholder_DDRM();
        tridiagonal.decompose(scaledPlusOne(size, triangle, exponent));
        double[] diagonal = new double[size];
        double[] off = new double[size - 1];
        tridiagonal.getDiagonal(diagonal, off);
        helper.init(diagonal, off, size);
        DMatrixRMaj vectors = tridiagonal.getQ(null, true);
        helper.setQ(vectors);
        SymmetricQrAlgorithm_DDRM qr = new SymmetricQrAlgorithm_DDRM(helper);
        qr.setFastEigenvalues(false);
        if (!qr.process(-1, null, null)) {
            throw new PreprocessingException(
                    "the eigenvectors of the covariance of the inputs were not found: the iteration"
                            + " does not converge; use --preprocess standardize");
        }
        double[] values = new double[size];
        for (int i = 0; i < size; i++) {
            values[i] = Math.scalb(Math.max(0.0, diagonal[i] - 1.0), exponent);
        }
        return new SymmetricEigen(values, descending(values), vectors.data);
    }

    private static DMatrixRMaj scaledPlusOne(int size, double[] triangle, int exponent) {
        DMatrixRMaj matrix = new DMatrixRMaj(size, size);
        for (int i = 0; i < size; i++) {
            int base = ColumnProducts.rowBase(size, i);
            for (int j = i; j < size; j++) {
                double value = Math.scalb(triangle[base + j], -exponent) + (i == j ? 1.0 : 0.0);
                matrix.data[i * size + j] = value;
                matrix.data[j * size + i] = value;
            }
        }
        return matrix;
    }

    /** Indexes ordered by value, the largest first, equal ones as they are. */
    private static int[] descending(double[] values) {
        Integer[] order = new Integer[values.length];
        for (int i = 0; i < order.length; i++) {
            order[i] = i;
        }
        Arrays.sort(order, (a, b) -> Double.compare(values[b], values[a]));
        int[] rows = new int[order.length];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = order[i];
        }
        return rows;
    }

    int size() {
        return size;
    }

    /** Eigenvalue of a component, 0 being the one with the largest. */
    double value(int component) {
        return values[rows[component]];
    }

    /** Entry {@code i} of a component's eigenvector. */
    double entry(int component, int i) {
        int row = rows[component];
        double entry = vectors[row * size + i];
        return flipped[row] ? -entry : entry;
    }

    /** The QR steps of EJML without its use of the platform's sine and cosine. */
    private static final class DeterministicSteps extends SymmetricQREigenHelper_DDRM {

        /**
         * Steps with a shift off the pattern when one eigenvalue has taken too many steps: the last
         * diagonal element and three quarters of its neighbour, as EISPACK does.
         */
        @Override
        public void exceptionalShift() {
            numExceptional++;
            performImplicitSingleStep(diag[x2] + 0.75 * Math.abs(off[x2 - 1]), false);
            lastExceptional = steps;
        }
    }
}
