package glissade.descent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import glissade.descent.Roll.Point;
import glissade.descent.Surface.Minimum;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Requirement G6: the classical test functions. */
class SurfaceTest {

    private static final double STEP = 1e-6;

    @ParameterizedTest
    @EnumSource
    void shouldGiveTheGradientThatCentralDifferencesGive(Surface surface) {
        double[] gradient = new double[2];
        for (Point point : Descent.starts(surface, 200, 20261121)) {
            double x = point.x();
            double y = point.y();

            surface.gradient(x, y, gradient);

            double slopeX =
                    (surface.height(x + STEP, y) - surface.height(x - STEP, y)) / (2 * STEP);
            double slopeY =
                    (surface.height(x, y + STEP) - surface.height(x, y - STEP)) / (2 * STEP);
            double close = 1e-7 * (1 + Math.abs(point.height())) + 1e-6 * Math.abs(slopeX + slopeY);
            assertThat(gradient[0]).as("at %s, %s", x, y).isCloseTo(slopeX, within(close));
            assertThat(gradient[1]).as("at %s, %s", x, y).isCloseTo(slopeY, within(close));
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldLieLowestAtItsMinima(Surface surface) {
        for (Minimum minimum : surface.minima()) {
            double[] gradient = new double[2];
            surface.gradient(minimum.x(), minimum.y(), gradient);

            assertThat(gradient[0]).isCloseTo(0, within(1e-10));
            assertThat(gradient[1]).isCloseTo(0, within(1e-10));
            assertThat(surface.height(minimum.x(), minimum.y()))
                    .isCloseTo(minimum.height(), within(1e-12));
            for (int direction = 0; direction < 8; direction++) {
                double x = minimum.x() + 1e-3 * StrictMath.cos(direction * Math.PI / 4);
                double y = minimum.y() + 1e-3 * StrictMath.sin(direction * Math.PI / 4);
                assertThat(surface.height(x, y)).isGreaterThan(minimum.height());
            }
            assertThat(minimum.height())
                    .isGreaterThanOrEqualTo(surface.minima().getFirst().height());
        }
    }
}
