package glissade.reference;

import glissade.nn.Activation;
import glissade.nn.Loss;
import glissade.nn.NetworkDescription;
import java.util.List;

/**
 * A fully connected network in float64 with its loss and the analytic gradient. Parameters are one
 * vector in canonical order: per layer the weights [out][in], the bias, and gain and shift where
 * the layer is normalised. Immutable and thread-safe.
 */
public final class ReferenceNetwork {

    /** Of layer normalisation; as in training. */
    private static final double EPSILON = 1e-5f;

    private final NetworkDescription description;
    private final UnitMask mask;
    private final List<Integer> widths;

    /** The network as it predicts, with all its units. */
    public ReferenceNetwork(NetworkDescription description) {
        this(description, UnitMask.NONE);
    }

    /** The network without the units that {@code mask} leaves out. */
    public ReferenceNetwork(NetworkDescription description, UnitMask mask) {
        this.description = description;
        this.mask = mask;
        this.widths = description.widths();
    }

    /** Everything about one layer that the way back needs. */
    private static final class Layer {
        final double[] normalized;
        final double[] activations;
        final double[] passedOn;
        double inverseDeviation;

        Layer(int units) {
            normalized = new double[units];
            activations = new double[units];
            passedOn = new double[units];
        }
    }

    public int parameterCount() {
        int count = 0;
        for (int layer = 0; layer < layers(); layer++) {
            count += length(layer);
        }
        return count;
    }

    private int layers() {
        return widths.size() - 1;
    }

    private int inputs(int layer) {
        return widths.get(layer);
    }

    private int units(int layer) {
        return widths.get(layer + 1);
    }

    private int length(int layer) {
        return units(layer) * (inputs(layer) + (description.normalizes(layer) ? 3 : 1));
    }

    /** Outputs for one sample, with all its units. */
    public double[] outputs(double[] parameters, double[] x) {
        Layer[] forward = new ReferenceNetwork(description).forward(parameters, x, 0);
        return forward[layers() - 1].activations;
    }

    /**
     * Mean over the samples of their losses.
     *
     * @param x [samples][inputs]
     * @param y [samples][outputs]: target values, or shares of classes ({@link Targets})
     */
    public double loss(double[] parameters, double[][] x, double[][] y) {
        double sum = 0;
        for (int sample = 0; sample < x.length; sample++) {
            sum +=
                    loss(
                            forward(parameters, x[sample], sample)[layers() - 1].activations,
                            y[sample]);
        }
        return sum / x.length;
    }

    /** Gradient of {@link #loss} with respect to the parameters, in canonical order. */
    public double[] gradient(double[] parameters, double[][] x, double[][] y) {
        double[] gradient = new double[parameters.length];
        for (int sample = 0; sample < x.length; sample++) {
            addGradient(parameters, x[sample], y[sample], sample, gradient);
        }
        for (int i = 0; i < gradient.length; i++) {
            gradient[i] /= x.length;
        }
        return gradient;
    }

    private Layer[] forward(double[] parameters, double[] x, int sample) {
        Layer[] layers = new Layer[layers()];
        double[] input = x;
        int at = 0;
        for (int layer = 0; layer < layers.length; layer++) {
            layers[layer] = forward(parameters, at, input, layer, sample);
            input = layers[layer].passedOn;
            at += length(layer);
        }
        return layers;
    }

    private Layer forward(double[] parameters, int at, double[] input, int index, int sample) {
        int in = inputs(index);
        int units = units(index);
        boolean hidden = index < layers() - 1;
        Layer layer = new Layer(units);
        double[] z = new double[units];
        for (int unit = 0; unit < units; unit++) {
            z[unit] = parameters[at + in * units + unit];
            for (int i = 0; i < in; i++) {
                z[unit] += parameters[at + unit * in + i] * input[i];
            }
        }
        if (description.normalizes(index)) {
            normalize(parameters, at + (in + 1) * units, z, layer);
        }
        activate(hidden ? description.hidden() : description.output(), z, layer.activations);
        for (int unit = 0; unit < units; unit++) {
            double factor = hidden ? mask.factor(sample, index, unit) : 1;
            layer.passedOn[unit] = layer.activations[unit] * factor;
        }
        return layer;
    }

    private static void normalize(double[] parameters, int gainAt, double[] z, Layer layer) {
        double mean = 0;
        for (double value : z) {
            mean += value / z.length;
        }
        double variance = 0;
        for (double value : z) {
            variance += (value - mean) * (value - mean) / z.length;
        }
        layer.inverseDeviation = 1 / Math.sqrt(variance + EPSILON);
        for (int unit = 0; unit < z.length; unit++) {
            layer.normalized[unit] = (z[unit] - mean) * layer.inverseDeviation;
            z[unit] =
                    layer.normalized[unit] * parameters[gainAt + unit]
                            + parameters[gainAt + z.length + unit];
        }
    }

