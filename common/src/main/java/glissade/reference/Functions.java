package glissade.reference;

import glissade.nn.Activation;
import glissade.nn.Loss;

/** Activations and losses with their slopes, by the formulas of textbooks. */
final class Functions {

    private Functions() {}

    /** Writes f(z) of all units of a layer. */
    static void activate(Activation activation, double[] z, double[] a) {
        double logSum = activation == Activation.SOFTMAX ? logSumExp(z) : 0;
        for (int j = 0; j < z.length; j++) {
            a[j] =
                    switch (activation) {
                        case IDENTITY -> z[j];
                        case SIGMOID -> 1 / (1 + StrictMath.exp(-z[j]));
                        case TANH -> StrictMath.tanh(z[j]);
                        case RELU -> Math.max(0, z[j]);
                        case LEAKY_RELU -> z[j] > 0 ? z[j] : 0.01 * z[j];
                        case SOFTMAX -> StrictMath.exp(z[j] - logSum);
                    };
        }
    }

    /** f'(z) where f(z) is {@code a}. */
    static double slope(Activation activation, double a) {
        return switch (activation) {
            case IDENTITY -> 1;
            case SIGMOID -> a * (1 - a);
            case TANH -> 1 - a * a;
            case RELU -> a > 0 ? 1 : 0;
            case LEAKY_RELU -> a > 0 ? 1 : 0.01;
            case SOFTMAX -> throw new IllegalArgumentException("softmax has no slope of its own");
        };
    }

    /** Whether f has a kink at 0. */
    static boolean hasKink(Activation activation) {
        return activation == Activation.RELU || activation == Activation.LEAKY_RELU;
    }

    /**
     * Loss of one sample.
     *
     * @param z what the output activation was applied to
     * @param a the outputs
     * @param y target values, or shares of classes
     */
    static double loss(Loss loss, double[] z, double[] a, double[] y) {
        double logSum = loss == Loss.CROSS_ENTROPY ? logSumExp(z) : 0;
        double sum = 0;
        for (int j = 0; j < a.length; j++) {
            double error = a[j] - y[j];
            sum +=
                    switch (loss) {
                        case CROSS_ENTROPY -> y[j] * (logSum - z[j]);
                        case BINARY_CROSS_ENTROPY ->
                                (y[j] * softplus(-z[j]) + (1 - y[j]) * softplus(z[j])) / a.length;
                        case MAE -> Math.abs(error) / a.length;
                        case MSE -> error * error / a.length;
                        case QUADRATIC -> error * error / 2;
                    };
        }
        return sum;
    }

    /** Gradient of {@link #loss} with respect to {@code z}. */
    static double[] lossGradient(Loss loss, Activation output, double[] a, double[] y) {
        double[] gradient = new double[a.length];
        double shares = 0;
        for (double share : y) {
            shares += share;
        }
        for (int j = 0; j < a.length; j++) {
            double error = a[j] - y[j];
            gradient[j] =
                    switch (loss) {
                        case CROSS_ENTROPY -> a[j] * shares - y[j];
                        case BINARY_CROSS_ENTROPY -> error / a.length;
                        case MAE -> Math.signum(error) / a.length * slope(output, a[j]);
                        case MSE -> 2 * error / a.length * slope(output, a[j]);
                        case QUADRATIC -> error * slope(output, a[j]);
                    };
        }
        return gradient;
    }

    /** {@code log(1 + e^z)}. */
    private static double softplus(double z) {
        return Math.max(0, z) + StrictMath.log1p(StrictMath.exp(-Math.abs(z)));
    }

    private static double logSumExp(double[] z) {
        double max = Double.NEGATIVE_INFINITY;
        for (double value : z) {
            max = Math.max(max, value);
        }
        double sum = 0;
        for (double value : z) {
            sum += StrictMath.exp(value - max);
        }
        return max + StrictMath.log(sum);
    }
}
