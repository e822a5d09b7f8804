package glissade.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import glissade.math.Kernels;
import org.junit.jupiter.api.Test;

class PredictorTest {
    private static final Network NETWORK =
            new Network(
                    NetworkDescription.parse(
                            "1-3", Activation.RELU, Activation.SOFTMAX, Loss.CROSS_ENTROPY));
    private static final float[] PARAMETERS = {1f, 2f, 3f, 0f, 0f, 0f};

    @Test
    void shouldGiveProbabilitiesAndClassOfEachRow() {
        Predictor predictor = new Predictor(Kernels.create(), NETWORK, PARAMETERS, 4);
        predictor.inputs()[0] = 1f;
        predictor.inputs()[1] = -1f;

        predictor.predict(2);

        // softmax(1, 2, 3) and softmax(-1, -2, -3)
        float[] expected = {0.0900306f, 0.2447285f, 0.6652410f};
        for (int i = 0; i < 3; i++) {
            assertThat(predictor.outputs()[i]).isCloseTo(expected[i], within(1e-6f));
            assertThat(predictor.outputs()[3 + i]).isCloseTo(expected[2 - i], within(1e-6f));
        }
        assertThat(predictor.predictedClass(0)).isEqualTo(2);
        assertThat(predictor.predictedClass(1)).isEqualTo(0);
    }

    @Test
    void shouldPredictNoClassForNaN() {
        Predictor predictor = new Predictor(Kernels.create(), NETWORK, PARAMETERS, 1);
        predictor.inputs()[0] = Float.NaN;

        predictor.predict(1);

        assertThat(predictor.predictedClass(0)).isEqualTo(ArgMax.NONE);
    }

    @Test
    void shouldRefuseParametersOfAnotherNetwork() {
        assertThatThrownBy(() -> new Predictor(Kernels.create(), NETWORK, new float[5], 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "the network has another number of parameters: parameterCount=6, length=5");
    }
}
