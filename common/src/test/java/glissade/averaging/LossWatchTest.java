package glissade.averaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import glissade.collective.EpochShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.LongToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Requirement G3: a rate that is too large oscillates or diverges, detected and said in words; too
 * small, said too.
 */
class LossWatchTest {

    private static final int WINDOW = 20;
    private static final double RATE = 0.1;

    /** Mini-batches of 100 samples: jumps are rises by half of the usual loss. */
    private static final EpochShape SHAPE = new EpochShape(2_000, 100, 100);

    private final List<LossWarning> warnings = new ArrayList<>();
    private LossWatch watch = new LossWatch(SHAPE);
    private double rate = RATE;
    private long committed;

    private @Nullable LossWarning step(double loss, double norm, double promise) {
        committed++;
        watch.step(loss, norm, rate);
        if (watch.wantsPromise(committed)) {
            watch.promised(promise);
        }
        return watch.judge(committed, rate);
    }

    private void steps(long count, LongToDoubleFunction loss, double norm, double promise) {
        for (long i = 1; i <= count; i++) {
            LossWarning warning = step(loss.applyAsDouble(i), norm, promise);
            if (warning != null) {
                warnings.add(warning);
            }
        }
    }

    private List<LossWarning.Kind> kinds() {
        return warnings.stream().map(LossWarning::kind).toList();
    }

    @Test
    void shouldSayNothingAboutALossThatFalls() {
        steps(400, i -> 2.3 * StrictMath.exp(-0.01 * i), 1, 0.05);

        assertThat(warnings).isEmpty();
    }

    @Test
    void shouldSayNothingAboutALossThatHasCloseToNothingLeft() {
        steps(WINDOW, i -> 2.3, 1, 0.1);
        steps(10 * WINDOW, i -> 0.001, 1e-5, 0);
        steps(10 * WINDOW, i -> 0.01, 1e-5, 0);

        assertThat(warnings).isEmpty();
    }

    @Test
    void shouldSayThatTheLossGrows() {
        steps(WINDOW, i -> 1, 1, 0.1);
        steps(WINDOW, i -> 1.75, 3, 0.4);

        assertThat(kinds()).containsExactly(LossWarning.Kind.GROWS);
        LossFigures figures = warnings.getFirst().figures();
        assertThat(figures)
                .isEqualTo(new LossFigures(40, WINDOW, 1.75, 1, 1, 3, 1, figures.promised(), 1));
        assertThat(figures.promised()).isCloseTo(8, within(1e-9));
    }

    @Test
    void shouldSayInTheFirstWindowThatTheLossLiesAboveItsStart() {
        steps(1, i -> 2.65, 1, 0);
        steps(WINDOW, i -> 289, 2, 600);

        assertThat(kinds()).containsExactly(LossWarning.Kind.ABOVE_START);
        assertThat(warnings.getFirst().figures().start()).isEqualTo(2.65);
    }

    @Test
    void shouldSayItOnceUntilItHasBeenOverForSomeWindows() {
        steps(WINDOW, i -> 1, 1, 0.01);
        steps(WINDOW, i -> 1.75, 1, 0.01);
        steps(WINDOW, i -> 1, 1, 0.01);
        steps(WINDOW, i -> 1.75, 1, 0.01);
        steps(3 * WINDOW, i -> 1 - 0.005 * i, 1, 0.01);
        assertThat(kinds()).containsExactly(LossWarning.Kind.GROWS);

        steps(WINDOW, i -> 1.75, 1, 0.01);

        assertThat(kinds()).containsExactly(LossWarning.Kind.GROWS, LossWarning.Kind.GROWS);
    }

    @Test
    void shouldSayThatTheLossJumps() {
        steps(WINDOW, i -> i % 4 == 0 ? 1.5 : 0.5, 1, 0.1);

        assertThat(kinds()).containsExactly(LossWarning.Kind.JUMPS);
        assertThat(warnings.getFirst().figures().jumps()).isEqualTo(5);
    }

    /** Of a single sample the loss may well be three times the mean. */
    @Test
    void shouldNotTakeTheDifferencesOfMiniBatchesForJumps() {
        watch = new LossWatch(new EpochShape(2_000, 1, 1));
        steps(3_000, i -> (i % 4 == 0 ? 3 : 0.33) * (1 - 1e-4 * i), 1, 0.001);

        assertThat(warnings).isEmpty();
    }

