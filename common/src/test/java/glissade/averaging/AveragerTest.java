package glissade.averaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import glissade.collective.Buckets;
import glissade.math.Kernels;
import glissade.optim.OptimizerDescription;
import glissade.optim.Schedule;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AveragerTest {

    private static final int PARAMETERS = 20_000;

    private final Random random = new Random(11);
    private final Buckets buckets = new Buckets(PARAMETERS);
    private final float[] start = noise();

    private float[] noise() {
        float[] values = new float[PARAMETERS];
        for (int i = 0; i < PARAMETERS; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    private Averager averager(TrainingState state) {
        return new Averager(
                buckets,
                OptimizerDescription.of("adam").create(),
                Schedule.constant(0.01),
                Kernels.scalar(),
                state);
    }

    private TrainingState fresh() {
        return new TrainingState(0, start, new float[2][PARAMETERS]);
    }

    private static void step(Averager averager, float[] sums, int... order) {
        averager.begin(32);
        averager.loss(3.5);
        for (int bucket : order) {
            averager.update(bucket, sums);
        }
        averager.commit();
    }

    @Test
    void shouldCommitTheSameBitsInWhateverOrderBucketsArrive() {
        float[] sums = noise();
        Averager forwards = averager(fresh());
        Averager backwards = averager(fresh());

        step(forwards, sums.clone(), 0, 1, 2);
        step(backwards, sums.clone(), 2, 0, 1);

        assertThat(backwards.parameters()).isEqualTo(forwards.parameters());
        assertThat(backwards.gradientNorm()).isEqualTo(forwards.gradientNorm());
        assertThat(forwards.parameters()).isNotEqualTo(start);
    }

    @Test
    void shouldGoOnFromAStateWithTheBitsOfTheRunThatWasNeverStopped() {
        float[] first = noise();
        float[] second = noise();
        Averager whole = averager(fresh());
        step(whole, first.clone(), 0, 1, 2);
        TrainingState between = whole.state();
        step(whole, second.clone(), 0, 1, 2);

        Averager resumed = averager(between);
        step(resumed, second.clone(), 1, 2, 0);

        assertThat(resumed.step()).isEqualTo(2);
        assertThat(resumed.parameters()).isEqualTo(whole.parameters());
        assertThat(resumed.state().optimizerState()).isDeepEqualTo(whole.state().optimizerState());
    }

    @Test
    void shouldKeepTheParametersOfTheStepReadableUntilTheCommit() {
        Averager averager = averager(fresh());

        averager.begin(1);
        averager.update(0, noise());

        assertThat(averager.parameters()).isEqualTo(start);
        assertThat(averager.next()).isNotEqualTo(start);
        assertThatThrownBy(averager::commit).hasMessage("step 0 has updated 1 of 3 buckets");
    }

    @Test
    void shouldKeepTheParametersThatLastGaveAFiniteLoss() {
        Averager averager = averager(fresh());
        step(averager, noise(), 0, 1, 2);
        averager.begin(32);

        assertThat(averager.loss(Double.NaN)).isFalse();

        assertThat(averager.lastFiniteState().step()).isEqualTo(0);
        assertThat(averager.lastFiniteState().parameters()).isEqualTo(start);
    }

    @Test
    void shouldKeepTheStateItStartedFromWhenTheFirstLossIsNotFinite() {
        Averager averager = averager(fresh());
        averager.begin(32);

        assertThat(averager.loss(Double.POSITIVE_INFINITY)).isFalse();

        assertThat(averager.lastFiniteState().parameters()).isEqualTo(start);
    }

    @Test
    void shouldAverageOverTheSamplesAndReportTheNorm() {
        Averager averager =
                new Averager(
                        new Buckets(2),
                        OptimizerDescription.of("sgd").create(),
                        Schedule.constant(1),
                        Kernels.scalar(),
                        new TrainingState(0, new float[] {1, 1}, new float[0][]));

        averager.begin(4);
        assertThat(averager.loss(8)).isTrue();
        averager.update(0, new float[] {12, 16});
        averager.commit();

        assertThat(averager.parameters()).containsExactly(-2, -3);
        assertThat(averager.gradientNorm()).isEqualTo(5);
        assertThat(averager.meanLoss()).isEqualTo(2);
    }

    @Test
    void shouldRefuseAStateOfAnotherShape() {
        assertThatThrownBy(() -> averager(new TrainingState(0, new float[3], new float[2][3])))
                .hasMessage(
                        "state does not fit: parameters=3, expected=20000, stateVectors=2, expected=2");
    }
}
