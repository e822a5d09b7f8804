package glissade.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

final class KernelSpeedTest {
    @Test
    void shouldDivideTheWorkByTheShortestRun() {
        var speed = new KernelSpeed(Kernels.scalar(), ticking(120, 0, 8, 2, 4, 100), 114);

        // 2 · 3 · 5 · 7 operations in 2 ns
        assertThat(speed.matmulGflops(3, 5, 7)).isEqualTo(105.0);
    }

    @Test
    void shouldCountTheProductsOfAGradientAndNotItsTree() {
        var speed = new KernelSpeed(Kernels.scalar(), ticking(120, 0, 8, 2, 4, 100), 114);

        // 2 · 6 · 5 · 7 operations in 2 ns
        assertThat(speed.weightGradientGflops(6, 2, 5, 7)).isEqualTo(210.0);
    }

    @Test
    void shouldMeasureWithARealClock() {
        for (Kernels kernels : new Kernels[] {Kernels.scalar(), Kernels.create()}) {
            var speed = new KernelSpeed(kernels, System::nanoTime, 200_000_000);

            assertThat(speed.peakGflops()).isPositive();
            assertThat(speed.matmulGflops(64, 64, 64)).isPositive();
            assertThat(speed.weightGradientGflops(64, 16, 64, 64)).isPositive();
        }
    }

    @Test
    void shouldRejectAMeasurementWithoutTime() {
        assertThatThrownBy(() -> new KernelSpeed(Kernels.scalar(), System::nanoTime, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("measureNs must be positive: measureNs=0");
    }

    /** A clock that moves by the given steps between readings. */
    private static LongSupplier ticking(long... steps) {
        var now = new AtomicLong();
        var reading = new AtomicLong();
        return () -> {
            long index = reading.getAndIncrement();
            return index == 0 ? 0 : now.addAndGet(steps[(int) (index - 1)]);
        };
    }
}
