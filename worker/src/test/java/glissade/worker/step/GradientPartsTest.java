package glissade.worker.step;

import static org.assertj.core.api.Assertions.assertThat;

import glissade.nn.Activation;
import glissade.nn.Loss;
import glissade.nn.NetworkDescription;
import glissade.nn.ParameterLayout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GradientPartsTest {

    private static ParameterLayout layout(String widths) {
        return new ParameterLayout(
                NetworkDescription.parse(
                        widths, Activation.RELU, Activation.SOFTMAX, Loss.CROSS_ENTROPY));
    }

    @ParameterizedTest
    @CsvSource({
        "784-30-10, 1",
        "784-512-512-10, 1",
        "784-512-512-10, 2",
        "784-2048-2048-10, 3",
        "1-1-2, 4",
        "5-70000-3, 2",
        "13-7-2, 5"
    })
    void shouldCoverEveryInputOfEveryLayerOnceAndInOrder(String widths, int lanes) {
        ParameterLayout layout = layout(widths);
        GradientParts parts = new GradientParts(layout, lanes, GradientParts.LARGE);
        int part = 0;
        for (int layer = 0; layer < layout.layers(); layer++) {
            int input = 0;
            while (input < layout.inputs(layer)) {
                assertThat(parts.layer(part)).isEqualTo(layer);
                assertThat(parts.offset(part))
                        .isEqualTo(layout.weightOffset(layer) + input * layout.outputs(layer));
                for (int lane = 0; lane < lanes; lane++) {
                    assertThat(parts.fromInput(part, lane)).isEqualTo(input);
                    input = parts.toInput(part, lane);
                }
                part++;
            }
            assertThat(input).isEqualTo(layout.inputs(layer));
        }
        assertThat(parts.count()).isEqualTo(part);
    }

    @Test
    void shouldCutLargeLayersAndLeaveSmallOnesWhole() {
        assertThat(parts("784-512-512-10", GradientParts.LARGE)).isEqualTo(3);
        assertThat(parts("784-2048-2048-10", GradientParts.LARGE)).isEqualTo(4 + 8 + 1);
        assertThat(parts("784-512-512-10", GradientParts.SMALL)).isEqualTo(2 + 1 + 1);
    }

    private static int parts(String widths, int most) {
        return new GradientParts(layout(widths), 1, most).count();
    }
}
