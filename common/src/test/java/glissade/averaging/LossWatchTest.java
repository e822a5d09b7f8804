package glissade.averaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.LongToDoubleFunction;
import org.junit.jupiter.api.Test;

/**
 * Requirement G3: a rate that is too large oscillates or diverges, detected and said in words; too
 * small, said too.
 */
class LossWatchTest {

    private static final int WINDOW = 20;

    private final LossWatch watch = new LossWatch(WINDOW);
    private final List<LossWarning> warnings = new ArrayList<>();

    private void steps(long count, LongToDoubleFunction loss, double norm) {
        for (long step = 1; step <= count; step++) {
            LossWarning warning = watch.warning(step, loss.applyAsDouble(step), norm, 0.1);
            if (warning != null) {
                warnings.add(warning);
            }
        }
    }

    @Test
    void shouldSayNothingAboutALossThatFalls() {
        steps(400, step -> 2.3 * StrictMath.exp(-0.01 * step), 1);

        assertThat(warnings).isEmpty();
    }

    @Test
    void shouldSayThatTheLossGrowsOnceUntilItIsOver() {
        steps(3 * WINDOW, step -> 1, 1);
        warnings.clear();
        steps(WINDOW, step -> 2, 1);
        steps(WINDOW, step -> 4, 1);
        steps(WINDOW, step -> 1, 1);
        steps(WINDOW, step -> 2, 1);

        assertThat(warnings)
                .extracting(LossWarning::words)
                .containsExactly(
                        "the loss grows: 2.000 over the last 20 steps, 1.000 over those before; try"
                                + " a smaller --lr (it is 0.1) or --clip-norm 1",
                        "the loss grows: 2.000 over the last 20 steps, 1.000 over those before; try"
                                + " a smaller --lr (it is 0.1) or --clip-norm 1");
        assertThat(warnings).allMatch(LossWarning::grows);
    }

    @Test
    void shouldSayThatARateIsTooSmallWhileTheGradientIsNot() {
        steps(2 * WINDOW, step -> 2.3 - 1e-6 * step, 1);

        assertThat(warnings)
                .extracting(LossWarning::words)
                .containsExactly(
                        "the loss hardly falls: 2.300 over the last 20 steps, 2.300 over those"
                                + " before; --lr 0.1 looks too small, try a larger one");
    }

    @Test
    void shouldSayThatTheLossStagnatesWhereTheGradientIsTiny() {
        steps(WINDOW, step -> 2.3, 1);
        steps(WINDOW, step -> 0.7, 1e-5);
        steps(WINDOW, step -> 0.7, 1e-5);

        assertThat(warnings)
                .extracting(LossWarning::words)
                .containsExactly(
                        "the loss stagnates at 0.7000 and its gradient is tiny (norm 1.00e-05):"
                                + " this is a minimum or a plain; try another --seed, --init or"
                                + " --activation");
        assertThat(warnings.getFirst().grows()).isFalse();
    }

    @Test
    void shouldEndARunWhoseLossIsAThousandTimesTheFirstForFiftySteps() {
        assertThat(watch.hopeless(1, 2, 10)).isNull();
        for (int step = 2; step < 51; step++) {
            assertThat(watch.hopeless(step, 2_000, 10)).isNull();
        }
        assertThat(watch.hopeless(51, 1_999, 10)).as("the row is broken").isNull();
        for (int step = 52; step < 101; step++) {
            assertThat(watch.hopeless(step, 5_000, 10)).isNull();
        }

        EarlyEnd end = Objects.requireNonNull(watch.hopeless(101, 5_000, 10));

        assertThat(end.failed()).isTrue();
        assertThat(end.words())
                .isEqualTo(
                        "the loss at step 101 is 5000: it has been more than 1,000 times the first"
                                + " (2.000) for 50 steps: training diverged; try a smaller --lr (it"
                                + " is 10.0), for example --lr 0.1");
    }

    @Test
    void shouldDecideAlikeAfterAStop() {
        watch.hopeless(1, 2, 10);
        steps(30, step -> 2, 1);
        double[] memory = new double[StepMemory.LENGTH];
        watch.remember(memory, 2);
        LossWatch resumed = new LossWatch(WINDOW);
        resumed.recall(memory, 2);

        LossWarning expected = null;
        LossWarning found = null;
        for (int step = 31; step <= 40; step++) {
            expected = watch.warning(step, 7, 1, 0.1);
            found = resumed.warning(step, 7, 1, 0.1);
        }

        assertThat(expected).isNotNull().isEqualTo(found);
        double[] after = new double[StepMemory.LENGTH];
        resumed.remember(after, 2);
        watch.remember(memory, 2);
        assertThat(after).isEqualTo(memory);
    }
}
