package glissade.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import glissade.math.Kernels;
import glissade.optim.Sgd;
import glissade.reference.ReferenceNetwork;
import java.util.List;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

/**
 * Requirement M5: the worked 2-2-2 example, whose biases stay as they are. Its source prints nine
 * digits, the last one cut off rather than rounded.
 */
class WorkedExampleTest {
    private static final double PRINTED = 1e-9;
    private static final Percentage FLOAT = Percentage.withPercentage(1e-4); // 1e-6

    private static final NetworkDescription DESCRIPTION =
            new NetworkDescription(
                    List.of(2, 2, 2), Activation.SIGMOID, Activation.SIGMOID, Loss.QUADRATIC);
    private static final int HIDDEN_WEIGHTS = 0;
    private static final int OUTPUT_WEIGHTS = 6;
    private static final int LAYER_WEIGHTS = 4;

    private final JsonNode example = Golden.workedExample();
    private final double[][] x = {Golden.vector(example.get("inputs"))};
    private final double[][] y = {Golden.vector(example.get("targets"))};
    private final ReferenceNetwork reference = new ReferenceNetwork(DESCRIPTION);

    @Test
    void shouldPrintTheNumbersOfTheSourceInDouble() {
        JsonNode printed = example.get("printed_in_the_source");
        double[] parameters = startingParameters();

        assertClose(reference.outputs(parameters, x[0]), printed.get("outputs"), PRINTED);
        assertThat(reference.loss(parameters, x, y))
                .isCloseTo(printed.get("loss").doubleValue(), within(PRINTED));
        double[] gradient = reference.gradient(parameters, x, y);
        assertThat(gradient[HIDDEN_WEIGHTS])
                .isCloseTo(printed.get("grad_w1").doubleValue(), within(PRINTED));
        assertThat(gradient[OUTPUT_WEIGHTS])
                .isCloseTo(printed.get("grad_w5").doubleValue(), within(PRINTED));
    }

    @Test
    void shouldFollowTheExampleFor10000StepsInDouble() {
        double[] parameters = startingParameters();
        int steps = 0;
        for (JsonNode after : example.get("after")) {
            for (; steps < after.get("steps").intValue(); steps++) {
                double[] gradient = reference.gradient(parameters, x, y);
                for (int i = 0; i < LAYER_WEIGHTS; i++) {
                    parameters[HIDDEN_WEIGHTS + i] -= gradient[HIDDEN_WEIGHTS + i];
                    parameters[OUTPUT_WEIGHTS + i] -= gradient[OUTPUT_WEIGHTS + i];
                }
            }
            assertClose(weights(parameters, HIDDEN_WEIGHTS), after.get("w1_w4"), PRINTED);
            assertClose(weights(parameters, OUTPUT_WEIGHTS), after.get("w5_w8"), PRINTED);
            assertThat(reference.loss(parameters, x, y))
                    .isCloseTo(after.get("loss_after").doubleValue(), within(PRINTED));
        }
    }

    @Test
    void shouldComputeTheFirstStepInFloat() {
        Step step = new Step();
        step.compute();

        assertFloats(step.propagation.outputs(), example.get("outputs"));
        assertThat(step.loss).isCloseTo(example.get("loss_value").doubleValue(), FLOAT);
        double[] gradient = step.canonical(step.gradients);
        assertFloats(
                Doubles.toFloats(weights(gradient, HIDDEN_WEIGHTS)), example.get("grad_w1_w4"));
        assertFloats(
                Doubles.toFloats(weights(gradient, OUTPUT_WEIGHTS)), example.get("grad_w5_w8"));
    }

    @Test
    void shouldFollowTheExampleFor100StepsInFloat() {
        Step step = new Step();
        int steps = 0;
        for (JsonNode after : example.get("after")) {
            if (after.get("steps").intValue() > 100) {
                break;
            }
            for (; steps < after.get("steps").intValue(); steps++) {
                step.compute();
                step.update();
            }
            double[] parameters = step.canonical(step.parameters);
            assertClose(weights(parameters, HIDDEN_WEIGHTS), after.get("w1_w4"), 1e-6);
            assertClose(weights(parameters, OUTPUT_WEIGHTS), after.get("w5_w8"), 1e-6);
        }
        assertThat(steps).isEqualTo(100);
    }

    /** The float path with the parts that training uses. */
    private final class Step {
        final Network network = new Network(DESCRIPTION);
        final ParameterLayout layout = network.layout();
        final Propagation propagation = new Propagation(network, 1, TargetKind.VALUES);
        final Sgd sgd = new Sgd(0);
        final float[] parameters = new float[layout.parameterCount()];
        float[] gradients = new float[0];
        double loss;

        Step() {
            layout.fromCanonical(Doubles.toFloats(startingParameters()), parameters);
            Doubles.copyRows(x, propagation.inputs());
            Doubles.copyRows(y, propagation.targets());
        }

        void compute() {
            SlicedGradient.Sums sums =
                    new SlicedGradient(Kernels.create(), network, propagation, 1)
                            .sum(parameters, 1);
            loss = sums.loss();
            gradients = sums.gradients();
        }

        void update() {
            float[][] noState = new float[0][];
            sgd.beginStep(0, example.get("learning_rate").doubleValue());
            for (int layer = 0; layer < layout.layers(); layer++) {
                int offset = layout.weightOffset(layer);
                sgd.update(parameters, gradients, parameters, noState, offset, LAYER_WEIGHTS, true);
            }
        }

        double[] canonical(float[] values) {
            float[] canonical = new float[values.length];
            layout.toCanonical(values, canonical);
            return Doubles.toDoubles(canonical);
        }
    }

    private double[] startingParameters() {
        double[] hidden = Golden.vector(example.get("w1_w2_w3_w4"));
        double[] output = Golden.vector(example.get("w5_w6_w7_w8"));
        double hiddenBias = example.get("hidden_bias").doubleValue();
        double outputBias = example.get("output_bias").doubleValue();
        double[] parameters = new double[12];
        System.arraycopy(hidden, 0, parameters, HIDDEN_WEIGHTS, LAYER_WEIGHTS);
        System.arraycopy(output, 0, parameters, OUTPUT_WEIGHTS, LAYER_WEIGHTS);
        for (int unit = 0; unit < 2; unit++) {
            parameters[HIDDEN_WEIGHTS + LAYER_WEIGHTS + unit] = hiddenBias;
            parameters[OUTPUT_WEIGHTS + LAYER_WEIGHTS + unit] = outputBias;
        }
        return parameters;
    }

    private static double[] weights(double[] parameters, int offset) {
        double[] weights = new double[LAYER_WEIGHTS];
        System.arraycopy(parameters, offset, weights, 0, LAYER_WEIGHTS);
        return weights;
    }

    private static void assertClose(double[] actual, JsonNode expected, double tolerance) {
        assertThat(actual).containsExactly(Golden.vector(expected), within(tolerance));
    }

    private static void assertFloats(float[] actual, JsonNode expected) {
        double[] values = Golden.vector(expected);
        assertThat(actual).hasSameSizeAs(values);
        for (int i = 0; i < values.length; i++) {
            assertThat((double) actual[i]).isCloseTo(values[i], FLOAT);
        }
    }
}
