package glissade.nn;

import java.util.Arrays;
import java.util.List;

/**
 * The oracle: a fully connected network in float64 that shares no code with {@link Propagation}.
 * One sample at a time, textbook formulas, {@code Math.exp}. Parameters are one vector in canonical
 * order (weights [out][in], then bias, layer by layer).
 */
public final class ReferenceNetwork {
    private final List<Integer> widths;
    private final Activation hidden;
    private final Activation output;
    private final Loss loss;

    public ReferenceNetwork(NetworkDescription description) {
        widths = description.widths();
        hidden = description.hidden();
        output = description.output();
        loss = description.loss();
    }

    public int parameterCount() {
        int count = 0;
        for (int layer = 0; layer + 1 < widths.size(); layer++) {
            count += widths.get(layer) * widths.get(layer + 1) + widths.get(layer + 1);
        }
        return count;
    }

    /** Outputs of one sample. */
    public double[] outputs(double[] parameters, double[] x) {
        return forward(parameters, x)[widths.size() - 1];
    }

    /** Mean over the samples of their losses. */
    public double loss(double[] parameters, double[][] x, double[][] y) {
        double sum = 0;
        for (int n = 0; n < x.length; n++) {
            sum += lossOf(outputs(parameters, x[n]), y[n]);
        }
        return sum / x.length;
    }

    /** Gradient of {@link #loss}. */
    public double[] gradient(double[] parameters, double[][] x, double[][] y) {
        double[] gradient = new double[parameters.length];
        for (int n = 0; n < x.length; n++) {
            addGradient(parameters, x[n], y[n], gradient);
        }
        for (int i = 0; i < gradient.length; i++) {
            gradient[i] /= x.length;
        }
        return gradient;
    }

    /** Targets of a label among {@code classes}: 1 there, 0 elsewhere. */
    public static double[] oneHot(int label, int classes) {
        double[] y = new double[classes];
        y[label] = 1;
        return y;
    }

    /** Inputs and outputs of all layers: a[0] is x, the last is what the network says. */
    private double[][] forward(double[] parameters, double[] x) {
        double[][] a = new double[widths.size()][];
        a[0] = x;
        int at = 0;
        for (int layer = 1; layer < a.length; layer++) {
            int in = widths.get(layer - 1);
            int out = widths.get(layer);
            double[] z = new double[out];
            for (int j = 0; j < out; j++) {
                z[j] = parameters[at + in * out + j];
                for (int i = 0; i < in; i++) {
                    z[j] += parameters[at + j * in + i] * a[layer - 1][i];
                }
            }
            a[layer] = activate(layer == a.length - 1 ? output : hidden, z);
            at += in * out + out;
        }
        return a;
    }

    private void addGradient(double[] parameters, double[] x, double[] y, double[] gradient) {
        double[][] a = forward(parameters, x);
        int last = a.length - 1;
        double[] delta = outputDelta(a[last], y);
        int at = parameters.length;
        for (int layer = last; layer > 0; layer--) {
            int in = widths.get(layer - 1);
            int out = widths.get(layer);
            at -= in * out + out;
            double[] below = new double[in];
            for (int j = 0; j < out; j++) {
                gradient[at + in * out + j] += delta[j];
                for (int i = 0; i < in; i++) {
                    gradient[at + j * in + i] += delta[j] * a[layer - 1][i];
                    below[i] += delta[j] * parameters[at + j * in + i];
                }
            }
            for (int i = 0; i < in; i++) {
                below[i] *= slope(hidden, a[layer - 1][i]);
            }
            delta = below;
        }
    }

    private double lossOf(double[] a, double[] y) {
        double sum = 0;
        for (int j = 0; j < a.length; j++) {
            double error = a[j] - y[j];
            sum +=
                    switch (loss) {
                        case CROSS_ENTROPY -> y[j] == 0 ? 0 : -y[j] * Math.log(a[j]);
                        case MSE -> error * error / a.length;
                        case QUADRATIC -> error * error / 2;
                    };
        }
        return sum;
    }

    private double[] outputDelta(double[] a, double[] y) {
        double[] delta = new double[a.length];
        for (int j = 0; j < a.length; j++) {
            double error = a[j] - y[j];
            delta[j] =
                    switch (loss) {
                        case CROSS_ENTROPY -> error;
                        case MSE -> 2 * error / a.length * slope(output, a[j]);
                        case QUADRATIC -> error * slope(output, a[j]);
                    };
        }
        return delta;
    }

    private static double[] activate(Activation activation, double[] z) {
        double[] a = new double[z.length];
        double max = Arrays.stream(z).max().orElseThrow();
        double sum = 0;
        for (double value : z) {
            sum += Math.exp(value - max);
        }
        for (int j = 0; j < z.length; j++) {
            a[j] =
                    switch (activation) {
                        case IDENTITY -> z[j];
                        case SIGMOID -> 1 / (1 + Math.exp(-z[j]));
                        case TANH -> Math.tanh(z[j]);
                        case RELU -> Math.max(0, z[j]);
                        case LEAKY_RELU -> z[j] > 0 ? z[j] : 0.01 * z[j];
                        case SOFTMAX -> Math.exp(z[j] - max) / sum;
                    };
        }
        return a;
    }

    /** f'(z) where f(z) is {@code a}. */
    private static double slope(Activation activation, double a) {
        return switch (activation) {
            case IDENTITY -> 1;
            case SIGMOID -> a * (1 - a);
            case TANH -> 1 - a * a;
            case RELU -> a > 0 ? 1 : 0;
            case LEAKY_RELU -> a > 0 ? 1 : 0.01;
            case SOFTMAX -> throw new IllegalArgumentException("softmax has no slope of its own");
        };
    }
}
