package glissade.preprocess;

/** Means in double as two vectors of float: 48 of their bits, where files and wire know floats. */
final class SplitMeans {

    private SplitMeans() {}

    /** Writes the upper parts to {@code values[0, n)}, the lower ones to {@code values[n, 2n)}. */
    static void split(double[] means, float[] values) {
        int n = means.length;
        for (int i = 0; i < n; i++) {
            float high = (float) means[i];
            values[i] = high;
            values[n + i] = (float) (means[i] - high);
        }
    }

    static double[] join(float[] values, int n) {
        double[] means = new double[n];
        for (int i = 0; i < n; i++) {
            means[i] = (double) values[i] + values[n + i];
        }
        return means;
    }
}
