package glissade.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import glissade.nn.Doubles;
import glissade.nn.Golden;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Requirement G2: ten steps of every optimizer down {@code 0.5 Σ a (w - c)²}, as PyTorch takes
 * them.
 */
class GoldenTrajectoryTest {
    private static final double FLOAT = 1e-5;
    private static final double DOUBLE = 1e-12; // the file has 15 decimals

    /** A trajectory of the file. */
    static final class Trajectory {
        final OptimizerDescription description;
        final double learningRate;
        final double[] start;
        final double[] a;
        final double[] c;
        final double[][] afterEachStep;

        Trajectory(JsonNode node) {
            description = describe(node);
            learningRate = node.at("/hyperparameters/lr").doubleValue();
            start = Golden.vector(node.get("start"));
            a = Golden.vector(node.get("a"));
            c = Golden.vector(node.get("c"));
            afterEachStep = Golden.matrix(node.get("weights_after_each_step"));
        }

        private static OptimizerDescription describe(JsonNode node) {
            OptimizerDescription defaults =
                    OptimizerDescription.of(
                            node.get("optimizer").textValue().replace("-weight-decay", ""));
            JsonNode constants = node.get("hyperparameters");
            return new OptimizerDescription(
                    defaults.name(),
                    constants.path("momentum").asDouble(defaults.momentum()),
                    constants.path("betas").path(0).asDouble(defaults.beta1()),
                    constants
                            .path("betas")
                            .path(1)
                            .asDouble(constants.path("alpha").asDouble(defaults.beta2())),
                    constants.path("eps").asDouble(defaults.epsilon()),
                    constants.path("weight_decay").asDouble(0));
        }

        double[] gradient(double[] w) {
            double[] gradient = new double[w.length];
            for (int i = 0; i < w.length; i++) {
                gradient[i] = a[i] * (w[i] - c[i]);
            }
            return gradient;
        }

        @Override
        public String toString() {
            return description.name() + " λ=" + description.weightDecay();
        }
    }

    static Stream<Trajectory> trajectories() {
        List<Trajectory> trajectories = new ArrayList<>();
        for (JsonNode node : Golden.pytorch().get("optimizers")) {
            trajectories.add(new Trajectory(node));
        }
        return trajectories.stream();
    }

    @Test
    void shouldTestEveryOptimizer() {
        assertThat(trajectories().map(golden -> golden.description.name()).distinct())
                .containsExactlyInAnyOrderElementsOf(OptimizerDescription.names());
        assertThat(trajectories()).hasSize(8);
    }

    @ParameterizedTest
    @MethodSource("trajectories")
    void shouldFollowPyTorchInFloat(Trajectory golden) {
        Optimizer optimizer = golden.description.create();
        float[] parameters = Doubles.toFloats(golden.start);
        float[][] state = optimizer.newState(parameters.length);
        for (int step = 0; step < golden.afterEachStep.length; step++) {
            float[] gradients = Doubles.toFloats(golden.gradient(Doubles.toDoubles(parameters)));
            optimizer.beginStep(step, golden.learningRate);
            optimizer.update(parameters, gradients, parameters, state, 0, parameters.length, true);

            assertThat(Doubles.toDoubles(parameters))
                    .containsExactly(golden.afterEachStep[step], within(FLOAT));
        }
    }

    @ParameterizedTest
    @MethodSource("trajectories")
    void shouldFollowPyTorchInTheReferenceProgram(Trajectory golden) {
        double[] parameters = Arrays.copyOf(golden.start, golden.start.length);
        ReferenceOptimizer optimizer =
                new ReferenceOptimizer(golden.description, parameters.length);
        for (double[] expected : golden.afterEachStep) {
            optimizer.step(parameters, golden.gradient(parameters), golden.learningRate);

            assertThat(parameters).containsExactly(expected, within(DOUBLE));
        }
    }
}
