package glissade.preprocess;

import glissade.math.Kernels;

/**
 * {@code (x - minimum) / (maximum - minimum)}, a column at a time, in double and rounded once: the
 * training data come to lie in [0, 1], both ends included. Other data may leave it.
 */
final class MinMaxScaling implements Preprocessing {

    private final int inputs;
    private final float[] values;
    private final double[] minimum;
    private final double[] range;

    /** Takes {@code values} over: minimum and maximum, each [inputs]. */
    MinMaxScaling(int inputs, float[] values) {
        this.inputs = inputs;
        this.values = values;
        this.minimum = new double[inputs];
        this.range = new double[inputs];
        for (int i = 0; i < inputs; i++) {
            minimum[i] = values[i];
            double given = values[inputs + i] - minimum[i];
            // Whatever is divided by infinity is 0.
            range[i] = given == 0.0 ? Double.POSITIVE_INFINITY : given;
        }
    }

    /**
     * From the extremes of the training data.
     *
     * @param extremes [2 inputs] the largest values of -x, then those of x
     */
    static MinMaxScaling fit(int inputs, double[] extremes) {
        float[] values = new float[2 * inputs];
        for (int i = 0; i < inputs; i++) {
            // Adding 0 makes -0 one with 0, so that files show no sign that means nothing.
            values[i] = (float) (0.0 - extremes[i]);
            values[inputs + i] = (float) (0.0 + extremes[inputs + i]);
        }
        return new MinMaxScaling(inputs, values);
    }

    @Override
    public PreprocessingKind kind() {
        return PreprocessingKind.MINMAX;
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
                out[to + i] = (float) ((raw[from + i] - minimum[i]) / range[i]);
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
        for (double width : range) {
            if (width == Double.POSITIVE_INFINITY) {
                constant++;
            }
        }
        return constant;
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
