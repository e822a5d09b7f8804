package glissade.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import glissade.AllocatedBytes;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(90)
class PhaseClockTest {

    private long now = 1_000;
    private long readings;

    private long read() {
        readings++;
        return now;
    }

    @Test
    void shouldAddUpToTheTimeFromBeginToEnd() {
        Random random = new Random(11);
        List<Phase> phases = List.of(Phase.values());
        PhaseClock clock = PhaseClock.unrecorded(this::read);
        Map<Share, Long> expected = new EnumMap<>(Share.class);
        Phase phase = Phase.WAIT;
        clock.begin(phase);
        for (int i = 0; i < 500; i++) {
            long nanos = random.nextInt(1_000);
            now += nanos;
            expected.merge(phase.share(), nanos, Long::sum);
            phase = phases.get(random.nextInt(phases.size()));
            assertThat(clock.enter(phase)).isEqualTo(now);
        }
        now += 7;
        expected.merge(phase.share(), 7L, Long::sum);

        clock.end();
        now += 1_000_000;
        clock.enter(Phase.FORWARD);
        clock.end();

        long sum = 0;
        for (Share share : Share.values()) {
            assertThat(clock.nanos(share)).isEqualTo(expected.get(share));
            sum += clock.nanos(share);
        }
        assertThat(sum).isEqualTo(now - 1_000_000 - 1_000);
    }

    @Test
    void shouldReadNoClockForDetailThatNobodyWants() {
        PhaseClock clock = PhaseClock.unrecorded(this::read);
        clock.begin(Phase.FORWARD);
        long before = readings;

        clock.mark(Phase.BACKWARD, 2);

        assertThat(readings).isEqualTo(before);
        assertThat(clock.phase()).isEqualTo(Phase.FORWARD);
        assertThat(clock.isRecorded()).isFalse();
        assertThat(clock.ring().moments()).isEmpty();
    }

    @Test
    void shouldKeepEveryChangeOfPhaseWithItsLayerAndStep() {
        PhaseClock clock = PhaseClock.recorded(this::read);
        clock.begin(Phase.WAIT);
        clock.step((1L << 40) - 1);
        now = 2_000;
        clock.enter(Phase.FORWARD, 65_534);
        clock.mark(Phase.FORWARD, 65_534);
        now = 3_000;
        clock.mark(Phase.LOSS);
        now = 4_000;
        clock.end();

        assertThat(clock.ring().lost()).isZero();
        assertThat(clock.ring().moments())
                .containsExactly(
                        new Moment(1_000, Phase.WAIT, -1, 0),
                        new Moment(2_000, Phase.FORWARD, 65_534, (1L << 40) - 1),
                        new Moment(3_000, Phase.LOSS, -1, (1L << 40) - 1),
                        new Moment(4_000, Phase.IDLE, -1, (1L << 40) - 1));
    }

    @Test
    void shouldLetTheOldestMomentsGoWhenTheRingIsFull() {
        PhaseClock clock = PhaseClock.recorded(this::read, new MomentRing(8));
        for (int step = 0; step < 21; step++) {
            now = step;
            clock.step(step);
            clock.enter(Phase.UPDATE, step);
        }

        assertThat(clock.ring().lost()).isEqualTo(13);
        assertThat(clock.ring().moments()).hasSize(8);
        assertThat(clock.ring().moments().getFirst())
                .isEqualTo(new Moment(13, Phase.UPDATE, 13, 13));
        assertThat(clock.ring().moments().getLast())
                .isEqualTo(new Moment(20, Phase.UPDATE, 20, 20));
    }

    @Test
    void shouldAllocateNothing() {
        PhaseClock clock = PhaseClock.recorded(System::nanoTime, new MomentRing(64));
        clock.begin(Phase.WAIT);

        long allocated =
                AllocatedBytes.of(() -> {
                    for (int step = 0; step < 100; step++) {
                        clock.step(step);
                        clock.enter(Phase.GRADIENT, 1);
                        clock.mark(Phase.REDUCE);
                    }
                });

        assertThat(allocated).isZero();
    }
}
