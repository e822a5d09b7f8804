package glissade.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import glissade.math.Kernels;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Requirement M7. */
class InitializationTest {
    private static final int INPUTS = 400;
    private static final int OUTPUTS = 200;

    @ParameterizedTest
    @CsvSource({
        "HE, 0.0707106781", // sqrt(2 / 400)
        "XAVIER, 0.0577350269", // uniform on ±0.1: 0.1 / sqrt(3)
        "NORMAL, 0.01"
    })
    void shouldDrawWeightsWithTheStatedDeviation(Initialization initialization, double deviation) {
        float[] parameters = initialize("400-200", initialization, 1);
        int weights = INPUTS * OUTPUTS;

        Kernels kernels = Kernels.scalar();
        double mean = kernels.sum(parameters, 0, weights) / weights;
        double variance = kernels.sumOfSquares(parameters, 0, weights) / weights;

        assertThat(mean).isCloseTo(0, within(4 * deviation / Math.sqrt(weights)));
        assertThat(Math.sqrt(variance)).isCloseTo(deviation, within(0.01 * deviation));
    }

    @Test
    void shouldKeepXavierWithinItsBounds() {
        float[] parameters = initialize("400-200", Initialization.XAVIER, 1);

        double largest = Doubles.largest(Doubles.toDoubles(parameters));

        assertThat(largest).isBetween(0.0999, 0.1);
    }

    @ParameterizedTest
    @EnumSource
    void shouldStartBiasesAtZero(Initialization initialization) {
        float[] parameters = initialize("400-200", initialization, 1);

        for (int i = INPUTS * OUTPUTS; i < parameters.length; i++) {
            assertThat(parameters[i]).isZero();
        }
    }

    @Test
    void shouldStartGainsAtOneAndShiftsAtZeroAndDrawTheSameWeightsAsWithoutThem() {
        Network plain = new Network(description("5-4-3"));
        Network normalized =
                new Network(
                        new NetworkDescription(
                                plain.description().widths(),
                                plain.description().hidden(),
                                plain.description().output(),
                                plain.description().loss(),
                                true));
        float[] without = initialize("5-4-3", Initialization.HE, 7);
        float[] parameters = new float[normalized.layout().parameterCount()];

        normalized.initialize(Initialization.HE, 7, parameters);

        assertThat(parameters).startsWith(Arrays.copyOf(without, 24));
        assertThat(Arrays.copyOfRange(parameters, 24, 32)).containsExactly(1, 1, 1, 1, 0, 0, 0, 0);
        assertThat(Arrays.copyOfRange(parameters, 32, 47))
                .containsExactly(Arrays.copyOfRange(without, 24, 39));
    }

    @ParameterizedTest
    @EnumSource
    void shouldDependOnTheSeedAlone(Initialization initialization) {
        float[] parameters = initialize("5-4-3", initialization, 7);

        assertThat(initialize("5-4-3", initialization, 7)).containsExactly(parameters);
        assertThat(initialize("5-4-3", initialization, 8)).isNotEqualTo(parameters);
    }

    @Test
    void shouldDrawLayersIndependently() {
        float[] parameters = initialize("4-4-4", Initialization.NORMAL, 7);
        float[] shorter = initialize("4-4", Initialization.NORMAL, 7);

        assertThat(parameters).startsWith(shorter);
        assertThat(parameters[20]).isNotEqualTo(parameters[0]);
    }

    /** Pinned values: initialization.py in the test resources, 2026-11-21. */
    @ParameterizedTest
    @CsvSource({
        "HE, b64d26dec1fbddec8c21fd1ee2564db015843f96f1f81cfd1be409933f1e130f",
        "XAVIER, 04813f4a9f81b7d13fdc46c67f37eb1a3e0c00da887307c0e2f5952e91db6018",
        "NORMAL, f079588f6fd0056dca19ba5bb2debe7c6c1441ed41e1c5f2f113d61225b928b7"
    })
    void shouldDrawThePinnedBits(Initialization initialization, String sha256) {
        Network network = new Network(description("784-16-16-10"));
        float[] parameters = initialize("784-16-16-10", initialization, 1);

        assertThat(network.layout().sha256(parameters)).isEqualTo(sha256);
    }

    @ParameterizedTest
    @CsvSource({
        "RELU, HE",
        "LEAKY_RELU, HE",
        "SIGMOID, XAVIER",
        "TANH, XAVIER",
        "IDENTITY, XAVIER"
    })
    void shouldSuitTheHiddenLayers(Activation hidden, Initialization initialization) {
        assertThat(Initialization.defaultFor(hidden)).isEqualTo(initialization);
    }

    private static float[] initialize(String model, Initialization initialization, long seed) {
        Network network = new Network(description(model));
        float[] parameters = new float[network.layout().parameterCount()];
        network.initialize(initialization, seed, parameters);
        return parameters;
    }

    private static NetworkDescription description(String model) {
        return NetworkDescription.parse(
                model, Activation.RELU, Activation.SOFTMAX, Loss.CROSS_ENTROPY);
    }
}
