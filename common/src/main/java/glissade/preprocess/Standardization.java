package glissade.preprocess;

import glissade.math.Kernels;

/**
 * {@code (x - mean) / deviation}, a column at a time, in double and rounded once. The mean is kept
 * as two floats, so that it does not lose its last digits where it is a million deviations away
 * from 0. The deviation is that of the population: the squares are averaged over n, not n - 1.
 */
final class Standardization implements Preprocessing {

    private final int inputs;
    private final float[] values;
    private final double[] mean;
    private final double[] deviation;

    /** Takes {@code values} over: mean, its low part, deviation, each [inputs]. */
    Standardization(int inputs, float[] values) {
        this.inputs = inputs;
        this.values = values;
        this.mean = SplitMeans.join(values, inputs);
        this.deviation = new double[inputs];
        for (int i = 0; i < inputs; i++) {
            float given = values[2 * inputs + i];
            // Whatever is divided by infinity is 0.
            deviation[i] = given == 0f ? Double.POSITIVE_INFINITY : given;
        }
    }

    /**
     * From the moments of the training data.
     *
     * @param squares [inputs] sums of the squared differences from the mean
     */
    static Standardization fit(int samples, double[] mean, double[] squares) {
        int inputs = mean.length;
        float[] values = new float[3 * inputs];
        SplitMeans.split(mean, values);
        for (int i = 0; i < inputs; i++) {
            float deviation = (float) Math.sqrt(squares[i] / samples);
            values[2 * inputs + i] = deviation < Float.MIN_NORMAL ? 0f : deviation;
        }
        return new Standardization(inputs, values);
    }

    @Override
    public PreprocessingKind kind() {
        return PreprocessingKind.STANDARDIZE;
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
            int to = outOffset + row * inputs;
            for (int i = 0; i < inputs; i++) {
                out[to + i] = (float) ((raw[from + i] - mean[i]) / deviation[i]);
            }
        }
    }

    @Override
    public boolean worksInPlace() {
        return true;
    }

    @Override
    public int dropped() {
        return FittedValues.zeros(values, 2 * inputs, inputs);
    }

    @Override
    public String words() {
        return FittedValues.constants(dropped(), inputs);
    }

    @Override
    public float[] values() {
        return values.clone();
    }
}
