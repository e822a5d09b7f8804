package glissade.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import glissade.averaging.CommittedStep;
import glissade.collective.EpochShape;
import glissade.evaluation.EvaluationScope;
import glissade.evaluation.NodeSums;
import glissade.evaluation.Tally;
import glissade.nn.Activation;
import glissade.nn.Loss;
import glissade.nn.NetworkDescription;
import glissade.protocol.CoordinatorMessage.EvaluationShare;
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

    /** Fifty samples of two classes in a single slice. */
    private static final EvaluationScope SCOPE =
            EvaluationScope.of(
                    NetworkDescription.parse(
                            "4-3-2", Activation.RELU, Activation.SOFTMAX, Loss.CROSS_ENTROPY),
                    50,
                    250,
                    0,
                    true);

    private final RunProgress progress = new RunProgress(SHAPE, 2, 0, 30);

    private static CommittedStep step(long step, double epochLoss, long seconds) {
        return new CommittedStep(step, 0.5, 0, epochLoss, 0.1, 2, seconds * SECOND, List.of());
    }

    private static EvaluationShare share(List<NodeSums> sums) {
        return new EvaluationShare(
                1,
                0,
                3,
                EvaluationSet.TEST,
                sums,
                new Tally(
                        0,
                        List.of(45L),
                        SCOPE.emptyTally().classes(),
                        List.of(),
                        SCOPE.emptyTally().layers()));
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
        progress.evaluated(share(List.of(new NodeSums(0, 1, 25, 0, 0, List.of()))), SCOPE);
        assertThat(progress.closedEpoch(3, 1)).isNull();
        progress.step(step(2, 0.4, 2));

        EpochRow row = progress.closedEpoch(3, 1);

        assertThat(row).isEqualTo(new EpochRow(3, 1, 100, 0.4, null, Measured.classes(0.5, 0.9)));
        assertThat(progress.evaluationsOpen()).isFalse();
    }

    @Test
    void shouldNotWaitForWorkersThatHadNothingToEvaluate() {
        progress.evaluated(share(List.of(new NodeSums(0, 1, 25, 0, 0, List.of()))), SCOPE);
        progress.evaluated(share(List.of()), SCOPE);

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
