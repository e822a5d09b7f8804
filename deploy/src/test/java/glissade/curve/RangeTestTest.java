package glissade.curve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Objects;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/** Requirement G4: what a learning-rate range test says. */
class RangeTestTest {

    private static final int STEPS = 200;

    /** Losses by the decimal logarithm of the rate, from 1e-7 to 10. */
    private static RangeTest test(DoubleUnaryOperator loss) {
        double[] rates = new double[STEPS];
        double[] losses = new double[STEPS];
        for (int step = 0; step < STEPS; step++) {
            double exponent = -7 + 8.0 * step / (STEPS - 1);
            rates[step] = Math.pow(10, exponent);
            losses[step] = loss.applyAsDouble(exponent);
        }
        return new RangeTest(rates, losses);
    }

    /** Flat, then down around 1e-2, then up from 1e-1 on. */
    private static double typical(double exponent) {
        double fall = 2 / (1 + Math.exp(-6 * (exponent + 2)));
        double rise = exponent > -1 ? Math.expm1(5 * (exponent + 1)) : 0;
        return 2.4 - fall + rise;
    }

    @Test
    void shouldSuggestTheRateAtWhichTheLossFallsFastest() {
        RangeTest test = test(RangeTestTest::typical);

        int steepest = Objects.requireNonNull(test.steepestStep());

        // The average lags by nine steps, which is a third of a decade here.
        assertThat(Math.log10(test.rate(steepest))).isBetween(-2.1, -1.4);
        assertThat(Math.log10(test.rate(test.lowestStep()))).isBetween(-1.2, -0.5);
        assertThat(test.tenthOfLowest())
                .isCloseTo(test.rate(test.lowestStep()) / 10, within(1e-12));
    }

    @Test
    void shouldEndWhenTheSmoothedLossIsFourTimesItsLowest() {
        RangeTest test = test(RangeTestTest::typical);

        assertThat(test.ended()).isTrue();
        int last = test.steps() - 1;
        double lowest = test.smoothed(test.lowestStep());
        assertThat(test.smoothed(last)).isGreaterThan(4 * lowest);
        assertThat(test.smoothed(last - 1)).isLessThanOrEqualTo(4 * lowest);
    }

    @Test
    void shouldEndWhereTheLossIsNoNumber() {
        RangeTest test = test(exponent -> exponent < 0 ? typical(-3) : Double.NaN);

        assertThat(test.ended()).isTrue();
        assertThat(test.rate(test.steps() - 1)).isCloseTo(1, within(0.1));
        assertThat(test.loss(test.steps() - 1)).isNaN();
    }

    @Test
    void shouldSuggestNothingWhenTheLossNeverFell() {
        RangeTest flat = test(exponent -> 2.3);

        assertThat(flat.fell()).isFalse();
        assertThat(flat.steepestStep()).isNull();
        assertThat(flat.tenthOfLowest()).isNull();
        assertThat(flat.ended()).isFalse();
        assertThat(flat.steps()).isEqualTo(STEPS);
    }

    @Test
    void shouldCorrectTheAverageForItsBeginning() {
        RangeTest test = test(exponent -> 2.3);

        assertThat(test.smoothed(0)).isCloseTo(2.3, within(1e-12));
        assertThat(test.smoothed(3)).isCloseTo(2.3, within(1e-12));
    }

    @Test
    void shouldNotTakeALuckyFirstMiniBatchForGrowth() {
        RangeTest test = test(exponent -> exponent < -6.99 ? 0.1 : 2.3);

        assertThat(test.steps()).isGreaterThan(10);
    }

    @Test
    void shouldReadATestOfAnyLength() {
        for (int steps = 0; steps < 20; steps++) {
            RangeTest test = new RangeTest(new double[steps], new double[steps]);

            assertThat(test.steps()).isEqualTo(steps);
            assertThat(test.steepestStep()).isNull();
        }
    }
}
