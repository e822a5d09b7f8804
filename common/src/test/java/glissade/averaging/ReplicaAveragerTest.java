package glissade.averaging;

import static org.assertj.core.api.Assertions.assertThat;

import glissade.collective.Replication;
import glissade.math.Kernels;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Three replicas of 5,000 parameters and one vector of the optimizer: two buckets. */
class ReplicaAveragerTest {

    private static final int PARAMETERS = 5_000;

    private final float[] parameters = filled(PARAMETERS, 1f);
    private final ReplicaAverager averager =
            new ReplicaAverager(
                    new Replication(3, 2),
                    new TrainingState(4, parameters, new float[][] {filled(PARAMETERS, 2f)}),
                    Kernels.create());

    private static float[] filled(int length, float value) {
        float[] values = new float[length];
        Arrays.fill(values, value);
        return values;
    }

    private void round(float parameterSum, float vectorSum, long committed) {
        float[] sums = filled(2 * PARAMETERS, vectorSum);
        Arrays.fill(sums, 0, PARAMETERS, parameterSum);
        for (int bucket = averager.buckets().count() - 1; bucket >= 0; bucket--) {
            assertThat(averager.complete()).isFalse();
            averager.gathered(bucket, sums);
        }
        assertThat(averager.complete()).isTrue();
        averager.commit(committed);
    }

    @Test
    void shouldDivideParametersAndVectorsByTheNumberOfReplicas() {
        assertThat(averager.buckets().count()).isEqualTo(2);

        round(0.1f, 7f, 6);

        TrainingState state = averager.trainingState(StepMemory.NONE);
        assertThat(state.step()).isEqualTo(6);
        assertThat(state.parameters()).hasSize(PARAMETERS).containsOnly(0.1f / 3f);
        assertThat(state.optimizerState()[0]).hasSize(PARAMETERS).containsOnly(7f / 3f);
        assertThat(parameters).containsOnly(1f);
    }

    @Test
    void shouldKeepTheSynchronisationBeforeUntilTheNextIsGathered() {
        round(3f, 3f, 6);
        round(Float.POSITIVE_INFINITY, 3f, 8);

        assertThat(averager.finite()).isFalse();
        assertThat(averager.lastFiniteState().step()).isEqualTo(6);
        assertThat(averager.lastFiniteState().parameters()).containsOnly(1f);
    }

    @Test
    void shouldCallAStateFiniteWhoseParametersAre() {
        round(3f, Float.NaN, 6);

        assertThat(averager.finite()).isTrue();
        assertThat(averager.lastFiniteState().step()).isEqualTo(6);
    }
}
