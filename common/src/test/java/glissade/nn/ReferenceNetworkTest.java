package glissade.nn;

import static org.assertj.core.api.Assertions.assertThat;

import glissade.math.Kernels;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Requirement M6: gradients checked against the losses alone, for every activation and loss. */
class ReferenceNetworkTest {
    private static final int ROWS = 7;
    private static final double STEP = 1e-5;

    static Stream<NetworkDescription> networks() {
        List<NetworkDescription> networks = new ArrayList<>();
        for (Loss loss : Loss.values()) {
            for (Activation hidden : Activation.values()) {
                for (Activation output : Activation.values()) {
                    if (hidden != Activation.SOFTMAX && loss.accepts(output)) {
                        networks.add(
                                new NetworkDescription(List.of(5, 6, 4, 3), hidden, output, loss));
                    }
                }
            }
        }
        return networks.stream();
    }

    @ParameterizedTest
    @MethodSource("networks")
    void shouldHaveTheGradientThatCentralDifferencesHave(NetworkDescription description) {
        ReferenceNetwork network = new ReferenceNetwork(description);
        double[][] x = inputs();
        double[][] y = targets();
        double[] parameters = Doubles.normal(network.parameterCount(), 0.6, 2);

        double[] gradient = network.gradient(parameters, x, y);

        double[] differences = new double[gradient.length];
        for (int i = 0; i < parameters.length; i++) {
            double value = parameters[i];
            parameters[i] = value + STEP;
            double above = network.loss(parameters, x, y);
            parameters[i] = value - STEP;
            double below = network.loss(parameters, x, y);
            parameters[i] = value;
            differences[i] = (above - below) / (2 * STEP);
        }
        assertThat(Doubles.largestDifference(gradient, differences))
                .isLessThan(1e-6 * Doubles.largest(gradient));
    }

    @ParameterizedTest
    @MethodSource("networks")
    void shouldAgreeWithTheTrainingKernels(NetworkDescription description) {
        ReferenceNetwork reference = new ReferenceNetwork(description);
        Network network = new Network(description);
        ParameterLayout layout = network.layout();
        double[] canonical = Doubles.normal(reference.parameterCount(), 0.6, 2);
        float[] parameters = new float[canonical.length];
        layout.fromCanonical(Doubles.toFloats(canonical), parameters);
        Propagation propagation = new Propagation(network, ROWS);
        Doubles.copyRows(inputs(), propagation.inputs());
        for (int row = 0; row < ROWS; row++) {
            propagation.labels()[row] = row % 3;
        }

        SlicedGradient.Sums sums =
                new SlicedGradient(Kernels.create(), network, propagation, 2).sum(parameters, ROWS);

        float[] gradients = new float[canonical.length];
        layout.toCanonical(sums.gradients(), gradients);
        double[] expected = reference.gradient(canonical, inputs(), targets());
        for (int i = 0; i < expected.length; i++) {
            expected[i] *= ROWS;
        }
        for (int layer = 0; layer < layout.layers(); layer++) {
            int from = layout.weightOffset(layer);
            int to = layout.biasOffset(layer) + layout.outputs(layer);
            double[] part = part(expected, from, to);
            assertThat(
                            Doubles.largestDifference(
                                    part(Doubles.toDoubles(gradients), from, to), part))
                    .isLessThan(2e-5 * Doubles.largest(part));
        }
    }

    private static double[] part(double[] values, int from, int to) {
        double[] part = new double[to - from];
        System.arraycopy(values, from, part, 0, part.length);
        return part;
    }

    private static double[][] inputs() {
        return Doubles.normalRows(ROWS, 5, 1);
    }

    private static double[][] targets() {
        double[][] targets = new double[ROWS][];
        for (int row = 0; row < ROWS; row++) {
            targets[row] = ReferenceNetwork.oneHot(row % 3, 3);
        }
        return targets;
    }
}
