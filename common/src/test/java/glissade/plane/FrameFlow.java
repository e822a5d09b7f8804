package glissade.plane;

import static glissade.plane.MeshTestBed.GENERATION;

import glissade.AllocatedBytes;
import glissade.math.Kernels;

/**
 * Three ranks that send, poll, tick and add out of the log, all on one thread: prints how many
 * bytes a round allocates once it is warm. Runs in a JVM of its own, as workers do: whether vectors
 * become objects is decided by what the compiler inlines where, and that by what ran in the JVM
 * before. In one that had run other tests a round once allocated 6,144 bytes: 64 vectors of 96
 * bytes each, which is one of its 28,800 additions of 1,024 floats, in a compiled copy of the loop
 * with one operation not inlined. The mesh itself, drivers and logs allocated nothing.
 */
final class FrameFlow {
    private static final int FLOATS = FrameDescriptor.MAX_FLOATS;
    private static final int STEPS = 400;

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

    /** Argument: the memory that each rank is in. */
    public static void main(String[] arguments) {
        try (MeshTestBed bed = MeshTestBed.open(arguments[0])) {
            FrameFlow flow = new FrameFlow();
            System.out.println("bytes=" + AllocatedBytes.of(() -> flow.exchange(bed)));
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
