package glissade.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import glissade.math.Kernels;
import glissade.reference.ReferenceNetwork;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Requirements M2, M3, M5: loss, outputs and gradients of 5-4-3 networks as PyTorch has them. */
class GoldenGradientTest {
    private static final double FLOAT = 2e-5; // of the largest entry
    private static final double DOUBLE = 1e-12; // the file has 15 decimals

    /** One case of the file; parameters and gradient in canonical order. */
    static final class Case {
        final NetworkDescription description;
        final double[][] inputs;
        final double[][] outputs;
        final double[][] targets;
        final double loss;
        final double[] parameters;
        final double[] gradient;

        Case(JsonNode node) {
            Loss kind = Loss.of(node.get("loss").textValue());
            inputs = Golden.matrix(node.get("inputs"));
            outputs = Golden.matrix(node.get("outputs"));
            loss = node.get("loss_value").doubleValue();
            targets = targets(node.get("targets"), outputs[0].length);
            List<Integer> widths = new ArrayList<>(List.of(inputs[0].length));
            List<double[]> values = new ArrayList<>();
            List<double[]> gradients = new ArrayList<>();
            for (JsonNode layer : node.get("layers")) {
                widths.add(layer.get("bias").size());
                values.addAll(List.of(Golden.matrix(layer.get("weight"))));
                values.add(Golden.vector(layer.get("bias")));
                gradients.addAll(List.of(Golden.matrix(layer.get("weight_gradient"))));
                gradients.add(Golden.vector(layer.get("bias_gradient")));
            }
            parameters = join(values);
            gradient = join(gradients);
            // The file counts softmax and sigmoid to the loss and calls such an output "identity".
            Activation output =
                    kind.isForClasses()
                            ? kind.defaultOutput()
                            : Activation.of(node.get("output_activation").textValue());
            description =
                    new NetworkDescription(
                            widths,
                            Activation.of(node.get("hidden_activation").textValue()),
                            output,
                            kind);
        }

        private static double[][] targets(JsonNode node, int outputs) {
            if (node.get(0).isArray()) {
                return Golden.matrix(node);
            }
            double[][] targets = new double[node.size()][];
            for (int row = 0; row < targets.length; row++) {
                targets[row] = glissade.reference.Targets.oneHot(node.get(row).intValue(), outputs);
            }
            return targets;
        }

        private static double[] join(List<double[]> parts) {
            return parts.stream().flatMapToDouble(Arrays::stream).toArray();
        }

        @Override
        public String toString() {
            return description.hidden().optionName() + " " + description.loss().optionName();
        }
    }

    static Stream<Case> cases() {
        List<Case> cases = new ArrayList<>();
        for (JsonNode node : Golden.pytorch().get("gradients")) {
            cases.add(new Case(node));
        }
        return cases.stream();
    }

    @Test
    void shouldTestEveryLossWithEveryHiddenActivation() {
        assertThat(cases()).hasSize(25);
        assertThat(Loss.values()).hasSize(5);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldMatchInTheReferenceProgram(Case golden) {
        ReferenceNetwork network = new ReferenceNetwork(golden.description);

        assertThat(network.loss(golden.parameters, golden.inputs, golden.targets))
                .isCloseTo(golden.loss, within(DOUBLE));
        assertThat(network.gradient(golden.parameters, golden.inputs, golden.targets))
                .containsExactly(golden.gradient, within(DOUBLE));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldMatchInTheFloatKernels(Case golden) {
        Network network = new Network(golden.description);
        ParameterLayout layout = network.layout();
        int rows = golden.inputs.length;
        Propagation propagation = propagation(network, golden);
        float[] parameters = new float[layout.parameterCount()];
        layout.fromCanonical(Doubles.toFloats(golden.parameters), parameters);

        SlicedGradient.Sums sums =
                new SlicedGradient(Kernels.create(), network, propagation, 4).sum(parameters, rows);

        assertThat(sums.loss() / rows).isCloseTo(golden.loss, within(1e-6 * golden.loss));
        float[] canonical = new float[parameters.length];
        layout.toCanonical(sums.gradients(), canonical);
        double[] gradient =
                Arrays.stream(Doubles.toDoubles(canonical)).map(g -> g / rows).toArray();
        assertThat(Doubles.largestDifference(gradient, golden.gradient))
                .isLessThan(FLOAT * Doubles.largest(golden.gradient));
        if (!golden.description.loss().isForClasses()) {
            assertThat(Doubles.toDoubles(propagation.outputs()))
                    .containsExactly(
                            Arrays.stream(golden.outputs).flatMapToDouble(Arrays::stream).toArray(),
                            within(1e-6));
        }
    }

    private static Propagation propagation(Network network, Case golden) {
        int rows = golden.inputs.length;
        boolean labelled = golden.description.loss() == Loss.CROSS_ENTROPY;
        Propagation propagation =
                new Propagation(network, rows, labelled ? TargetKind.LABELS : TargetKind.VALUES);
        Doubles.copyRows(golden.inputs, propagation.inputs());
        if (labelled) {
            for (int row = 0; row < rows; row++) {
                float[] target = Doubles.toFloats(golden.targets[row]);
                propagation.labels()[row] = ArgMax.of(target, 0, target.length);
            }
        } else {
            Doubles.copyRows(golden.targets, propagation.targets());
        }
        return propagation;
    }
}
