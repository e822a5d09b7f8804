package glissade.plane;

import static glissade.plane.MeshTestBed.GENERATION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import glissade.math.Kernels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames between ranks, over real Aeron, every rank with a driver of its own. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
final class PlaneMeshTest {
    private static final int FLOATS = FrameDescriptor.MAX_FLOATS;

    private final FrameHeader header = new FrameHeader();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0 0",
                "0 0 0",
                "0 0 0 0",
                "1 2",
                "1 2 3",
                "1 2 3 4",
                "0 0 1",
                "0 1 1",
                "0 0 1 1 2",
                "1 0 2 0 1"
            })
    void shouldReachOneOrAllWhenARankSends(String memories) {
        try (MeshTestBed bed = MeshTestBed.open(memories)) {
            int worldSize = bed.members.size();
            float[] payload = {1f, 2f, 3f};
            double[] losses = {Math.PI};
            Set<String> expected = new TreeSet<>();
            for (int from = 0; from < worldSize; from++) {
                PlaneMesh mesh = bed.meshes.get(from);
                for (int to = 0; to < worldSize; to++) {
                    if (to == from) {
                        continue;
                    }
                    int step = from * 10 + to;
                    header.partialSum(GENERATION, step, from, from + 1, 4, 32_768);
                    assertThat(mesh.trySend(to, header, payload, 1, 2)).isEqualTo(SendResult.SENT);
                    header.loss(GENERATION, step, 1, 2);
                    assertThat(mesh.trySend(to, header, losses, 0, 1)).isEqualTo(SendResult.SENT);
                    expected.add(from + "->" + to + " PARTIAL_SUM " + step + " 2.0");
                    expected.add(from + "->" + to + " LOSS " + step + " " + Math.PI);
                    expected.add(from + "->" + to + " PARAMETERS 77 1.0");
                    expected.add(from + "->" + to + " LOSS 78 " + Math.PI);
                    expected.add(from + "->" + to + " HELLO 0 ");
                }
                header.parameters(GENERATION, 77, 0, 0);
                assertThat(mesh.trySendAll(header, payload, 0, 3)).isEqualTo(SendResult.SENT);
                header.loss(GENERATION, 78, 1, 2);
                assertThat(mesh.trySendAll(header, losses, 0, 1)).isEqualTo(SendResult.SENT);
                assertThat(mesh.trySendAll(header.hello(GENERATION))).isEqualTo(SendResult.SENT);
            }
            List<String> heard = new ArrayList<>();
            float[] target = new float[3];
            for (int rank = 0; rank < worldSize; rank++) {
                int own = rank;
                PlaneMesh mesh = bed.meshes.get(rank);
                FrameHandler handler =
                        frame -> {
                            String content = "";
                            if (frame.type() == FrameType.LOSS) {
                                content += frame.doubleAt(0);
                            } else if (frame.floats() > 0) {
                                frame.copyFloats(target, 0);
                                content += target[0];
                            }
                            heard.add(
                                    frame.senderRank()
                                            + "->"
                                            + own
                                            + " "
                                            + frame.type()
                                            + " "
                                            + frame.step()
                                            + " "
                                            + content);
                        };
                int due = heard.size() + 5 * (worldSize - 1);
                bed.await("frames", () -> mesh.poll(handler, 1) < 0 || heard.size() == due);
                bed.await("skipped frames", () -> mesh.poll(handler, 10) == 0);
            }

            assertThat(heard).containsExactlyInAnyOrderElementsOf(expected);
            assertThat(bed.meshes)
                    .allSatisfy(mesh -> {
                        assertThat(mesh.droppedFrames()).isZero();
                        assertThat(mesh.lost()).isFalse();
                        assertThat(mesh.missingRank()).isEqualTo(-1);
                    });
            assertThat(bed.members).allSatisfy(member -> assertThat(member.failure()).isNull());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0 0 0", "1 2 3", "0 0 1", "0 1 1"})
    void shouldLoseAndDoubleNothingWhenLogsAreFull(String memories) {
        int frames = 600;
        int worldSize = 3;
        try (MeshTestBed bed = MeshTestBed.open(memories)) {
            List<InOrder> counters = new ArrayList<>();
            for (int rank = 0; rank < worldSize; rank++) {
                counters.add(new InOrder(worldSize));
            }
            float[] payload = new float[FLOATS];
            int[] refusals = new int[1];
            for (int i = 0; i < frames; i++) {
                payload[0] = i;
                for (PlaneMesh mesh : bed.meshes) {
                    boolean toAll = i % 3 == 0;
                    int to = (mesh.rank() + i) % worldSize;
                    // Twice the others' turn, once all: i % 3 tells whose step it is.
                    header.parameters(GENERATION, i, 0, 0);
                    bed.send(
                            () -> {
                                int result =
                                        toAll
                                                ? mesh.trySendAll(header, payload, 0, FLOATS)
                                                : mesh.trySend(to, header, payload, 0, FLOATS);
                                refusals[0] += result == SendResult.SENT ? 0 : 1;
                                return result;
                            },
                            () -> {
                                if (refusals[0] % 7 == 6) {
                                    refusals[0]++;
                                    bed.meshes.forEach(
                                            each -> each.poll(counters.get(each.rank()), 3));
                                }
                            });
                }
            }
            // All to everyone, and every second of the others to each.
            int due = (worldSize - 1) * frames / 3 + 2 * frames / 3;
            bed.meshes.forEach(mesh -> {
                InOrder counter = counters.get(mesh.rank());
                bed.await("the rest", () -> mesh.poll(counter, 100) < 0 || counter.frames == due);
                assertThat(mesh.poll(counter, 100)).isZero();
                assertThat(mesh.droppedFrames()).isZero();
            });
            assertThat(refusals[0]).isPositive();
        }
    }

    /** Expects steps of every sender to ascend, each once, with the payload that belongs to it. */
    private static final class InOrder implements FrameHandler {
        private final float[] payload = new float[FLOATS];
        private final long[] last;
        private int frames;

        InOrder(int worldSize) {
            last = new long[worldSize];
            Arrays.fill(last, -1);
        }

        @Override
        public void onFrame(FrameFlyweight frame) {
            frame.copyFloats(payload, 0);
            assertThat(frame.step()).isGreaterThan(last[frame.senderRank()]);
            assertThat(payload[0]).isEqualTo((float) frame.step());
            last[frame.senderRank()] = frame.step();
            frames++;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0 0 0", "1 2 3", "0 0 1", "0 1 1"})
    void shouldKeepEarlyFramesWhenOthersAreStillGreeting(String memories) {
        try (MeshTestBed bed = MeshTestBed.connect(memories)) {
            bed.openGeneration();
            PlaneMesh quick = bed.meshes.get(0);
            bed.await(
                    "the quick one",
                    () -> {
                        // The others go no further than the quick one needs.
                        boolean ready = quick.ready();
                        if (!ready) {
                            bed.meshes.get(1).ready();
                            bed.meshes.get(2).ready();
                        }
                        return ready;
                    });
            header.parameters(GENERATION, 5, 0, 0);
            bed.send(() -> quick.trySendAll(header, new float[] {7f}, 0, 1), () -> {});
            bed.send(() -> quick.trySendAll(header.hello(GENERATION)), () -> {});
            bed.await("everybody", bed::allReady);

            for (PlaneMesh mesh : bed.meshes.subList(1, 3)) {
                List<FrameType> heard = new ArrayList<>();
                bed.await(
                        "early frames",
                        () ->
                                mesh.poll(0, frame -> heard.add(frame.type()), 1) < 0
                                        || heard.size() == 2);
                assertThat(heard).containsExactly(FrameType.PARAMETERS, FrameType.HELLO);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0 0 0", "1 2 3", "0 0 1", "0 1 1"})
    void shouldLeaveFramesInTheLogWhenTheLimitIsReached(String memories) {
        try (MeshTestBed bed = MeshTestBed.open(memories)) {
            PlaneMesh sender = bed.meshes.get(2);
            float[] payload = {1f};
            for (int step = 0; step < 5; step++) {
                header.parameters(GENERATION, step, 0, 0);
                for (int times = 0; times < 3; times++) {
                    assertThat(sender.trySend(1, header, payload, 0, 1)).isEqualTo(SendResult.SENT);
                }
                assertThat(sender.trySend(0, header, payload, 0, 1)).isEqualTo(SendResult.SENT);
            }
            PlaneMesh mesh = bed.meshes.get(0);
            List<Long> steps = new ArrayList<>();
            for (int due = 1; due <= 5; due++) {
                int upTo = due;
                // Frames for others do not count, and hide none.
                bed.await(
                        "a frame",
                        () ->
                                mesh.poll(2, frame -> steps.add(frame.step()), 1) < 0
                                        || steps.size() >= upTo);
                assertThat(steps).hasSize(due);
            }
            assertThat(steps).containsExactly(0L, 1L, 2L, 3L, 4L);
        }
    }

    @Test
    void shouldAddStraightFromTheLogWhenFramesHoldFloats() {
        for (Kernels kernels : new Kernels[] {Kernels.create(), Kernels.scalar()}) {
            try (MeshTestBed bed = MeshTestBed.open(Transport.IPC, 2)) {
                float[] payload = new float[FLOATS];
                float[] target = new float[FLOATS + 10];
                float[] expected = new float[FLOATS + 10];
                for (int i = 0; i < FLOATS; i++) {
                    payload[i] = 1f / (i + 1);
                    target[i] = expected[i] = i * 0.1f;
                }
                int floats = 8_189;
                for (int i = 0; i < floats; i++) {
                    expected[i + 3] += payload[i];
                }
                header.partialSum(GENERATION, 0, 0, 1, 0, 0);
                bed.send(() -> bed.meshes.get(1).trySend(0, header, payload, 0, floats), () -> {});
                PlaneMesh mesh = bed.meshes.get(0);
                bed.await(
                        "the frame", () -> mesh.poll(f -> f.addFloats(kernels, target, 3), 1) == 1);

                assertThat(target).isEqualTo(expected);
            }
        }
    }

    @Test
    void shouldHoldTheSenderBackWhenOnePeerDoesNotPoll() {
        try (MeshTestBed bed = MeshTestBed.open(Transport.IPC, 3)) {
            PlaneMesh sender = bed.meshes.get(0);
            float[] payload = new float[FLOATS];
            int[] read = new int[1];
            int sent = 0;
            header.parameters(GENERATION, 0, 0, 0);
            while (sender.trySendAll(header, payload, 0, FLOATS) == SendResult.SENT) {
                sent++;
                bed.meshes.get(1).poll(frame -> read[0]++, 100);
            }
            assertThat(sent).isBetween(14, 16);
            assertThat(sender.lost()).isFalse();

            // It polls, and everything is there.
            int due = sent;
            int[] late = new int[1];
            PlaneMesh slow = bed.meshes.get(2);
            bed.await(
                    "what was sent",
                    () -> slow.poll(frame -> late[0]++, 100) < 0 || late[0] == due);
            bed.send(() -> sender.trySendAll(header, payload, 0, FLOATS), () -> {});
        }
    }

    /** It reads what it has once the sender is held back, and all go on. */
    @ParameterizedTest
    @ValueSource(strings = {"0 0 1", "0 1 0", "0 1 1", "1 2 2"})
    void shouldHoldTheSenderBackAndResumeWhenOneOfAMixDoesNotPoll(String memories) {
        try (MeshTestBed bed = MeshTestBed.open(memories)) {
            PlaneMesh sender = bed.meshes.get(0);
            PlaneMesh quick = bed.meshes.get(1);
            PlaneMesh slow = bed.meshes.get(2);
            InOrder quickCounter = new InOrder(3);
            InOrder slowCounter = new InOrder(3);
            float[] payload = new float[FLOATS];
            int step = 0;
            boolean refused = false;
            while (!refused) {
                payload[0] = step;
                header.parameters(GENERATION, step, 0, 0);
                int result = sender.trySendAll(header, payload, 0, FLOATS);
                int until = step + 1;
                if (result == SendResult.SENT) {
                    bed.await(
                            "the quick",
                            () -> {
                                quick.poll(quickCounter, 8);
                                return quickCounter.frames == until;
                            });
                    step++;
                }
                refused = result == SendResult.BACK_PRESSURED;
            }
            assertThat(step).isGreaterThan(10);

            for (int more = 0; more < 100; more++) {
                payload[0] = step;
                header.parameters(GENERATION, step, 0, 0);
                bed.send(
                        () -> sender.trySendAll(header, payload, 0, FLOATS),
                        () -> {
                            quick.poll(quickCounter, 8);
                            slow.poll(slowCounter, 8);
                        });
                step++;
            }
            int due = step;
            bed.await(
                    "the rest",
                    () -> {
                        quick.poll(quickCounter, 8);
                        slow.poll(slowCounter, 8);
                        return quickCounter.frames == due && slowCounter.frames == due;
                    });
            assertThat(bed.meshes).allSatisfy(mesh -> assertThat(mesh.droppedFrames()).isZero());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0 0 0", "1 2 3", "0 0 1", "0 1 1"})
    void shouldNotHoldTheSenderUpWhenFramesAreForOthers(String memories) {
        try (MeshTestBed bed = MeshTestBed.open(memories)) {
            PlaneMesh sender = bed.meshes.get(0);
            PlaneMesh reader = bed.meshes.get(1);
            PlaneMesh bystander = bed.meshes.get(2);
            float[] payload = new float[FLOATS];
            int[] read = new int[1];
            for (int step = 0; step < 200; step++) {
                header.parameters(GENERATION, step, 0, 0);
                bed.send(
                        () -> sender.trySend(1, header, payload, 0, FLOATS),
                        () -> {
                            reader.poll(frame -> read[0]++, 8);
                            if (read[0] % 2 == 0) {
                                bystander.poll(0, frame -> fail("not for it"), 0);
                            } else {
                                bystander.poll(frame -> fail("not for it"), 0);
                            }
                        });
            }
            // One for the bystander hides what follows, until it is wanted.
            header.loss(GENERATION, 200, 0, 1);
            bed.send(
                    () -> sender.trySend(2, header, new double[1], 0, 1),
                    () -> bystander.poll(frame -> fail("not wanted"), 0));
            bed.await("the bystander's", () -> bystander.poll(frame -> {}, 0) == 0);
            long[] step = new long[1];
            bed.await(
                    "the bystander's",
                    () -> bystander.poll(frame -> step[0] = frame.step(), 1) < 0 || step[0] == 200);
        }
    }

    @Test
    void shouldNameTheMissingRankWhenItHasNotGreeted() {
        try (MeshTestBed bed = MeshTestBed.connect("0 0 1")) {
            bed.openGeneration();
            PlaneMesh first = bed.meshes.get(0);
            PlaneMesh second = bed.meshes.get(1);
            bed.await(
                    "all but one",
                    () -> {
                        assertThat(first.ready()).isFalse();
                        assertThat(second.ready()).isFalse();
                        return first.missingRank() == 2 && second.missingRank() == 2;
                    });
            assertThat(first.ready()).isFalse();
            assertThat(first.missingRank()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0 0 0", "1 2 3", "0 0 1", "0 1 1"})
    void shouldOpenAnotherGenerationWhenOneIsOver(String memories) {
        try (MeshTestBed bed = MeshTestBed.open(memories)) {
            bed.meshes.forEach(PlaneMesh::close);
            bed.meshes.clear();
            bed.openGeneration();
            bed.await("greetings", bed::allReady);
            header.parameters(GENERATION, 1, 0, 0);
            bed.send(() -> bed.meshes.get(0).trySend(1, header, new float[] {1f}, 0, 1), () -> {});
            long[] step = new long[1];
            bed.await(
                    "a frame",
                    () ->
                            bed.meshes.get(1).poll(frame -> step[0] = frame.step(), 1) < 0
                                    || step[0] == 1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0 0 0", "1 2 3", "0 0 1", "0 1 1"})
    void shouldLeaveNothingBehindWhenItCloses(String memories) throws Exception {
        List<Path> directories;
        Set<Thread> before = threads();
        try (MeshTestBed bed = MeshTestBed.open(memories)) {
            directories = bed.members.stream().map(member -> Path.of(member.directory())).toList();
            assertThat(directories).allMatch(Files::isDirectory);
        }
        assertThat(directories).noneMatch(Files::exists);
        for (Thread thread : threads()) {
            if (!before.contains(thread) && thread.getName().startsWith("plane-")) {
                thread.join(5_000);
                assertThat(thread.isAlive()).as(thread.getName()).isFalse();
            }
        }
    }

    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream().collect(Collectors.toSet());
    }

    @Test
    void shouldRefuseWhenAddressesOrRanksAreWrong() {
        assertThatThrownBy(() -> MeshMember.start(PlaneSettings.of(Transport.IPC), 0, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("worldSize=1");
        try (MeshTestBed bed = MeshTestBed.open(Transport.IPC, 2)) {
            PlaneMesh mesh = bed.meshes.get(0);
            header.parameters(GENERATION, 1, 0, 0);
            assertThatThrownBy(() -> mesh.trySend(0, header, new float[1], 0, 1))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("rank=0");
        }
    }

    @Test
    void shouldTellWhatTheOthersNeedToReachIt() {
        try (MeshTestBed bed = MeshTestBed.connect("0 0 1")) {
            MeshAddress sharing = bed.members.get(1).address();
            MeshAddress apart = bed.members.get(2).address();
            assertThat(sharing.directory()).isEqualTo(bed.members.get(1).directory());
            assertThat(sharing.endpoint()).matches("127\\.0\\.0\\.1:[0-9]+");
            assertThat(apart.directory()).isEmpty();
            assertThat(apart.endpoint()).matches("127\\.0\\.0\\.1:[0-9]+");
        }
    }

    @Test
    void shouldHaveNoPortWhereAllShareMemory() {
        try (MeshTestBed bed = MeshTestBed.connect("1 1")) {
            assertThat(bed.members.get(0).address().endpoint()).isEmpty();
        }
    }

    @Test
    void shouldNeedTheRoomThatTheDocumentTells() {
        long driver = PlaneRoom.DRIVER_LENGTH;
        Stream.of(2, 5)
                .forEach(worldSize -> {
                    assertThat(
                                    PlaneRoom.forMesh(PlaneSettings.of(Transport.IPC), worldSize)
                                            .neededBytes())
                            .isEqualTo(worldSize * (driver + 3_149_824L));
                    assertThat(
                                    PlaneRoom.forMesh(PlaneSettings.of(Transport.UDP), worldSize)
                                            .neededBytes())
                            .isEqualTo(worldSize * (driver + 2L * (worldSize - 1) * 12_587_008L));
                });
    }
}
