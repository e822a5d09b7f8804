package glissade.plane;

import static glissade.plane.PlaneTestBed.GENERATION;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Sending and receiving makes no garbage. Aeron's driver makes a little while its code is not fully
 * compiled, so ticks are left out of the account.
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class PlaneAllocationTest {
    private static final int FLOATS = 64;
    private static final long PATIENCE_NS = 60_000_000_000L;
    private static final int STEPS = 800;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final FrameHeader header = new FrameHeader();
    private final float[] payload = new float[FLOATS];
    private final float[] target = new float[FLOATS];
    private final double[] loss = {1.0};
    private final FrameHandler copier =
            frame -> {
                if (frame.type() == FrameType.LOSS) {
                    target[0] = (float) frame.doubleAt(0);
                } else {
                    frame.copyFloats(target, 0);
                }
            };

    private long allocatedByTicks;

    @ParameterizedTest
    @EnumSource
    void shouldAllocateNothingWhenFramesFlow(Transport transport) {
        try (PlaneTestBed bed = PlaneTestBed.open(transport, 1)) {
            long least = Long.MAX_VALUE;
            long deadline = System.nanoTime() + PATIENCE_NS;
            // The first rounds warm up; a later one may be charged for a moment of the compiler's.
            while (least > 0 && System.nanoTime() < deadline) {
                allocatedByTicks = 0;
                long before = threads.getCurrentThreadAllocatedBytes();
                exchange(bed);
                long allocated = threads.getCurrentThreadAllocatedBytes() - before;
                least = Math.min(least, allocated - allocatedByTicks);
            }

            assertThat(least).isZero();
        }
    }

    /** Parameters out, a partial sum and a loss back, all on this thread. */
    private void exchange(PlaneTestBed bed) {
        PlaneReceiver worker = bed.parameters.get(0);
        PlaneReceiver averager = bed.hostGradients.get(0);
        PlaneSender sender = bed.gradients.get(0);
        for (int step = 0; step < STEPS; step++) {
            header.parameters(GENERATION, step, 0, 0);
            while (bed.broadcast.trySend(header, payload, 0, FLOATS) < 0) {
                tick(bed);
            }
            while (worker.poll(copier, 1) == 0) {
                tick(bed);
            }
            header.partialSum(GENERATION, step, 0, 1, 0, 0);
            while (sender.trySend(header, payload, 0, FLOATS) < 0) {
                tick(bed);
            }
            header.loss(GENERATION, step, 0, 1);
            while (sender.trySend(header, loss, 0, 1) < 0) {
                tick(bed);
            }
            for (int frames = 0; frames < 2; frames += averager.poll(copier, 2)) {
                tick(bed);
            }
        }
    }

    private void tick(PlaneTestBed bed) {
        long before = threads.getCurrentThreadAllocatedBytes();
        bed.host.tick();
        allocatedByTicks += threads.getCurrentThreadAllocatedBytes() - before;
    }
}
