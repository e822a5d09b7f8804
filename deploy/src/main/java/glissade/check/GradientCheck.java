package glissade.check;

import glissade.data.Dataset;
import glissade.data.KeyedPermutation;
import glissade.math.CounterRandom.Purpose;
import glissade.nn.Network;
import glissade.nn.ParameterLayout;
import glissade.reference.CentralDifferences;
import glissade.reference.ReferenceNetwork;
import glissade.reference.Targets;
import glissade.reference.WeightPenalty;
import glissade.run.Regularization;
import glissade.run.RunConfiguration;
import glissade.worker.step.StepGradient;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Compares the gradient of a run's first mini-batch, layer by layer, with that of the reference in
 * float64, and that with central differences. Where a network is too large for differences of all
 * its parameters, a sample of each tensor's is taken, by the seed.
 */
public final class GradientCheck {

    /** Samples that differences are taken over, at most. */
    private static final int MOST_ROWS = 32;

    /** Multiplications that all differences may take, about: a few seconds. */
    private static final double BUDGET = 1.5e9;

    /** Of one difference, at most; rows are left out before. */
    private static final double MOST_A_LOSS = 1e8;

    private static final int LEAST_ROWS = 2;
    private static final int LEAST_OF_A_TENSOR = 10;

    /** Losses that one slope takes, mostly. */
    private static final int LOSSES = 8;

    /** Differences of a loss resolve no slope that is smaller by more than this. */
    private static final double RESOLUTION = 1e-6;

    private final RunConfiguration configuration;
    private final ParameterLayout layout;
    private final StepGradient step;
    private final double[] parameters;
    private final double[][] x;
    private final double[][] y;
    private final ReferenceNetwork reference;

    private GradientCheck(RunConfiguration configuration, Dataset training) {
        this.configuration = configuration;
        Network network = new Network(configuration.model().network());
        layout = network.layout();
        float[] start = StartingPoint.of(configuration, network);
        step = StepGradient.of(configuration, training, start);
        parameters = canonical(start);
        x = rows(step.inputs(), step.samples());
        y = training.labelled() ? shares() : rows(step.targets(), step.samples());
        Regularization regularization = configuration.training().regularization();
        reference =
                new ReferenceNetwork(
                        network.description(),
                        SampledUnits.of(
                                network.description(),
                                configuration.training().noise(),
                                step.sampleNumbers()),
                        new WeightPenalty(
                                regularization.l1(), regularization.l2(), regularization.biases()));
    }

    /**
     * Checks every layer by both links, the differences first.
     *
     * @param training the run's training data
     */
    public static List<LayerCheck> of(RunConfiguration configuration, Dataset training) {
        GradientCheck check = new GradientCheck(configuration, training);
        List<LayerCheck> checks = new ArrayList<>(check.differences());
        checks.addAll(check.kernels());
        return checks;
    }

    private List<LayerCheck> differences() {
        int rows = rowsOfDifferences();
        double[][] fewX = Arrays.copyOf(x, rows);
        double[][] fewY = Arrays.copyOf(y, rows);
        double[] gradient = reference.gradient(parameters, fewX, fewY);
        double floor = RESOLUTION * reference.loss(parameters, fewX, fewY);
        CentralDifferences slopes = new CentralDifferences(reference, fewX, fewY);
        int most = mostOfATensor(rows);
        List<LayerCheck> checks = new ArrayList<>();
        for (int layer = 0; layer < layout.layers(); layer++) {
            Comparison comparison = comparison(Link.DIFFERENCES, layer, gradient, floor);
            for (int index : chosen(layer, most)) {
                double slope = slopes.slope(parameters, index, comparison.accuracy());
                if (Double.isNaN(slope)) {
                    comparison.atKink();
                } else {
                    comparison.compare(gradient[index], slope);
                }
            }
            checks.add(comparison.result());
        }
        return checks;
    }

    private int rowsOfDifferences() {
        int affordable = (int) Math.min(MOST_ROWS, MOST_A_LOSS / parameters.length);
        return Math.min(x.length, Math.max(LEAST_ROWS, affordable));
    }

    private int mostOfATensor(int rows) {
        int tensors = 0;
        for (int layer = 0; layer < layout.layers(); layer++) {
            tensors += starts(layer).size() - 1;
        }
        double difference = (double) LOSSES * rows * parameters.length;
        return Math.max(LEAST_OF_A_TENSOR, (int) (BUDGET / difference / tensors));
    }

    /** Where the tensors of a layer begin, and where the last ends. */
    private List<Integer> starts(int layer) {
        List<Integer> starts = new ArrayList<>();
        starts.add(layout.weightOffset(layer));
        starts.add(layout.biasOffset(layer));
        if (layout.normalizes(layer)) {
            starts.add(layout.gainOffset(layer));
            starts.add(layout.shiftOffset(layer));
        }
        starts.add(layout.endOffset(layer));
        return starts;
    }

    private List<Integer> chosen(int layer, int mostOfATensor) {
        List<Integer> chosen = new ArrayList<>();
        List<Integer> starts = starts(layer);
        for (int tensor = 0; tensor + 1 < starts.size(); tensor++) {
            int from = starts.get(tensor);
            int size = starts.get(tensor + 1) - from;
            KeyedPermutation order =
                    new KeyedPermutation(
                            size,
                            configuration.training().seed(),
                            Purpose.INITIALIZATION,
                            from + tensor);
            for (int i = 0; i < Math.min(size, mostOfATensor); i++) {
                chosen.add(from + order.at(i));
            }
        }
        return chosen;
    }

    private List<LayerCheck> kernels() {
        double[] expected = reference.gradient(parameters, x, y);
        double[] found = canonical(step.gradient());
        List<LayerCheck> checks = new ArrayList<>();
        for (int layer = 0; layer < layout.layers(); layer++) {
            Comparison comparison = comparison(Link.KERNELS, layer, expected, Float.MIN_NORMAL);
            for (int i = layout.weightOffset(layer); i < layout.endOffset(layer); i++) {
                comparison.compare(expected[i], found[i]);
            }
            checks.add(comparison.result());
        }
        return checks;
    }

    private Comparison comparison(Link link, int layer, double[] expected, double floor) {
        return new Comparison(
                link, layer, expected, layout.weightOffset(layer), layout.endOffset(layer), floor);
    }

    private double[] canonical(float[] inMemoryOrder) {
        float[] canonical = new float[inMemoryOrder.length];
        layout.toCanonical(inMemoryOrder, canonical);
        double[] values = new double[canonical.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = canonical[i];
        }
        return values;
    }

    private static double[][] rows(float[] matrix, int count) {
        int width = matrix.length / count;
        double[][] rows = new double[count][width];
        for (int i = 0; i < matrix.length; i++) {
            rows[i / width][i % width] = matrix[i];
        }
        return rows;
    }

    private double[][] shares() {
        double smoothing = configuration.training().regularization().labelSmoothing();
        double[][] shares = new double[step.samples()][];
        for (int row = 0; row < shares.length; row++) {
            shares[row] =
                    Targets.smoothed(
                            step.labels()[row],
                            configuration.model().network().outputs(),
                            smoothing);
        }
        return shares;
    }
}