    private void addGradient(
            double[] parameters, double[] x, double[] y, int sample, double[] gradient) {
        Layer[] layers = forward(parameters, x, sample);
        double[] delta = outputDelta(layers[layers.length - 1].activations, y);
        int at = parameters.length;
        for (int index = layers.length - 1; index >= 0; index--) {
            int in = inputs(index);
            int units = units(index);
            at -= length(index);
            if (description.normalizes(index)) {
                delta =
                        throughNorm(
                                parameters, at + (in + 1) * units, layers[index], delta, gradient);
            }
            double[] input = index == 0 ? x : layers[index - 1].passedOn;
            double[] below = new double[in];
            for (int unit = 0; unit < units; unit++) {
                gradient[at + in * units + unit] += delta[unit];
                for (int i = 0; i < in; i++) {
                    gradient[at + unit * in + i] += delta[unit] * input[i];
                    below[i] += delta[unit] * parameters[at + unit * in + i];
                }
            }
            if (index > 0) {
                for (int i = 0; i < in; i++) {
                    below[i] *=
                            mask.factor(sample, index - 1, i)
                                    * slope(description.hidden(), layers[index - 1].activations[i]);
                }
            }
            delta = below;
        }
    }

    private static double[] throughNorm(
            double[] parameters, int gainAt, Layer layer, double[] delta, double[] gradient) {
        int units = delta.length;
        double mean = 0;
        double product = 0;
        double[] scaled = new double[units];
        for (int unit = 0; unit < units; unit++) {
            gradient[gainAt + unit] += delta[unit] * layer.normalized[unit];
            gradient[gainAt + units + unit] += delta[unit];
            scaled[unit] = delta[unit] * parameters[gainAt + unit];
            mean += scaled[unit] / units;
            product += scaled[unit] * layer.normalized[unit] / units;
        }
        for (int unit = 0; unit < units; unit++) {
            scaled[unit] =
                    layer.inverseDeviation
                            * (scaled[unit] - mean - layer.normalized[unit] * product);
        }
        return scaled;
    }

    private double loss(double[] a, double[] y) {
        double sum = 0;
        for (int j = 0; j < a.length; j++) {
            double error = a[j] - y[j];
            sum +=
                    switch (description.loss()) {
                        case CROSS_ENTROPY -> -share(y[j], a[j]);
                        case BINARY_CROSS_ENTROPY ->
                                -(share(y[j], a[j]) + share(1 - y[j], 1 - a[j])) / a.length;
                        case MAE -> Math.abs(error) / a.length;
                        case MSE -> error * error / a.length;
                        case QUADRATIC -> error * error / 2;
                    };
        }
        return sum;
    }

    /** {@code y log(a)}, 0 where y is. */
    private static double share(double y, double a) {
        return y == 0 ? 0 : y * StrictMath.log(a);
    }

    /** Gradient with respect to what the last layer's activation is applied to. */
    private double[] outputDelta(double[] a, double[] y) {
        Loss loss = description.loss();
        double[] delta = new double[a.length];
        double shares = 0;
        for (double target : y) {
            shares += target;
        }
        for (int j = 0; j < a.length; j++) {
            double error = a[j] - y[j];
            delta[j] =
                    switch (loss) {
                        case CROSS_ENTROPY -> a[j] * shares - y[j];
                        case BINARY_CROSS_ENTROPY -> error / a.length;
                        case MAE -> Math.signum(error) / a.length * outputSlope(a[j]);
                        case MSE -> 2 * error / a.length * outputSlope(a[j]);
                        case QUADRATIC -> error * outputSlope(a[j]);
                    };
        }
        return delta;
    }

    private double outputSlope(double a) {
        return slope(description.output(), a);
    }

    private static void activate(Activation activation, double[] z, double[] a) {
        double max = Double.NEGATIVE_INFINITY;
        for (double value : z) {
            max = Math.max(max, value);
        }
        double sum = 0;
        for (double value : z) {
            sum += StrictMath.exp(value - max);
        }
        for (int j = 0; j < z.length; j++) {
            a[j] =
                    switch (activation) {
                        case IDENTITY -> z[j];
                        case SIGMOID -> 1 / (1 + StrictMath.exp(-z[j]));
                        case TANH -> StrictMath.tanh(z[j]);
                        case RELU -> Math.max(0, z[j]);
                        case LEAKY_RELU -> z[j] > 0 ? z[j] : 0.01 * z[j];
                        case SOFTMAX -> StrictMath.exp(z[j] - max) / sum;
                    };
        }
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
