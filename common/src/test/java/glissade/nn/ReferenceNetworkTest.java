package glissade.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import glissade.math.CounterRandom;
import glissade.math.CounterRandom.Purpose;
import glissade.math.Kernels;
import glissade.reference.CentralDifferences;
import glissade.reference.ReferenceNetwork;
import glissade.reference.UnitMask;
import glissade.reference.WeightPenalty;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Requirement M6: gradients checked against the losses alone, for every activation and loss, with
 * and without layer normalisation and dropout; requirement M1: any depth.
 */
class ReferenceNetworkTest {
    private static final int ROWS = 7;
    private static final int EPOCH = 3;
    private static final List<Integer> WIDTHS = List.of(5, 6, 4, 3);

    /** A network and what training does to it. */
    record Setting(NetworkDescription description, TrainingNoise noise) {
        @Override
        public String toString() {
            return description.loss()
                    + " "
                    + description.hidden()
                    + " "
                    + description.output()
                    + (description.layerNorm() ? " normalised" : "")
                    + (noise.dropout() > 0 ? " dropout" : "");
        }
    }

    static Stream<Setting> settings() {
        List<Setting> settings = new ArrayList<>();
        for (Loss loss : Loss.values()) {
            double smoothing = loss.isForClasses() ? 0.1 : 0;
            for (Activation hidden : Activation.values()) {
                for (Activation output : Activation.values()) {
                    if (hidden == Activation.SOFTMAX || !loss.accepts(output)) {
                        continue;
                    }
                    settings.add(
                            new Setting(
                                    new NetworkDescription(WIDTHS, hidden, output, loss),
                                    TrainingNoise.NONE));
                    NetworkDescription normalized =
                            new NetworkDescription(WIDTHS, hidden, output, loss, true);
                    settings.add(new Setting(normalized, TrainingNoise.NONE));
                    settings.add(new Setting(normalized, new TrainingNoise(9, 0.4, smoothing)));
                }
            }
        }
        return settings.stream();
    }

    private static ReferenceNetwork reference(Setting setting) {
        return reference(setting, WeightPenalty.NONE);
    }

    private static ReferenceNetwork reference(Setting setting, WeightPenalty penalty) {
        return new ReferenceNetwork(setting.description(), mask(setting.noise()), penalty);
    }

    /** Units are counted through the layers; sample numbers are ten times the rows. */
    private static UnitMask mask(TrainingNoise noise) {
        if (noise.dropout() == 0) {
            return UnitMask.NONE;
        }
        return (sample, layer, unit) -> {
            CounterRandom random =
                    new CounterRandom(noise.seed(), Purpose.DROPOUT, EPOCH, 10 * sample);
            int index = (layer == 0 ? 0 : WIDTHS.get(1)) + unit;
            return random.uniform(index) < noise.dropout() ? 0 : 1 / (1 - noise.dropout());
        };
    }

    @ParameterizedTest
    @MethodSource("settings")
    void shouldHaveTheGradientThatCentralDifferencesHave(Setting setting) {
        assertGradientIsThatOfDifferences(setting, WeightPenalty.NONE);
    }

    /** Requirement M4: L1 and L2 on top, for weights alone and for all parameters. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldHaveTheGradientThatCentralDifferencesHaveWithPenalties(boolean biases) {
        NetworkDescription network =
                new NetworkDescription(
                        WIDTHS, Activation.TANH, Activation.SOFTMAX, Loss.CROSS_ENTROPY, true);

        assertGradientIsThatOfDifferences(
                new Setting(network, TrainingNoise.NONE), new WeightPenalty(0.03, 0.5, biases));
    }

    private static void assertGradientIsThatOfDifferences(Setting setting, WeightPenalty penalty) {
        ReferenceNetwork network = reference(setting, penalty);
        double[][] x = inputs();
        double[][] y = targets(setting.noise());
        double[] parameters = Doubles.normal(network.parameterCount(), 0.6, 2);

        double[] gradient = network.gradient(parameters, x, y);

        CentralDifferences slopes = new CentralDifferences(network, x, y);
        double[] differences = new double[gradient.length];
        for (int i = 0; i < parameters.length; i++) {
            differences[i] = slopes.slope(parameters, i, 1e-8);
        }
        assertThat(Doubles.largestDifference(gradient, differences))
                .isLessThan(1e-6 * Doubles.largest(gradient));
    }

    @ParameterizedTest
    @MethodSource("settings")
    void shouldAgreeWithTheTrainingKernels(Setting setting) {
        ReferenceNetwork reference = reference(setting);
        Network network = new Network(setting.description());
        ParameterLayout layout = network.layout();
        double[] canonical = Doubles.normal(reference.parameterCount(), 0.6, 2);
        float[] parameters = new float[canonical.length];
        layout.fromCanonical(Doubles.toFloats(canonical), parameters);
        Propagation propagation =
                Propagation.forTraining(network, ROWS, TargetKind.LABELS, setting.noise());
        Doubles.copyRows(inputs(), propagation.inputs());
        propagation.epoch(EPOCH);
        for (int row = 0; row < ROWS; row++) {
            propagation.labels()[row] = row % 3;
            propagation.samples()[row] = 10 * row;
        }

        SlicedGradient.Sums sums =
                new SlicedGradient(Kernels.create(), network, propagation, 2).sum(parameters, ROWS);

        float[] gradients = new float[canonical.length];
        layout.toCanonical(sums.gradients(), gradients);
        double[] expected = reference.gradient(canonical, inputs(), targets(setting.noise()));
        for (int i = 0; i < expected.length; i++) {
            expected[i] *= ROWS;
        }
        for (int layer = 0; layer < layout.layers(); layer++) {
            int from = layout.weightOffset(layer);
            int to = layout.endOffset(layer);
            double[] part = part(expected, from, to);
            assertThat(
                            Doubles.largestDifference(
                                    part(Doubles.toDoubles(gradients), from, to), part))
                    .isLessThan(2e-5 * Doubles.largest(part));
        }
        assertThat(sums.loss() / ROWS)
                .isCloseTo(
                        reference.loss(canonical, inputs(), targets(setting.noise())),
                        within(1e-5));
    }

    private static double[] part(double[] values, int from, int to) {
        double[] part = new double[to - from];
        System.arraycopy(values, from, part, 0, part.length);
        return part;
    }

    private static double[][] inputs() {
        return Doubles.normalRows(ROWS, 5, 1);
    }

    private static double[][] targets(TrainingNoise noise) {
        double[][] targets = new double[ROWS][];
        for (int row = 0; row < ROWS; row++) {
            targets[row] = glissade.reference.Targets.smoothed(row % 3, 3, noise.labelSmoothing());
        }
        return targets;
    }
}
