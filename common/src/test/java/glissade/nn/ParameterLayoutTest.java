package glissade.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ParameterLayoutTest {

    /** Requirement M8. */
    @Test
    void shouldCountThe13002ParametersOfTheDigitNetwork() {
        assertThat(layout("784-16-16-10").parameterCount()).isEqualTo(13_002);
    }

    @Test
    void shouldPlaceEachLayersWeightsBeforeItsBias() {
        ParameterLayout layout = layout("3-2-4");

        assertThat(layout.layers()).isEqualTo(2);
        assertThat(layout.inputs(1)).isEqualTo(2);
        assertThat(layout.outputs(1)).isEqualTo(4);
        assertThat(layout.weightOffset(0)).isEqualTo(0);
        assertThat(layout.biasOffset(0)).isEqualTo(6);
        assertThat(layout.weightOffset(1)).isEqualTo(8);
        assertThat(layout.biasOffset(1)).isEqualTo(16);
        assertThat(layout.parameterCount()).isEqualTo(20);
    }

    @Test
    void shouldTransposeWeightsAndKeepBiasesInCanonicalOrder() {
        ParameterLayout layout = layout("3-2-1");
        float[] memory = {
            1, 4, // from input 0 to units 0 and 1
            2, 5, // from input 1
            3, 6, // from input 2
            7, 8, // bias
            9, 10, // second layer
            11
        };
        float[] canonical = new float[11];

        layout.toCanonical(memory, canonical);

        assertThat(canonical).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
        float[] back = new float[11];
        layout.fromCanonical(canonical, back);
        assertThat(back).containsExactly(memory);
    }

    /** Gain and shift follow the bias of a hidden layer; the last layer has none. */
    @Test
    void shouldPlaceGainAndShiftBehindTheBiasInBothOrders() {
        ParameterLayout layout =
                new ParameterLayout(
                        new NetworkDescription(
                                List.of(3, 2, 1),
                                Activation.RELU,
                                Activation.IDENTITY,
                                Loss.MSE,
                                true));
        float[] memory = {1, 4, 2, 5, 3, 6, 7, 8, 20, 21, 30, 31, 9, 10, 11};
        float[] canonical = new float[15];

        layout.toCanonical(memory, canonical);

        assertThat(layout.parameterCount()).isEqualTo(15);
        assertThat(layout.gainOffset(0)).isEqualTo(8);
        assertThat(layout.shiftOffset(0)).isEqualTo(10);
        assertThat(layout.endOffset(0)).isEqualTo(12);
        assertThat(layout.normalizes(1)).isFalse();
        assertThat(layout.endOffset(1)).isEqualTo(15);
        assertThat(canonical).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 20, 21, 30, 31, 9, 10, 11);
        float[] back = new float[15];
        layout.fromCanonical(canonical, back);
        assertThat(back).containsExactly(memory);
    }

    /** hashlib.sha256(struct.pack('<11f', *range(1, 12))).hexdigest() in Python 3. */
    @Test
    void shouldHashLittleEndianCanonicalFloats() {
        float[] memory = {1, 4, 2, 5, 3, 6, 7, 8, 9, 10, 11};

        assertThat(layout("3-2-1").sha256(memory))
                .isEqualTo("73896aada9607f28b0355cce890b5ec37bf627cdcb80f81a8ad150415632a90a");
    }

    /** hashlib.sha256(struct.pack('<13002f', *range(13002))).hexdigest() in Python 3. */
    @Test
    void shouldHashMoreFloatsThanOneChunk() {
        ParameterLayout layout = layout("784-16-16-10");
        float[] canonical = new float[13_002];
        for (int i = 0; i < canonical.length; i++) {
            canonical[i] = i;
        }
        float[] memory = new float[13_002];
        layout.fromCanonical(canonical, memory);

        assertThat(layout.sha256(memory))
                .isEqualTo("d74bb1e3bd242ba0fdf2573e68dbda78f462ba4029a313df1f7a66e965354005");
    }

    @Test
    void shouldRefuseParametersOfAnotherNetwork() {
        assertThatThrownBy(() -> layout("3-2-1").sha256(new float[10]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "the network has another number of parameters: parameterCount=11,"
                                + " length=10");
    }

    private static ParameterLayout layout(String model) {
        return new ParameterLayout(
                NetworkDescription.parse(
                        model, Activation.RELU, Activation.SOFTMAX, Loss.CROSS_ENTROPY));
    }
}
