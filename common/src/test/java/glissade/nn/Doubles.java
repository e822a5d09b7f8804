package glissade.nn;

import glissade.math.CounterRandom;
import glissade.math.CounterRandom.Purpose;

/** Random numbers and conversions for tests. */
public final class Doubles {
    private Doubles() {}

    /** Normal numbers with the given standard deviation, a function of the seed. */
    public static double[] normal(int count, double deviation, long seed) {
        CounterRandom random = new CounterRandom(seed, Purpose.INITIALIZATION, 0, 0);
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            values[i] = deviation * random.normal(i);
        }
        return values;
    }

    /** Standard normal numbers in rows. */
    public static double[][] normalRows(int rows, int columns, long seed) {
        double[] values = normal(rows * columns, 1, seed);
        double[][] matrix = new double[rows][columns];
        for (int row = 0; row < rows; row++) {
            System.arraycopy(values, row * columns, matrix[row], 0, columns);
        }
        return matrix;
    }

    public static float[] toFloats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }

    public static double[] toDoubles(float[] values) {
        double[] doubles = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            doubles[i] = values[i];
        }
        return doubles;
    }

    /** Writes the rows one after the other to the start of {@code out}. */
    public static void copyRows(double[][] rows, float[] out) {
        int at = 0;
        for (double[] row : rows) {
            for (double value : row) {
                out[at++] = (float) value;
            }
        }
    }

    /** Largest magnitude. */
    public static double largest(double[] values) {
        double largest = 0;
        for (double value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        return largest;
    }

    /** Largest magnitude of a difference of elements; NaN if there is one. */
    public static double largestDifference(double[] one, double[] other) {
        if (one.length != other.length) {
            throw new IllegalArgumentException(one.length + " and " + other.length + " numbers");
        }
        double largest = 0;
        for (int i = 0; i < one.length; i++) {
            largest = Math.max(largest, Math.abs(one[i] - other[i]));
        }
        return largest;
    }
}
