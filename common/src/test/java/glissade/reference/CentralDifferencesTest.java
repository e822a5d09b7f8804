package glissade.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import glissade.nn.Activation;
import glissade.nn.Loss;
import glissade.nn.NetworkDescription;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Requirement M6: differences are a judge of their own, at kinks too. */
class CentralDifferencesTest {

    private static final Offset<Double> CLOSE = within(1e-9);

    private static double slope(Activation output, Loss loss, double w, double x, double y) {
        NetworkDescription description =
                new NetworkDescription(List.of(1, 1), Activation.RELU, output, loss);
        double[] parameters = {w, 0};
        double slope =
                new CentralDifferences(
                                new ReferenceNetwork(description),
                                new double[][] {{x}},
                                new double[][] {{y}})
                        .slope(parameters, 0, 1e-12);
        assertThat(parameters).containsExactly(w, 0);
        return slope;
    }

    @Test
    void shouldFindTheSlopeOfASmoothLoss() {
        // d/dw (tanh(wx) - y)² = 2 (tanh(wx) - y) (1 - tanh²(wx)) x
        double a = StrictMath.tanh(0.3 * 2);
        assertThat(slope(Activation.TANH, Loss.MSE, 0.3, 2, 1))
                .isCloseTo(2 * (a - 1) * (1 - a * a) * 2, CLOSE);
    }

    @Test
    void shouldStayOnOneSideOfAKink() {
        // 1e-4 above the kink: a wide difference would see half the slope.
        assertThat(slope(Activation.RELU, Loss.MSE, 1e-4, 1, 1))
                .isCloseTo(2 * (1e-4 - 1), within(1e-9));
        assertThat(slope(Activation.IDENTITY, Loss.MAE, 1 - 1e-4, 1, 1))
                .isCloseTo(-1, within(1e-9));
    }

    @Test
    void shouldNotAnswerAtAKink() {
        assertThat(slope(Activation.RELU, Loss.MSE, 0, 1, 1)).isNaN();
        assertThat(slope(Activation.IDENTITY, Loss.MAE, 1, 1, 1)).isNaN();
    }
}
