package glissade.preprocess;

import glissade.math.Kernels;

/**
 * {@code (x - shift) / width}, a column at a time, in double and rounded once. The width of a
 * column that is constant in the training data is infinite: whatever is divided by it is 0.
 *
 * <p>Standardized columns are shifted by their mean and divided by their deviation. The mean is
 * kept as two floats, so that it does not lose its last digits where it is a million deviations
 * away from 0. The deviation is that of the population: the squares are averaged over n, not n - 1.
 * Others are shifted by their minimum and divided by their range: the training data come to lie in
 * [0, 1], both ends included; other data may leave it.
 */
final class ColumnScaling implements Preprocessing {

    private final PreprocessingKind kind;
    private final float[] values;
    private final double[] shift;
    private final double[] width;

    /** Takes {@code values} and {@code shift} over; {@code width} is 0 where it is to be none. */
    private ColumnScaling(PreprocessingKind kind, float[] values, double[] shift, double[] width) {
        this.kind = kind;
        this.values = values;
        this.shift = shift;
        this.width = width;
        for (int i = 0; i < width.length; i++) {
            width[i] = width[i] == 0.0 ? Double.POSITIVE_INFINITY : width[i];
        }
    }

    /** Takes {@code values} over: mean, its low part, deviation, each [inputs]. */
    static ColumnScaling standardizing(int inputs, float[] values) {
        double[] deviation = new double[inputs];
        for (int i = 0; i < inputs; i++) {
            deviation[i] = values[2 * inputs + i];
        }
        return new ColumnScaling(
                PreprocessingKind.STANDARDIZE, values, SplitMeans.join(values, inputs), deviation);
    }

    /** Takes {@code values} over: minimum and maximum, each [inputs]. */
    static ColumnScaling betweenExtremes(int inputs, float[] values) {
        double[] minimum = new double[inputs];
        double[] range = new double[inputs];
        for (int i = 0; i < inputs; i++) {
            minimum[i] = values[i];
            range[i] = values[inputs + i] - minimum[i];
        }
        return new ColumnScaling(PreprocessingKind.MINMAX, values, minimum, range);
    }

    /**
     * Standardizes by the moments of the training data.
     *
     * @param squares [inputs] sums of the squared differences from the mean
     */
    static ColumnScaling fit(int samples, double[] mean, double[] squares) {
        int inputs = mean.length;
        float[] values = new float[3 * inputs];
        SplitMeans.split(mean, values);
        for (int i = 0; i < inputs; i++) {
            float deviation = (float) Math.sqrt(squares[i] / samples);
            values[2 * inputs + i] = deviation < Float.MIN_NORMAL ? 0f : deviation;
        }
        return standardizing(inputs, values);
    }

    /**
     * Scales by the extremes of the training data.
     *
     * @param extremes [2 inputs] the largest values of -x, then those of x
     */
    static ColumnScaling fit(int inputs, double[] extremes) {
        float[] values = new float[2 * inputs];
        for (int i = 0; i < inputs; i++) {
            // Adding 0 makes -0 one with 0, so that files show no sign that means nothing.
            values[i] = (float) (0.0 - extremes[i]);
            values[inputs + i] = (float) (0.0 + extremes[inputs + i]);
        }
        return betweenExtremes(inputs, values);
    }

    @Override
    public PreprocessingKind kind() {
        return kind;
    }

    @Override
    public int inputs() {
        return shift.length;
    }

    @Override
    public void apply(
            Kernels kernels, int rows, float[] raw, int rawOffset, float[] out, int outOffset) {
        int inputs = shift.length;
        for (int row = 0; row < rows; row++) {
            int from = rawOffset + row * inputs;
            int to = outOffset + row * inputs;
            for (int i = 0; i < inputs; i++) {
                out[to + i] = (float) ((raw[from + i] - shift[i]) / width[i]);
            }
        }
    }

    @Override
    public boolean worksInPlace() {
        return true;
    }

    @Override
    public int dropped() {
        int constant = 0;
        for (double of : width) {
            constant += of == Double.POSITIVE_INFINITY ? 1 : 0;
        }
        return constant;
    }

    @Override
    public String words() {
        return FittedValues.constants(dropped(), inputs());
    }

    @Override
    public float[] values() {
        return values.clone();
    }
}
