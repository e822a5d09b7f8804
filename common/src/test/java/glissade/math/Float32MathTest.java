package glissade.math;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/** Accuracy against {@link StrictMath} in double, over every 97th float there is. */
final class Float32MathTest {
    private static final double MAX_ULPS = 2.0;
    private static final int STRIDE = 97;

    private interface FloatFunction {
        float at(float x);
    }

    @Test
    void shouldComputeExpWithinTwoUlps() {
        assertThat(worstUlps(Float32Math::exp, StrictMath::exp)).isLessThan(MAX_ULPS);
    }

    @Test
    void shouldComputeLogWithinTwoUlps() {
        assertThat(worstUlps(Float32Math::log, StrictMath::log)).isLessThan(MAX_ULPS);
    }

    @Test
    void shouldComputeTanhWithinTwoUlps() {
        assertThat(worstUlps(Float32Math::tanh, StrictMath::tanh)).isLessThan(MAX_ULPS);
    }

    @Test
    void shouldComputeSigmoidWithinTwoUlps() {
        assertThat(worstUlps(Float32Math::sigmoid, x -> 1.0 / (1.0 + StrictMath.exp(-x))))
                .isLessThan(MAX_ULPS);
    }

    @Test
    void shouldKeepTheConventionsAtTheEdges() {
        assertThat(Float32Math.exp(0f)).isEqualTo(1f);
        assertThat(Float32Math.exp(-1e4f)).isEqualTo(0f);
        assertThat(Float32Math.exp(1e4f)).isEqualTo(Float.POSITIVE_INFINITY);
        assertThat(Float32Math.exp(Float.NaN)).isNaN();
        assertThat(Float32Math.log(0f)).isEqualTo(Float.NEGATIVE_INFINITY);
        assertThat(Float32Math.log(-0f)).isEqualTo(Float.NEGATIVE_INFINITY);
        assertThat(Float32Math.log(-1f)).isNaN();
        assertThat(Float32Math.log(1f)).isEqualTo(0f);
        assertThat(Float32Math.tanh(-1e4f)).isEqualTo(-1f);
        assertThat(1f / Float32Math.tanh(-0f)).isEqualTo(Float.NEGATIVE_INFINITY);
        assertThat(Float32Math.sigmoid(-1e4f)).isEqualTo(0f);
        assertThat(Float32Math.sigmoid(1e4f)).isEqualTo(1f);
        assertThat(Float32Math.sigmoid(0f)).isEqualTo(0.5f);
        assertThat(Float32Math.sigmoid(Float.NaN)).isNaN();
    }

    /** Largest error in units of the last place of the true value. */
    private static double worstUlps(FloatFunction actual, DoubleUnaryOperator exact) {
        double worst = 0.0;
        for (long bits = Integer.MIN_VALUE; bits <= Integer.MAX_VALUE; bits += STRIDE) {
            float x = Float.intBitsToFloat((int) bits);
            worst = Math.max(worst, ulps(actual.at(x), exact.applyAsDouble(x)));
        }
        for (float x : Floats.specials()) {
            worst = Math.max(worst, ulps(actual.at(x), exact.applyAsDouble(x)));
        }
        return worst;
    }

    private static double ulps(float actual, double exact) {
        float rounded = (float) exact;
        if (!Float.isFinite(rounded) || !Float.isFinite(actual)) {
            return Float.compare(actual, rounded) == 0 ? 0.0 : 1.0 + overflow(actual, exact);
        }
        return Math.abs(actual - exact) / Math.ulp(rounded);
    }

    /** Next to the largest float an infinity may be one rounding away; elsewhere it is wrong. */
    private static double overflow(float actual, double exact) {
        boolean near = Math.abs(Math.abs(exact) / Float.MAX_VALUE - 1.0) < 1e-6;
        return near && !Float.isNaN(actual) ? 0.0 : Double.POSITIVE_INFINITY;
    }
}
