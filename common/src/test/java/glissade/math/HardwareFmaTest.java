package glissade.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.InstantSource;
import java.util.PrimitiveIterator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class HardwareFmaTest {
    private static final long SLOW_NS = 200_000;
    private static final long FAST_NS = 5_000;

    @Test
    void shouldFindFmaWhenOneRoundIsFast() {
        assertThat(HardwareFma.isPresent(clock(SLOW_NS, SLOW_NS, SLOW_NS, FAST_NS))).isTrue();
    }

    @Test
    void shouldMissFmaWhenEveryRoundIsSlow() {
        assertThat(HardwareFma.isPresent(clock(SLOW_NS))).isFalse();
    }

    @Test
    void shouldNotTrustAClockThatGoesBack() {
        assertThat(HardwareFma.isPresent(clock(-FAST_NS))).isFalse();
    }

    @Test
    void shouldSayWhatLacksAndHowToMendIt() {
        assertThatThrownBy(() -> KernelChoice.requireMachine(false, true))
                .isInstanceOf(UnsupportedMachineException.class)
                .hasMessageContaining("no fused multiply-add in hardware")
                .hasMessageContaining("use a processor with AVX2 and FMA");
        assertThatThrownBy(() -> KernelChoice.requireMachine(true, false))
                .isInstanceOf(UnsupportedMachineException.class)
                .hasMessageContaining("--add-modules jdk.incubator.vector");
        assertThatCode(() -> KernelChoice.requireMachine(true, true)).doesNotThrowAnyException();
    }

    /** A clock by which the rounds take the given times, the last one for ever. */
    private static InstantSource clock(long... roundNs) {
        PrimitiveIterator.OfLong readings = LongStream.iterate(0, i -> i + 1).iterator();
        long[] now = {1_000_000_000_000L};
        return () -> {
            long reading = readings.nextLong();
            if (reading % 2 == 1) {
                now[0] += roundNs[(int) Math.min(reading / 2, roundNs.length - 1)];
            }
            return Instant.ofEpochSecond(0, now[0]);
        };
    }
}
