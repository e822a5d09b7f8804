package glissade.plane;

import static glissade.plane.MeshTestBed.GENERATION;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import glissade.math.Kernels;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Sending, polling, ticking and adding out of the log make no garbage. */
@Timeout(value = 90, unit = TimeUnit.SECONDS)
final class MeshAllocationTest {
    private static final int FLOATS = FrameDescriptor.MAX_FLOATS;
    private static final int STEPS = 400;
    private static final long PATIENCE_NS = 60_000_000_000L;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final Kernels kernels = Kernels.create();
    private final FrameHeader header = new FrameHeader();
    private final float[] payload = new float[FLOATS];
    private final float[] target = new float[FLOATS];
    private final double[] loss = {1.0};
    private int taken;
    private final FrameHandler adder =
            frame -> {
                taken++;
                if (frame.type() == FrameType.LOSS) {
                    target[0] = (float) frame.doubleAt(0);
                } else {
                    frame.addFloats(kernels, target, 0);
                }
            };

    @ParameterizedTest
    @EnumSource
    void shouldAllocateNothingWhenFramesFlow(Transport transport) {
        try (MeshTestBed bed = MeshTestBed.open(transport, 3)) {
            long least = Long.MAX_VALUE;
            long deadline = System.nanoTime() + PATIENCE_NS;
            // The first rounds warm up; a later one may be charged for a moment of the compiler's.
            while (least > 0 && System.nanoTime() < deadline) {
                long before = threads.getCurrentThreadAllocatedBytes();
                exchange(bed);
                least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
            }

            assertThat(least).isZero();
        }
    }

    /** Each rank sends a partial sum to the next, then parameters and a loss to all. */
    private void exchange(MeshTestBed bed) {
        int worldSize = bed.meshes.size();
        for (int step = 0; step < STEPS; step++) {
            taken = 0;
            for (int rank = 0; rank < worldSize; rank++) {
                PlaneMesh mesh = bed.meshes.get(rank);
                header.partialSum(GENERATION, step, rank, rank + 1, 0, 0);
                while (mesh.trySend((rank + 1) % worldSize, header, payload, 0, FLOATS) < 0) {
                    takeIn(bed);
                }
                header.parameters(GENERATION, step, 0, 0);
                while (mesh.trySendAll(header, payload, 0, FLOATS) < 0) {
                    takeIn(bed);
                }
                header.loss(GENERATION, step, 0, 1);
                while (mesh.trySendAll(header, loss, 0, 1) < 0) {
                    takeIn(bed);
                }
            }
            int due = worldSize + 2 * worldSize * (worldSize - 1);
            while (taken < due) {
                takeIn(bed);
            }
        }
    }

    private void takeIn(MeshTestBed bed) {
        for (int rank = 0; rank < bed.meshes.size(); rank++) {
            bed.meshes.get(rank).poll(adder, 4);
        }
    }
}
