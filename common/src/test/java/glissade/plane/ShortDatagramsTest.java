package glissade.plane;

import static glissade.plane.PlaneTestBed.GENERATION;
import static org.assertj.core.api.Assertions.assertThat;

import glissade.math.Kernels;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Frames in datagrams as short as they are between machines. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class ShortDatagramsTest {
    private static final PlaneSettings SHORT =
            new PlaneSettings(
                    Transport.UDP,
                    "127.0.0.1",
                    PlaneSettings.UDP_TERM_LENGTH,
                    PlaneSettings.NETWORK_MTU,
                    PlaneSettings.UDP_WINDOW_LENGTH,
                    2);
    private static final byte FIRST = (byte) 0x80;
    private static final byte MIDDLE = 0;
    private static final byte LAST = 0x40;

    private final FrameHeader header = new FrameHeader();

    @Test
    void shouldCarryFramesOfEveryLength() {
        try (PlaneTestBed bed = PlaneTestBed.open(SHORT, 2)) {
            float[] numbers = ramp(8_192);
            PlaneSender sender = bed.gradients.get(1);
            PlaneReceiver receiver = bed.hostGradients.get(1);
            int[] lengths = {1, 327, 328, 329, 4_096, 8_191, 8_192};
            List<Integer> heard = new ArrayList<>();
            FrameHandler handler =
                    frame -> {
                        float[] copy = new float[8_192];
                        frame.copyFloats(copy, 0);
                        for (int i = 0; i < frame.floats(); i++) {
                            assertThat(copy[i]).isEqualTo(numbers[i]);
                        }
                        heard.add(frame.floats());
                    };

            for (int length : lengths) {
                bed.send(
                        () ->
                                sender.trySend(
                                        header.partialSum(GENERATION, 9, 4, 8, 0, 0),
                                        numbers,
                                        0,
                                        length),
                        () -> receiver.poll(handler, 3));
            }
            bed.await(
                    "all frames",
                    () -> receiver.poll(handler, 3) < 0 || heard.size() == lengths.length);

            assertThat(heard).containsExactly(1, 327, 328, 329, 4_096, 8_191, 8_192);
            assertThat(receiver.faults().total()).isZero();
            assertThat(bed.host.failure()).isNull();
        }
    }

    @Test
    void shouldLeaveFramesThatAreNotDueInTheLog() {
        try (MeshTestBed bed = MeshTestBed.open(SHORT, 3)) {
            float[] numbers = ramp(8_192);
            List<Long> heard = new ArrayList<>();
            FrameHandler handler = frame -> heard.add(frame.step());
            PlaneMesh from = bed.meshes.get(0);
            PlaneMesh to = bed.meshes.get(2);
            for (int step = 0; step < 3; step++) {
                int of = step;
                bed.send(
                        () ->
                                from.trySendAll(
                                        header.parameters(MeshTestBed.GENERATION, of, 0, 0),
                                        numbers,
                                        0,
                                        8_192),
                        () -> {});
            }

            bed.await("the first frame", () -> to.poll(0, handler, 1) < 0 || heard.size() == 1);
            for (int i = 0; i < 100; i++) {
                to.poll(0, handler, 0);
            }

            assertThat(heard).containsExactly(0L);
            bed.await("the others", () -> to.poll(0, handler, 2) < 0 || heard.size() == 3);
            assertThat(heard).containsExactly(0L, 1L, 2L);
            assertThat(to.droppedFrames()).isZero();
        }
    }

    /** From one float to a frame of several datagrams, of which one more would not pay. */
    @Test
    void shouldCarryFramesWithoutZeros() {
        for (PlaneSettings settings : List.of(SHORT, PlaneSettings.of(Transport.IPC))) {
            try (MeshTestBed bed = MeshTestBed.open(settings, 2)) {
                PlaneMesh from = bed.meshes.get(0);
                PlaneMesh to = bed.meshes.get(1);
                float[] heard = new float[8_192];
                int[] frames = new int[1];
                FrameHandler handler =
                        frame -> {
                            assertThat(frame.type()).isEqualTo(FrameType.PARTIAL_SUM_SPARSE);
                            assertThat(frame.floats()).isEqualTo(8_192);
                            frame.copyFloats(Kernels.scalar(), heard, 0);
                            frames[0]++;
                        };
                for (int count : new int[] {0, 1, 216, 217, 300, 5_460}) {
                    float[] sums = new float[8_192];
                    for (int i = 0; i < count; i++) {
                        sums[(i * 37 + 5) % 8_192] = i - 3.5f;
                    }
                    assertThat(SparseFloats.count(sums, 0, 8_192)).isEqualTo(count);
                    header.sparseSum(MeshTestBed.GENERATION, 7, 2, 4, 1, 8_192);
                    frames[0] = 0;
                    bed.send(
                            () -> from.trySendSparse(1, header, sums, 0, 8_192, count),
                            () -> to.poll(0, handler, 1));
                    bed.await("the frame", () -> to.poll(0, handler, 1) < 0 || frames[0] == 1);

                    assertThat(heard).isEqualTo(sums);
                    assertThat(to.droppedFrames()).isZero();
                }
            }
        }
    }

    @Test
    void shouldRefuseWhatIsLongerThanAFrame() {
        FrameAssembly assembly = new FrameAssembly();
        UnsafeBuffer part = new UnsafeBuffer(new byte[20_000]);

        assertThat(assembly.add(part, 0, 20_000, FIRST)).isEqualTo(FrameAssembly.INCOMPLETE);
        assertThat(assembly.add(part, 0, 20_000, MIDDLE)).isEqualTo(FrameAssembly.REFUSED);
        assertThat(assembly.add(part, 0, 20_000, LAST)).isEqualTo(FrameAssembly.INCOMPLETE);
    }

    @Test
    void shouldWaitForTheFirstPart() {
        FrameAssembly assembly = new FrameAssembly();
        UnsafeBuffer part = new UnsafeBuffer("abcdef".getBytes(StandardCharsets.US_ASCII));

        assertThat(assembly.add(part, 0, 6, LAST)).isEqualTo(FrameAssembly.INCOMPLETE);
        assertThat(assembly.add(part, 1, 3, FIRST)).isEqualTo(FrameAssembly.INCOMPLETE);
        assertThat(assembly.add(part, 5, 1, LAST)).isEqualTo(FrameAssembly.COMPLETE);
        assertThat(assembly.buffer().getStringWithoutLengthAscii(0, assembly.length()))
                .isEqualTo("bcdf");
    }

    private static float[] ramp(int length) {
        float[] numbers = new float[length];
        for (int i = 0; i < length; i++) {
            numbers[i] = i * 0.25f;
        }
        return numbers;
    }
}
