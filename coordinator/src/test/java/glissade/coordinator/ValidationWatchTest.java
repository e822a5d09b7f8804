package glissade.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import glissade.averaging.TrainingState;
import glissade.averaging.Verdict;
import glissade.optim.ScheduleDescription;
import glissade.optim.ScheduleKind;
import glissade.run.ValidationMemory;
import java.util.ArrayList;
import java.util.List;
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
        ValidationWatch watch =
                new ValidationWatch(2, ScheduleDescription.CONSTANT, ValidationMemory.NONE, null);

        assertThat(goesOn(watch, 10, 1.0)).isTrue();
        assertThat(goesOn(watch, 20, 1.0)).isTrue();
        assertThat(goesOn(watch, 30, 0.9)).isTrue();
        assertThat(goesOn(watch, 40, 0.95)).isTrue();
        assertThat(goesOn(watch, 50, 0.9)).isFalse();
        assertThat(watch.best()).isNotNull().extracting(TrainingState::step).isEqualTo(30L);
    }

    /** Nobody goes on from the best parameters: what is held back would take memory for nothing. */
    @Test
    void shouldKeepTheBestWithoutWhatIsHeldBack() {
        TrainingState first = after(10).withResiduals(new float[8][1]);
        TrainingState second = after(20).withResiduals(new float[8][1]);
        ValidationWatch watch =
                new ValidationWatch(2, ScheduleDescription.CONSTANT, ValidationMemory.NONE, first);

        assertThat(watch.isBest(first)).isTrue();
        assertThat(watch.best()).isNotNull().matches(best -> best.residuals().length == 0);
        watch.measured(second, 1.0);

        assertThat(watch.isBest(first)).isFalse();
        assertThat(watch.isBest(second)).isTrue();
        assertThat(watch.best()).isNotNull().matches(best -> best.residuals().length == 0);
        assertThat(second.residuals()).hasDimensions(8, 1);
    }

    @Test
    void shouldTakeNaNForNoBetter() {
        ValidationWatch watch =
                new ValidationWatch(1, ScheduleDescription.CONSTANT, ValidationMemory.NONE, null);

        assertThat(goesOn(watch, 10, 1.0)).isTrue();
        assertThat(goesOn(watch, 20, Double.NaN)).isFalse();
    }

    @Test
    void shouldTakeAnyLossForBetterThanAFirstOneThatIsNaN() {
        ValidationWatch watch =
                new ValidationWatch(2, ScheduleDescription.CONSTANT, ValidationMemory.NONE, null);

        assertThat(goesOn(watch, 10, Double.NaN)).isTrue();
        assertThat(goesOn(watch, 20, 1.0)).isTrue();
        assertThat(goesOn(watch, 30, 0.5)).isTrue();
        assertThat(watch.best()).isNotNull().extracting(TrainingState::step).isEqualTo(30L);
    }

    @Test
    void shouldDecideAlikeWhenItGoesOnFromWhatItRemembered() {
        ValidationWatch watch =
                new ValidationWatch(2, ScheduleDescription.CONSTANT, ValidationMemory.NONE, null);
        watch.measured(after(10), 1.0);
        watch.measured(after(20), 1.5);

        ValidationWatch resumed =
                new ValidationWatch(2, ScheduleDescription.CONSTANT, watch.memory(), after(10));
        Verdict verdict = resumed.measured(after(30), 1.25);

        assertThat(verdict).isEqualTo(watch.measured(after(30), 1.25));
        assertThat(verdict.goOn()).isFalse();
        assertThat(resumed.memory()).isEqualTo(watch.memory());
    }

    /** Requirement G3: reduce on plateau. */
    @Test
    void shouldLowerTheRateEachTimeTheLossHasLainOnAPlateauForLongEnough() {
        ScheduleDescription plateau =
                ScheduleDescription.of(ScheduleKind.PLATEAU).withDecay(0.5).withDecayEpochs(2);
        ValidationWatch watch = new ValidationWatch(null, plateau, ValidationMemory.NONE, null);
        double[] losses = {1, 2, 2, 2, 2, 0.5, 0.6, 0.7};
        List<Double> factors = new ArrayList<>();

        for (int epoch = 0; epoch < losses.length; epoch++) {
            Verdict verdict = watch.measured(after(epoch + 1), losses[epoch]);
            assertThat(verdict.goOn()).isTrue();
            factors.add(verdict.rateFactor());
        }

        assertThat(factors).containsExactly(1.0, 1.0, 0.5, 0.5, 0.25, 0.25, 0.25, 0.125);
        assertThat(watch.best()).isNull();
    }
}
