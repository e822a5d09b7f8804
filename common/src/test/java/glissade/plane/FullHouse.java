package glissade.plane;

import static glissade.plane.PlaneTestBed.GENERATION;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Opens every stream of two generations of a run with two workers, the second while the logs of the
 * first still linger, and writes through every page of every log, in however small a /dev/shm. A
 * check that promised too much would end in SIGBUS here.
 */
final class FullHouse {
    private FullHouse() {}

    public static void main(String[] arguments) throws Exception {
        PlaneSettings settings = PlaneSettings.of(Transport.of(arguments[0]), 2);
        try (PlaneTestBed bed = PlaneTestBed.open(settings, 2)) {
            fill(bed);
            System.out.println("all terms written");
            bed.nextGeneration();
            System.out.println("free=" + Files.getFileStore(Path.of("/dev/shm")).getUsableSpace());
            fill(bed);
            System.out.println("all terms written");
        } catch (InsufficientSharedMemoryException tooLittle) {
            System.out.println(tooLittle.getMessage());
        }
        System.out.println("left=" + Arrays.toString(new java.io.File("/dev/shm").list()));
    }

    private static void fill(PlaneTestBed bed) {
        FrameHeader header = new FrameHeader();
        float[] payload = new float[FrameDescriptor.MAX_FLOATS];
        int rounds = 4 * bed.settings.termLength() / FrameDescriptor.MAX_FRAME_LENGTH;
        Runnable readAll =
                () -> {
                    bed.parameters.forEach(receiver -> receiver.poll(frame -> {}, 10));
                    bed.hostGradients.forEach(receiver -> receiver.poll(frame -> {}, 10));
                };
        for (int round = 0; round < rounds; round++) {
            header.parameters(GENERATION, round, 0, 0);
            bed.send(() -> bed.broadcast.trySend(header, payload, 0, payload.length), readAll);
            header.partialSum(GENERATION, round, 0, 1, 0, 0);
            for (PlaneSender sender : bed.gradients) {
                bed.send(() -> sender.trySend(header, payload, 0, payload.length), readAll);
            }
        }
    }
}
