package glissade.preprocess;

import glissade.math.ColumnProducts;
import glissade.math.CounterRandom;
import glissade.math.Kernels;

/** Rows of inputs made for tests, and what their moments are after preprocessing. */
final class Rows {

    private Rows() {}

    /** Moments of columns, in double. */
    static final class Moments {
        final double[] mean;
        final double[][] covariance;

        Moments(double[] mean, double[][] covariance) {
            this.mean = mean;
            this.covariance = covariance;
        }
    }

    /** Applies to all rows at once; {@code rows} stay as they are. */
    static float[] apply(Preprocessing preprocessing, float[] rows) {
        int count = rows.length / preprocessing.inputs();
        float[] out = new float[rows.length];
        preprocessing.apply(Kernels.create(), count, rows.clone(), 0, out, 0);
        return out;
    }

    /** Population moments of {@code rows} [samples, inputs]. */
    static Moments moments(int inputs, float[] rows) {
        int samples = rows.length / inputs;
        double[] mean = new double[inputs];
        for (int at = 0; at < rows.length; at++) {
            mean[at % inputs] += rows[at] / (double) samples;
        }
        double[] centred = new double[rows.length];
        for (int at = 0; at < rows.length; at++) {
            centred[at] = rows[at] - mean[at % inputs];
        }
        double[] triangle = new double[ColumnProducts.triangleLength(inputs)];
        ColumnProducts.create().add(samples, inputs, 0, inputs, centred, 0, triangle, 0);
        double[][] covariance = new double[inputs][inputs];
        for (int i = 0; i < inputs; i++) {
            for (int j = i; j < inputs; j++) {
                double value = triangle[ColumnProducts.rowBase(inputs, i) + j] / samples;
                covariance[i][j] = value;
                covariance[j][i] = value;
            }
        }
        return new Moments(mean, covariance);
    }

    /** Normal noise of the given deviation in every entry. */
    static float[] normal(int seed, int count, double deviation) {
        float[] values = new float[count];
        CounterRandom random = new CounterRandom(seed, CounterRandom.Purpose.SAMPLE_ORDER, 0, 0);
        for (int i = 0; i < count; i++) {
            values[i] = (float) (deviation * random.normal(i));
        }
        return values;
    }

    /** Normal rows mixed by a random matrix, so that every column depends on every other. */
    static float[] mixed(int seed, int samples, int inputs) {
        float[] noise = normal(seed, samples * inputs, 1);
        float[] mixing = normal(seed + 1, inputs * inputs, 0.5 / Math.sqrt(inputs));
        for (int i = 0; i < inputs; i++) {
            mixing[i * inputs + i] += 1f;
        }
        float[] rows = new float[samples * inputs];
        Kernels.scalar().matmul(samples, inputs, inputs, noise, 0, mixing, 0, rows, 0);
        return rows;
    }
}
