package glissade.plane;

import static glissade.plane.PlaneTestBed.GENERATION;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One host, some of whose workers share its memory while others are reached over UDP. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class MixedPlaneTest {
    private static final int FLOATS = FrameDescriptor.MAX_FLOATS;

    private final FrameHeader header = new FrameHeader();

    private static PlaneTestBed open(String memories) {
        return PlaneTestBed.open(
                PlaneSettings.of(Transport.IPC, 2), MeshTestBed.memories(memories));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0 1", "1 0", "0 1 0", "0 1 1", "1 0 2 0 1"})
    void shouldLoseAndDoubleNothingWhenEverybodyIsSentMoreThanLogsHold(String memories) {
        int frames = 100;
        try (PlaneTestBed bed = open(memories)) {
            int workers = bed.members.size();
            float[] payload = new float[FLOATS];
            List<List<Long>> heard = new ArrayList<>();
            bed.members.forEach(member -> heard.add(new ArrayList<>()));
            for (int step = 0; step < frames; step++) {
                int of = step;
                // One after the other falls behind.
                int slow = step / 20 % workers;
                header.parameters(GENERATION, step, 0, 0);
                int[] refusals = new int[1];
                bed.send(
                        () -> {
                            int result = bed.broadcast.trySend(header, payload, 0, FLOATS);
                            refusals[0] += result == SendResult.SENT ? 0 : 1;
                            return result;
                        },
                        () -> {
                            for (int rank = 0; rank < workers; rank++) {
                                List<Long> own = heard.get(rank);
                                if (rank != slow || refusals[0] > 3) {
                                    bed.parameters
                                            .get(rank)
                                            .poll(frame -> own.add(frame.step()), of % 3 + 1);
                                }
                            }
                        });
            }
            for (int rank = 0; rank < workers; rank++) {
                List<Long> own = heard.get(rank);
                PlaneReceiver receiver = bed.parameters.get(rank);
                bed.await(
                        "the rest",
                        () ->
                                receiver.poll(frame -> own.add(frame.step()), 10) < 0
                                        || own.size() == frames);
                assertThat(own).isSorted().doesNotHaveDuplicates();
                assertThat(receiver.faults().total()).isZero();
            }
            assertThat(bed.host.failure()).isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0 1", "1 0 2 0"})
    void shouldHearEveryWorkerInEveryGeneration(String memories) {
        try (PlaneTestBed bed = open(memories)) {
            for (int generation = 0; generation < 2; generation++) {
                for (int rank = 0; rank < bed.members.size(); rank++) {
                    PlaneSender sender = bed.gradients.get(rank);
                    PlaneReceiver receiver = bed.hostGradients.get(rank);
                    header.partialSum(GENERATION, 5, rank, rank + 1, 0, 0);
                    bed.send(() -> sender.trySend(header, new float[FLOATS], 0, FLOATS), () -> {});
                    List<Integer> heard = new ArrayList<>();
                    bed.await(
                            "its sum",
                            () ->
                                    receiver.poll(frame -> heard.add(frame.senderRank()), 1) < 0
                                            || !heard.isEmpty());
                    assertThat(heard).containsExactly(rank);
                }
                if (generation == 0) {
                    bed.nextGeneration();
                }
            }
        }
    }

    @Test
    void shouldHaveAPortOnlyWhereAWorkerNeedsIt() {
        try (PlaneTestBed bed = open("0 1")) {
            assertThat(bed.host.gradientEndpoint()).matches("127\\.0\\.0\\.1:[0-9]+");
            assertThat(bed.members.get(0).parameterEndpoint()).isEmpty();
            assertThat(bed.members.get(1).parameterEndpoint()).isNotEmpty();
        }
        try (PlaneTestBed bed = open("0 0")) {
            assertThat(bed.host.gradientEndpoint()).isEmpty();
        }
    }

    @Test
    void shouldLeaveNothingBehindWhenItCloses() {
        List<Path> directories = new ArrayList<>();
        try (PlaneTestBed bed = open("0 1")) {
            directories.add(Path.of(bed.host.directory()));
            directories.add(Path.of(bed.members.get(1).directory()));
            assertThat(directories).allMatch(Files::isDirectory);
        }
        assertThat(directories).noneMatch(Files::exists);
    }
}
