package glissade.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import glissade.averaging.CommittedStep;
import glissade.collective.EpochShape;
import glissade.protocol.EvaluatedNode;
import glissade.protocol.EvaluationSchedule;
import glissade.protocol.EvaluationSet;
import glissade.run.EpochRow;
import glissade.run.Measured;
import glissade.run.StepRow;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunProgressTest {

    private static final EpochShape SHAPE = new EpochShape(100, 40, 10);
    private static final long SECOND = 1_000_000_000L;

    private final RunProgress progress = new RunProgress(SHAPE, 2, 0, 30);

    private static CommittedStep step(long step, double epochLoss, long seconds) {
        return new CommittedStep(step, 0.5, 0, epochLoss, 0.1, 2, seconds * SECOND, List.of());
    }

    @Test
    void shouldCountStepsAndEpochsFromOneAndSamplesWithTheShorterLastBatch() {
        StepRow first = progress.step(step(0, Double.NaN, 1));
        StepRow third = progress.step(step(2, 0.4, 2));

        assertThat(first.step()).isEqualTo(1);
        assertThat(first.epoch()).isEqualTo(1);
        assertThat(first.samples()).isEqualTo(40);
        assertThat(third.samples()).isEqualTo(100);
        assertThat(third.samplesPerSecond()).isEqualTo(60);
        assertThat(progress.committed()).isEqualTo(3);
    }

    @Test
    void shouldCloseAnEpochOnceItsLossAndItsEvaluationAreBothThere() {
        assertThat(progress.closedEpoch(3, 1)).isNull();
        progress.evaluated(3, EvaluationSet.TEST, 50, 1, List.of(new EvaluatedNode(0, 1, 25, 45)));
        assertThat(progress.closedEpoch(3, 1)).isNull();
        progress.step(step(2, 0.4, 2));

        EpochRow row = progress.closedEpoch(3, 1);

        assertThat(row).isEqualTo(new EpochRow(3, 1, 100, 0.4, null, new Measured(0.5, 0.9)));
        assertThat(progress.evaluationsOpen()).isFalse();
    }

    @Test
    void shouldNotWaitForWorkersThatHadNothingToEvaluate() {
        progress.evaluated(3, EvaluationSet.TEST, 50, 1, List.of(new EvaluatedNode(0, 1, 25, 45)));
        progress.evaluated(3, EvaluationSet.TEST, 50, 1, List.of());

        assertThat(progress.evaluationsOpen()).isFalse();
    }

    @Test
    void shouldLeaveTheWarmUpOutOfTheSteadyRate() {
        progress.step(step(0, Double.NaN, 100));
        progress.step(step(2, 0.4, 101));
        progress.step(step(5, 0.4, 103));

        assertThat(progress.steadyRate()).isEqualTo(50);
        assertThat(progress.wallSeconds()).isEqualTo(103);
        assertThat(progress.epochLoss()).isEqualTo(0.4);
    }

    @Test
    void shouldEvaluateAtEpochEndsAndOnTheTestSetAtTheEnd() {
        EvaluationSchedule plain = new EvaluationSchedule(SHAPE, 0, 7, false);
        EvaluationSchedule validated = new EvaluationSchedule(SHAPE, 0, 7, true);

        assertThat(plain.due(EvaluationSet.TEST, 0)).isFalse();
        assertThat(plain.due(EvaluationSet.TEST, 3)).isTrue();
        assertThat(plain.due(EvaluationSet.TEST, 4)).isFalse();
        assertThat(plain.due(EvaluationSet.TEST, 7)).isTrue();
        assertThat(validated.due(EvaluationSet.TEST, 3)).isFalse();
        assertThat(validated.due(EvaluationSet.VALIDATION, 3)).isTrue();
        assertThat(validated.dueCount(7)).isEqualTo(2);
        assertThat(plain.dueCount(7)).isEqualTo(1);
    }
}
