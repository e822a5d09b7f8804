package glissade.collective;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReplicationTest {

    /** 8 slices in a mini-batch, 3 in the last of an epoch, the last of which is shorter. */
    private static final EpochShape SHAPE = new EpochShape(32 * 9 + 10, 32, 4);

    private static final int STEPS = 10;

    @ParameterizedTest
    @CsvSource({"1", "2", "3", "5", "8"})
    void shouldShareOutAllSamplesOfEveryStep(int replicas) {
        Replication replication = new Replication(replicas, 4);
        for (long step = STEPS - 2; step < STEPS; step++) {
            int slice = 0;
            int samples = 0;
            int active = 0;
            for (int replica = 0; replica < replicas; replica++) {
                StepShare share = replication.share(SHAPE, step, replica);
                int own = replication.samples(SHAPE, step, replica);
                assertThat(share.from()).isEqualTo(slice);
                assertThat(share.nodes()).hasSize(own > 0 ? 1 : 0);
                slice = share.to();
                samples += own;
                active += own > 0 ? 1 : 0;
            }
            assertThat(slice).isEqualTo(SHAPE.slices(SHAPE.batchSamples(step)));
            assertThat(samples).isEqualTo(SHAPE.batchSamples(step));
            assertThat(active).isEqualTo(replication.active(SHAPE, step));
        }
    }

    @Test
    void shouldMeetAtTheEndOfEpochsAndOfTraining() {
        Rounds rounds = new Replication(2, 4).rounds(SHAPE, 17);

        assertThat(ends(rounds)).containsExactly(4L, 8L, 10L, 14L, 17L);
    }

    @Test
    void shouldMeetWhereTheyWouldHaveWhenBegunOnTheWay() {
        Rounds rounds = new Replication(2, 4).rounds(SHAPE, 100);
        for (long step = 20; step < 24; step++) {
            assertThat(rounds.start(step)).isEqualTo(20);
            assertThat(rounds.end(step)).isEqualTo(24);
        }
        assertThat(rounds.start(29)).isEqualTo(28);
        assertThat(rounds.end(29)).isEqualTo(30);
    }

    @Test
    void shouldBeARoundEachStepWithoutReplicas() {
        assertThat(ends(new Rounds(SHAPE, 1, 12))).hasSize(12);
    }

    private static List<Long> ends(Rounds rounds) {
        List<Long> ends = new ArrayList<>();
        for (long step = 0; step < rounds.endStep(); step = rounds.end(step)) {
            ends.add(rounds.end(step));
        }
        return ends;
    }
}
