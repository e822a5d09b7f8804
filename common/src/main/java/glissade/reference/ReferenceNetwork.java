package glissade.reference;

import glissade.nn.Activation;
import glissade.nn.Loss;
import glissade.nn.NetworkDescription;
import java.util.List;

/**
 * A fully connected network in float64 with its objective and the analytic gradient. vector in
 * canonical order: per layer the weights [out][in], the bias, and gain and shift where the layer is
 * normalised. Immutable and thread-safe.
 */
public final class ReferenceNetwork {

    /** Of layer normalisation; as in training. */
    private static final double EPSILON = 1e-5f;

    private final NetworkDescription description;
    private final UnitMask mask;
    private final WeightPenalty penalty;
    private final List<Integer> widths;

    /** The network as it predicts, with all its units. */
    public ReferenceNetwork(NetworkDescription description) {
        this(description, UnitMask.NONE, WeightPenalty.NONE);
    }

    /**
     * The network as it is trained.
     *
     * @param mask which units each sample goes without
     * @param penalty what the objective adds to the loss
     */
    public ReferenceNetwork(NetworkDescription description, UnitMask mask, WeightPenalty penalty) {
        this.description = description;
        this.mask = mask;
        this.penalty = penalty;
        this.widths = description.widths();
    }

    /** Everything about one layer that the way back needs. */
    private static final class Layer {
        final double[] z;
        final double[] normalized;
        final double[] activations;
        final double[] passedOn;
        double inverseDeviation;

        Layer(int units) {
            z = new double[units];
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

    private Activation activation(int layer) {
        return layer < layers() - 1 ? description.hidden() : description.output();
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
     * The objective: mean over the samples of their losses, and the penalty.
     *
     * @param x [samples][inputs]
     * @param y [samples][outputs]: target values, or shares of classes ({@link Targets})
     */
    public double loss(double[] parameters, double[][] x, double[][] y) {
        return height(parameters, x, y).value();
    }

    Height height(double[] parameters, double[][] x, double[][] y) {
        double sum = 0;
        long sides = 0;
        for (int sample = 0; sample < x.length; sample++) {
            Layer[] layers = forward(parameters, x[sample], sample);
            Layer last = layers[layers.length - 1];
            sum += Functions.loss(description.loss(), last.z, last.activations, y[sample]);
            sides = sides(sides, layers, y[sample]);
        }
        double penalties = 0;
        for (int layer = 0, at = 0; layer < layers(); at += length(layer++)) {
            for (int i = at; i < at + penalized(layer); i++) {
                penalties += penalty.of(parameters[i]);
                sides = penalty.l1() > 0 ? side(sides, parameters[i]) : sides;
            }
        }
        return new Height(sum / x.length + penalties, sides);
    }

    /** How many of a layer's parameters, counted from its first weight, are penalised. */
    private int penalized(int layer) {
        return penalty.biases() ? length(layer) : inputs(layer) * units(layer);
    }

    private long sides(long before, Layer[] layers, double[] y) {
        long sides = before;
        for (int index = 0; index < layers.length; index++) {
            if (Functions.hasKink(activation(index))) {
                for (double a : layers[index].activations) {
                    sides = side(sides, Math.max(0, a));
                }
            }
        }
        if (description.loss() == Loss.MAE) {
            double[] a = layers[layers.length - 1].activations;
            for (int j = 0; j < a.length; j++) {
                sides = side(sides, a[j] - y[j]);
            }
        }
        return sides;
    }

    /** An odd factor: two lists of signs that differ in one place give two numbers. */
    private static long side(long sides, double value) {
        return sides * 31 + (long) Math.signum(value);
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
        for (int layer = 0, at = 0; layer < layers(); at += length(layer++)) {
            for (int i = at; i < at + penalized(layer); i++) {
                gradient[i] += penalty.slope(parameters[i]);
            }
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
        for (int unit = 0; unit < units; unit++) {
            double sum = parameters[at + in * units + unit];
            for (int i = 0; i < in; i++) {
                sum += parameters[at + unit * in + i] * input[i];
            }
            layer.z[unit] = sum;
        }
        if (description.normalizes(index)) {
            normalize(parameters, at + (in + 1) * units, layer);
        }
        Functions.activate(activation(index), layer.z, layer.activations);
        for (int unit = 0; unit < units; unit++) {
            double factor = hidden ? mask.factor(sample, index, unit) : 1;
            layer.passedOn[unit] = layer.activations[unit] * factor;
        }
        return layer;
    }

    private static void normalize(double[] parameters, int gainAt, Layer layer) {
        double[] z = layer.z;
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
        double[] a = layers[layers.length - 1].activations;
        double[] delta = Functions.lossGradient(description.loss(), description.output(), a, y);
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
                                    * Functions.slope(
                                            description.hidden(), layers[index - 1].activations[i]);
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
}
