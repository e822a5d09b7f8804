package glissade.preprocess;

import glissade.math.ColumnProducts;
import glissade.math.Kernels;

/**
 * {@code (x - mean) · matrix}: what comes out is uncorrelated on the training data, with variance 1
 * where anything varies. With eigenvalues l and unit eigenvectors u (columns of U) of the
 * covariance, PCA takes U l^-1/2, and ZCA turns the result back: U l^-1/2 Uᵀ. Components whose
 * eigenvalue is at most {@link #LEAST} of the largest are dropped, since dividing by their
 * deviation would blow up noise: with PCA the last columns are 0, with ZCA what comes out has the
 * projector onto the other components for its covariance.
 *
 * <p>The covariance is that of the population: divided by n, not n - 1. Eigenvectors point to where
 * their entry of the largest magnitude, the first of equals, is positive.
 */
final class Whitening implements Preprocessing {

    /** Kept components have an eigenvalue above this part of the largest. */
    static final double LEAST = 1e-4;

    private final PreprocessingKind kind;
    private final int inputs;
    private final float[] values;
    private final double[] mean;
    private final float[] matrix;

    /**
     * Takes {@code values} over: mean, its low part, deviation of each component (0 where dropped),
     * each [inputs]; matrix [inputs, inputs].
     */
    Whitening(PreprocessingKind kind, int inputs, float[] values) {
        this.kind = kind;
        this.inputs = inputs;
        this.values = values;
        this.mean = SplitMeans.join(values, inputs);
        this.matrix = new float[inputs * inputs];
        System.arraycopy(values, 3 * inputs, matrix, 0, matrix.length);
    }

    /**
     * From the moments of the training data.
     *
     * @param centredProducts packed triangle: sums over the samples of the products of their
     *     differences from the mean; overwritten
     * @throws PreprocessingException if the eigenvectors cannot be found
     */
    static Whitening fit(
            PreprocessingKind kind,
            int samples,
            double[] mean,
            double[] centredProducts,
            ColumnProducts products) {
        int inputs = mean.length;
        for (int i = 0; i < centredProducts.length; i++) {
            centredProducts[i] = centredProducts[i] / samples;
        }
        SymmetricEigen eigen = SymmetricEigen.of(inputs, centredProducts);
        float[] values = new float[kind.valueCount(inputs)];
        SplitMeans.split(mean, values);
        int kept = kept(eigen);
        for (int component = 0; component < kept; component++) {
            values[2 * inputs + component] = (float) Math.sqrt(eigen.value(component));
        }
        if (kind == PreprocessingKind.PCA_WHITEN) {
            writePrincipal(eigen, kept, inputs, values);
        } else {
            writeTurnedBack(eigen, kept, inputs, products, values);
        }
        return new Whitening(kind, inputs, values);
    }

    /** How many components, the strongest first, vary enough to be divided by their deviation. */
    private static int kept(SymmetricEigen eigen) {
        double least = LEAST * eigen.value(0);
        int kept = 0;
        while (kept < eigen.size()
                && eigen.value(kept) > least
                && (float) Math.sqrt(eigen.value(kept)) >= Float.MIN_NORMAL) {
            kept++;
        }
        return kept;
    }

    private static void writePrincipal(SymmetricEigen eigen, int kept, int inputs, float[] values) {
        for (int component = 0; component < kept; component++) {
            double deviation = Math.sqrt(eigen.value(component));
            for (int i = 0; i < inputs; i++) {
                values[3 * inputs + i * inputs + component] =
                        (float) (eigen.entry(component, i) / deviation);
            }
        }
    }

    /** The sum over the components of {@code u uᵀ / deviation}: products of columns u l^-1/4. */
    private static void writeTurnedBack(
            SymmetricEigen eigen, int kept, int inputs, ColumnProducts products, float[] values) {
        double[] rows = new double[kept * inputs];
        for (int component = 0; component < kept; component++) {
            double root = Math.sqrt(Math.sqrt(eigen.value(component)));
            for (int i = 0; i < inputs; i++) {
                rows[component * inputs + i] = eigen.entry(component, i) / root;
            }
        }
        double[] triangle = new double[ColumnProducts.triangleLength(inputs)];
        products.add(kept, inputs, 0, inputs, rows, 0, triangle, 0);
        for (int i = 0; i < inputs; i++) {
            int base = ColumnProducts.rowBase(inputs, i);
            for (int j = i; j < inputs; j++) {
                float value = (float) triangle[base + j];
                values[3 * inputs + i * inputs + j] = value;
                values[3 * inputs + j * inputs + i] = value;
            }
        }
    }

    @Override
    public PreprocessingKind kind() {
        return kind;
    }

    @Override
    public int inputs() {
        return inputs;
    }

    @Override
    public void apply(
            Kernels kernels, int rows, float[] raw, int rawOffset, float[] out, int outOffset) {
        for (int row = 0; row < rows; row++) {
            int from = rawOffset + row * inputs;
            for (int i = 0; i < inputs; i++) {
                raw[from + i] = (float) (raw[from + i] - mean[i]);
            }
        }
        kernels.matmul(rows, inputs, inputs, raw, rawOffset, matrix, 0, out, outOffset);
    }

    @Override
    public boolean worksInPlace() {
        return false;
    }

    @Override
    public int dropped() {
        return FittedValues.zeros(values, 2 * inputs, inputs);
    }

    @Override
    public String words() {
        int dropped = dropped();
        return (inputs - dropped)
                + " of "
                + inputs
                + " components kept, "
                + dropped
                + " dropped (variance at most 1e-4 of the largest)";
    }

    @Override
    public float[] values() {
        return values.clone();
    }
}