    /** Mini-batches that are everything do not differ. */
    @Test
    void shouldTakeASmallRiseForAJumpWhereEveryStepSeesAllSamples() {
        watch = new LossWatch(new EpochShape(100, 100, 100));
        steps(WINDOW, i -> i % 4 == 0 ? 1.125 : 1, 1, 0.1);

        assertThat(kinds()).containsExactly(LossWarning.Kind.JUMPS);
    }

    @Test
    void shouldSayThatStepsOvershootWhereTheLossDoesNotFallAsPromised() {
        step(2.3, 1, 0);
        steps(3 * WINDOW, i -> 2.3, 0.1, 0.05);

        assertThat(kinds()).containsExactly(LossWarning.Kind.OVERSHOOTS);
        assertThat(warnings.getFirst().figures().promised()).isCloseTo(1, within(1e-9));
    }

    @Test
    void shouldSayNothingWhereAGoodRateHasComeToTheNoiseOfItsMiniBatches() {
        steps(WINDOW, i -> 2.3, 1, 0.1);
        steps(20 * WINDOW, i -> 0.7, 0.8, 0.1);

        assertThat(warnings).isEmpty();
    }

    @Test
    void shouldSayThatARateIsTooSmallWhileTheGradientIsNot() {
        steps(2 * WINDOW, i -> 2.3 - 1e-4 * i, 1, 1e-4);

        assertThat(kinds()).containsExactly(LossWarning.Kind.HARDLY_FALLS);
    }

    @Test
    void shouldNotCallARateTooSmallThatStillRises() {
        for (int i = 0; i < 10; i++) {
            rate *= 1.5;
            steps(WINDOW, step -> 2.3, 1, 1e-4);
        }

        assertThat(warnings).isEmpty();
    }

    @Test
    void shouldSayThatTheLossStagnatesWhereTheGradientIsSmall() {
        steps(WINDOW, i -> 2.3, 1, 0.1);
        steps(2 * WINDOW, i -> 0.7, 0.01, 1e-5);

        assertThat(kinds()).containsExactly(LossWarning.Kind.LIES_FLAT);
    }

    @Test
    void shouldSayThatTheLossStagnatesWhereThereWasNeverAGradient() {
        steps(WINDOW, i -> 2.3, 1, 0);
        steps(2 * WINDOW, i -> 2.3, 0, 0);

        assertThat(kinds()).containsExactly(LossWarning.Kind.LIES_FLAT);
    }

    @Test
    void shouldEndARunWhoseLossIsAThousandTimesTheFirstForFiftySteps() {
        step(2, 1, 0);
        steps(49, i -> 2_000, 1, 0);
        step(1_999, 1, 0);
        assertThat(watch.hopeless(committed)).as("the row is broken").isNull();
        steps(49, i -> 5_000, 1, 0);
        assertThat(watch.hopeless(committed)).isNull();

        step(5_001, 1, 0);

        assertThat(watch.hopeless(committed))
                .isEqualTo(new EarlyEnd(EarlyEnd.Reason.HOPELESS, 101, 5_001, 2));
    }

    /** A network that knows its first sample by heart, and others not. */
    @Test
    void shouldNotTakeAFirstLossOfNextToNothingForTheMeasure() {
        watch = new LossWatch(new EpochShape(2_000, 1, 1));
        step(1e-9, 1, 0);
        steps(100, i -> 0.5, 1, 0);
        assertThat(watch.hopeless(committed)).isNull();

        steps(50, i -> 500, 1, 0);

        assertThat(Objects.requireNonNull(watch.hopeless(committed)).measure()).isEqualTo(0.5);
    }

    @Test
    void shouldDecideAlikeAfterAStop() {
        steps(3 * WINDOW + 10, i -> 2, 1, 0.02);
        double[] memory = new double[LossWatch.MEMORY + 3];
        watch.remember(memory, 3);
        LossWatch whole = watch;
        LossWatch resumed = new LossWatch(SHAPE);
        resumed.recall(memory, 3);
        warnings.clear();

        long at = committed;
        steps(10 * WINDOW, i -> i % 5 == 0 ? 9 : 2, 0.1, 0.05);
        List<LossWarning> expected = List.copyOf(warnings);
        warnings.clear();
        watch = resumed;
        committed = at;
        steps(10 * WINDOW, i -> i % 5 == 0 ? 9 : 2, 0.1, 0.05);

        assertThat(expected).isNotEmpty();
        assertThat(warnings).isEqualTo(expected);
        double[] after = new double[LossWatch.MEMORY + 3];
        resumed.remember(after, 3);
        whole.remember(memory, 3);
        assertThat(after).isEqualTo(memory);
    }
}
