package glissade.worker.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import glissade.timeline.Phase;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LanesTest {

    @Test
    void shouldRunEveryTaskOnceOnEveryLane() {
        AtomicIntegerArray runs = new AtomicIntegerArray(4);
        try (Lanes lanes = new Lanes(4, "test")) {
            for (int task = 0; task < 5_000; task++) {
                lanes.run(runs::incrementAndGet);
            }
        }

        for (int lane = 0; lane < 4; lane++) {
            assertThat(runs.get(lane)).isEqualTo(5_000);
        }
    }

    @Test
    void shouldShowAllLanesWhatWasWrittenBefore() {
        int[] input = new int[1];
        int[] seen = new int[3];
        try (Lanes lanes = new Lanes(3, "test")) {
            for (int round = 1; round < 2_000; round++) {
                input[0] = round;
                lanes.run(lane -> seen[lane] = input[0]);

                assertThat(seen).containsOnly(round);
            }
        }
    }

    @Test
    void shouldThrowWhatALaneThrowsAndGoOn() {
        try (Lanes lanes = new Lanes(2, "test")) {
            assertThatThrownBy(() ->
                            lanes.run(lane -> {
                                if (lane == 1) {
                                    throw new IllegalArgumentException("broken");
                                }
                            }))
                    .hasMessageContaining("broken");

            int[] seen = new int[2];
            lanes.run(lane -> seen[lane] = 7);
            assertThat(seen).containsOnly(7);
        }
    }

    /** Every lane but the first runs the task; what is started next waits for it. */
    @Test
    void shouldRunATaskOnTheOtherLanesBeforeWhateverIsStartedNext() {
        int[] seen = new int[3];
        try (Lanes lanes = new Lanes(3, "test")) {
            for (int round = 1; round < 2_000; round++) {
                int started = round;
                lanes.start(lane -> seen[lane] = started, round, Phase.FORWARD, 0);
                if (round % 2 == 0) {
                    lanes.join();
                    assertThat(seen).containsExactly(0, started, started);
                }
                lanes.run(lane -> seen[lane] -= started);
                assertThat(seen).containsExactly(-started, 0, 0);
                seen[0] = 0;
            }
        }
    }

    @Test
    void shouldTellWhoIsStartedThatTheTrainingThreadWaits() {
        try (Lanes lanes = new Lanes(2, "test")) {
            lanes.start(
                    lane -> {
                        while (!lanes.isAwaited()) {
                            Thread.onSpinWait();
                        }
                    },
                    0,
                    Phase.FORWARD,
                    0);
            lanes.join();

            assertThat(lanes.isAwaited()).isTrue();
        }
    }

    @Test
    void shouldThrowWhatAStartedTaskThrowsWhenItIsWaitedFor() {
        try (Lanes lanes = new Lanes(2, "test")) {
            lanes.start(
                    lane -> {
                        throw new IllegalArgumentException("broken");
                    },
                    0,
                    Phase.FORWARD,
                    0);

            assertThatThrownBy(lanes::join).hasMessageContaining("broken");
            lanes.join();
        }
    }

    @Test
    void shouldStartNothingWithoutOtherLanes() {
        try (Lanes lanes = new Lanes(1, "test")) {
            lanes.start(
                    lane -> {
                        throw new AssertionError("lane " + lane);
                    },
                    0,
                    Phase.FORWARD,
                    0);
            lanes.join();
        }
    }
}
