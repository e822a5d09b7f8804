package glissade.averaging;

import static org.assertj.core.api.Assertions.assertThat;

import glissade.collective.Buckets;
import glissade.collective.EpochShape;
import glissade.math.Kernels;
import glissade.nn.Layouts;
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
                    new Buckets(2),
                    Layouts.ofLength(2),
                    Objective.LOSS,
                    OptimizerDescription.of("sgd").create(),
                    Schedule.constant(0.1),
                    Kernels.scalar(),
                    new TrainingState(0, new float[2], new float[0][]));
    private final List<Long> steps = new ArrayList<>();
    private final List<Double> epochLosses = new ArrayList<>();
    private final List<Integer> layers = new ArrayList<>();

    private StepLog log(int logEvery) {
        return new StepLog(
                SHAPE,
                logEvery,
                100,
                () -> 0,
                step -> {
                    steps.add(step.step());
                    epochLosses.add(step.epochLoss());
                    layers.add(step.layers().size());
                });
    }

    private void commit(StepLog log, double lossSum) {
        averager.begin(SHAPE.batchSamples(averager.step()));
        averager.loss(lossSum);
        averager.gathered(0, new float[2]);
        averager.apply();
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

    @Test
    void shouldLookAtTheLayersAtTheEndOfAnEpochAndWhereStepsAreToldSparsely() {
        StepLog every = log(1);
        commit(every, 4);
        commit(every, 8);
        commit(every, 3);
        StepLog sparse = log(2);
        commit(sparse, 4);

        assertThat(layers).containsExactly(0, 0, 1, 1);
    }
}
