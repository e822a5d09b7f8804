package glissade.averaging;

import static org.assertj.core.api.Assertions.assertThat;

import glissade.collective.Buckets;
import glissade.collective.EpochShape;
import glissade.math.Kernels;
import glissade.optim.OptimizerDescription;
import glissade.optim.Schedule;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class StepLogTest {

    private static final EpochShape SHAPE = new EpochShape(10, 4, 2);

    private final Averager averager =
            new Averager(
                    new Buckets(1),
                    OptimizerDescription.of("sgd").create(),
                    Schedule.constant(0.1),
                    Kernels.scalar(),
                    new TrainingState(0, new float[1], new float[0][]));
    private final List<Long> steps = new ArrayList<>();
    private final List<Double> epochLosses = new ArrayList<>();

    private StepLog log(int logEvery) {
        return new StepLog(
                SHAPE,
                logEvery,
                100,
                () -> 0,
                (step, loss, epochLoss, rate, norm, nanos) -> {
                    steps.add(step);
                    epochLosses.add(epochLoss);
                });
    }

    private void commit(StepLog log, double lossSum) {
        averager.begin(SHAPE.batchSamples(averager.step()));
        averager.loss(lossSum);
        averager.update(0, new float[1]);
        averager.commit();
        log.committed(averager);
    }

    @Test
    void shouldTellTheEndsOfEpochsWithTheMeanOverTheirSamples() {
        StepLog log = log(1_000);

        commit(log, 4);
        commit(log, 8);
        commit(log, 3);
        commit(log, 4);

        assertThat(steps).containsExactly(2L);
        assertThat(epochLosses).containsExactly(1.5);
    }

    @Test
    void shouldTellTheLastCommitWhenTrainingEndsEarly() {
        StepLog log = log(1_000);
        commit(log, 4);
        commit(log, 8);

        log.ended(averager);
        log.ended(averager);

        assertThat(steps).containsExactly(1L);
        assertThat(epochLosses).containsExactly(1.5);
    }

    @Test
    void shouldNotTellACommitTwiceNorOneThatNeverWas() {
        StepLog log = log(2);

        log.ended(averager);
        commit(log, 4);
        commit(log, 8);
        log.ended(averager);

        assertThat(steps).containsExactly(1L);
    }
}
