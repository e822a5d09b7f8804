package glissade.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import glissade.averaging.TrainingState;
import glissade.averaging.Verdict;
import glissade.run.ValidationMemory;
import org.junit.jupiter.api.Test;

/** Early stopping with patience: issue "the descent", requirement G3 beside it. */
class ValidationWatchTest {

    private static TrainingState after(long step) {
        return new TrainingState(step, new float[1], new float[0][]);
    }

    private static boolean goesOn(ValidationWatch watch, long step, double loss) {
        return watch.measured(after(step), loss).goOn();
    }

    @Test
    void shouldEndAfterAsManyEpochsWithoutALowerLossAsItHasPatience() {
        ValidationWatch watch = new ValidationWatch(2, ValidationMemory.NONE, null);

        assertThat(goesOn(watch, 10, 1.0)).isTrue();
        assertThat(goesOn(watch, 20, 1.0)).isTrue();
        assertThat(goesOn(watch, 30, 0.9)).isTrue();
        assertThat(goesOn(watch, 40, 0.95)).isTrue();
        assertThat(goesOn(watch, 50, 0.9)).isFalse();
        assertThat(watch.best()).isNotNull().extracting(TrainingState::step).isEqualTo(30L);
    }

    @Test
    void shouldTakeNaNForNoBetter() {
        ValidationWatch watch = new ValidationWatch(1, ValidationMemory.NONE, null);

        assertThat(goesOn(watch, 10, 1.0)).isTrue();
        assertThat(goesOn(watch, 20, Double.NaN)).isFalse();
    }

    @Test
    void shouldDecideAlikeWhenItGoesOnFromWhatItRemembered() {
        ValidationWatch watch = new ValidationWatch(2, ValidationMemory.NONE, null);
        watch.measured(after(10), 1.0);
        watch.measured(after(20), 1.5);

        ValidationWatch resumed = new ValidationWatch(2, watch.memory(), after(10));
        Verdict verdict = resumed.measured(after(30), 1.25);

        assertThat(verdict).isEqualTo(watch.measured(after(30), 1.25));
        assertThat(verdict.goOn()).isFalse();
        assertThat(resumed.memory()).isEqualTo(watch.memory());
    }
}
