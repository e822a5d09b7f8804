package glissade.plane;

import static glissade.plane.PlaneTestBed.GENERATION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import glissade.math.Kernels;
import glissade.math.Precision;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Frames over real Aeron, host and members in this JVM. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class PlaneTest {

    private final FrameHeader header = new FrameHeader();

    @ParameterizedTest
    @EnumSource
    void shouldCarryEveryFieldWhenAWorkerSends(Transport transport) {
        try (PlaneTestBed bed = PlaneTestBed.open(transport, 3)) {
            float[] sums = ramp(8_192, 0.5f);
            double[] losses = {Math.PI, -0.0, Double.MIN_VALUE};
            List<String> heard = new ArrayList<>();
            float[] received = new float[10_000];
            FrameHandler handler =
                    frame -> {
                        heard.add(describe(frame));
                        if (frame.type() == FrameType.LOSS) {
                            assertThat(frame.doubles()).isEqualTo(3);
                            for (int i = 0; i < losses.length; i++) {
                                assertThat(frame.doubleAt(i)).isEqualTo(losses[i]);
                            }
                        } else if (frame.type() != FrameType.STATE_END) {
                            frame.copyFloats(received, 7);
                        }
                    };
            PlaneSender sender = bed.gradients.get(1);
            PlaneReceiver receiver = bed.hostGradients.get(1);

            bed.send(
                    () ->
                            sender.trySend(
                                    header.partialSum(GENERATION, 9, 4, 8, 0, 0), sums, 0, 8_192),
                    () -> {});
            bed.send(
                    () -> sender.trySend(header.loss(GENERATION, 9, 4, 8), losses, 0, 3), () -> {});
            bed.send(
                    () -> sender.trySend(header.state(GENERATION, 9, 2, 13_000), sums, 5, 2),
                    () -> {});
            double[] memory = new double[FrameDescriptor.MEMORY_DOUBLES];
            bed.send(
                    () -> sender.trySend(header.stateEnd(GENERATION, 9), memory, 0, memory.length),
                    () -> {});
            bed.await("four frames", () -> receiver.poll(handler, 10) < 0 || heard.size() == 4);

            assertThat(heard)
                    .containsExactly(
                            "PARTIAL_SUM rank=1 gen=3 step=9 node=4..8 bucket=0 offset=0 vector=0 bytes=32768",
                            "LOSS rank=1 gen=3 step=9 node=4..8 bucket=0 offset=0 vector=0 bytes=24",
                            "STATE rank=1 gen=3 step=9 node=0..0 bucket=0 offset=13000 vector=2 bytes=8",
                            "STATE_END rank=1 gen=3 step=9 node=0..0 bucket=0 offset=0 vector=0 bytes=208");
            // The state frame overwrote the first two; nothing else was touched.
            assertThat(received[6]).isZero();
            assertThat(received[7]).isEqualTo(sums[5]);
            assertThat(received[8]).isEqualTo(sums[6]);
            assertThat(received[9]).isEqualTo(sums[2]);
            assertThat(received[7 + 8_191]).isEqualTo(sums[8_191]);
            assertThat(received[7 + 8_192]).isZero();
            assertThat(receiver.faults().total()).isZero();
            assertThat(bed.host.failure()).isNull();
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldCarryRoundedSumsInHalfTheBytes(Transport transport) {
        Kernels kernels = Kernels.create();
        try (PlaneTestBed bed = PlaneTestBed.open(transport, 1)) {
            List<String> heard = new ArrayList<>();
            for (Precision precision : Precision.values()) {
                float[] sums = ramp(8_192, 0.37f);
                kernels.round(precision, sums, 0, sums.length);
                float[] received = new float[8_192];
                int expected = heard.size() + 1;
                FrameHandler handler =
                        frame -> {
                            heard.add(describe(frame));
                            assertThat(frame.floats()).isEqualTo(8_190);
                            frame.copyFloats(kernels, received, 2);
                        };

                header.partialSum(precision, GENERATION, 9, 4, 8, 0, 0);
                bed.send(
                        () -> bed.gradients.get(0).trySend(header, kernels, sums, 2, 8_190),
                        () -> {});
                bed.await(
                        "a frame",
                        () ->
                                bed.hostGradients.get(0).poll(handler, 10) < 0
                                        || heard.size() == expected);

                assertThat(received[1]).isZero();
                assertThat(Arrays.copyOfRange(received, 2, 8_192))
                        .isEqualTo(Arrays.copyOfRange(sums, 2, 8_192));
            }
            assertThat(heard)
                    .containsExactly(
                            "PARTIAL_SUM rank=0 gen=3 step=9 node=4..8 bucket=0 offset=0 vector=0 bytes=32760",
                            "PARTIAL_SUM_BF16 rank=0 gen=3 step=9 node=4..8 bucket=0 offset=0 vector=0 bytes=16380",
                            "PARTIAL_SUM_FP16 rank=0 gen=3 step=9 node=4..8 bucket=0 offset=0 vector=0 bytes=16380");
            assertThat(bed.hostGradients.get(0).faults().total()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldLoseAndDoubleNothingWhenReceiversPollLate(Transport transport) {
        int frames = 2_000;
        try (PlaneTestBed bed = PlaneTestBed.open(transport, 3)) {
            List<StepCounter> counters =
                    List.of(new StepCounter(), new StepCounter(), new StepCounter());
            float[] payload = new float[8_192];
            int[] refusals = new int[1];

            for (int i = 0; i < frames; i++) {
                int step = i;
                payload[0] = i;
                bed.await(
                        "room",
                        () -> {
                            int result =
                                    bed.broadcast.trySend(
                                            header.parameters(GENERATION, step, 0, 0),
                                            payload,
                                            0,
                                            8_192);
                            if (result == SendResult.SENT) {
                                return true;
                            }
                            assertThat(result).isEqualTo(SendResult.BACK_PRESSURED);
                            refusals[0]++;
                            // Only now do they poll, the third one a frame at a time.
                            for (int rank = 0; rank < 3; rank++) {
                                bed.parameters
                                        .get(rank)
                                        .poll(counters.get(rank), rank == 2 ? 1 : 5);
                            }
                            return false;
                        });
            }
            for (int rank = 0; rank < 3; rank++) {
                PlaneReceiver receiver = bed.parameters.get(rank);
                StepCounter counter = counters.get(rank);
                bed.await(
                        "the rest",
                        () -> receiver.poll(counter, 100) < 0 || counter.next == frames);
                assertThat(receiver.poll(counter, 100)).isZero();
                assertThat(receiver.lost()).isFalse();
            }

            assertThat(refusals[0]).isPositive();
        }
    }

    /** Expects steps 0, 1, 2, … each once, with the payload that belongs to it. */
    private static final class StepCounter implements FrameHandler {
        private final float[] payload = new float[8_192];
        private int next;

        @Override
        public void onFrame(FrameFlyweight frame) {
            frame.copyFloats(payload, 0);
            assertThat(frame.step()).isEqualTo(next);
            assertThat(payload[0]).isEqualTo((float) next);
            next++;
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldCarryDoublesBothWaysBitForBit(Transport transport) {
        double[] moments = new double[4_096];
        Arrays.setAll(moments, i -> Math.sqrt(i) - 20);
        moments[7] = -0.0;
        moments[8] = Double.MIN_VALUE;
        try (PlaneTestBed bed = PlaneTestBed.open(transport, 2)) {
            List<double[]> arrived = List.of(new double[5_050], new double[5_050]);
            bed.send(
                    () ->
                            bed.broadcast.trySend(
                                    header.moments(GENERATION, 1, 0, 16, 100), moments, 0, 4_096),
                    () -> {});
            for (int rank = 0; rank < 2; rank++) {
                PlaneReceiver receiver = bed.parameters.get(rank);
                double[] target = arrived.get(rank);
                bed.await("moments", () -> receiver.poll(f -> f.copyDoubles(target, 100), 1) == 1);
            }
            double[] echoed = new double[5_050];
            bed.send(
                    () ->
                            bed.gradients
                                    .get(1)
                                    .trySend(
                                            header.moments(GENERATION, 1, 3, 4, 900),
                                            arrived.get(1),
                                            100,
                                            4_096),
                    () -> {});
            PlaneReceiver receiver = bed.hostGradients.get(1);
            bed.await("the echo", () -> receiver.poll(f -> f.copyDoubles(echoed, 900), 1) == 1);

            assertThat(Arrays.copyOfRange(echoed, 900, 4_996)).isEqualTo(moments);
            assertThat(arrived.get(0)).isEqualTo(arrived.get(1));
        }
    }

    @Test
    void shouldServeTheOthersOnceWhenOneMemberDoesNotPoll() {
        try (PlaneTestBed bed = PlaneTestBed.open(Transport.UDP, 2)) {
            float[] payload = new float[8_192];
            int[] steps = new int[2];
            PlaneReceiver quick = bed.parameters.get(0);
            PlaneReceiver slow = bed.parameters.get(1);
            FrameHandler count0 = frame -> assertThat(frame.step()).isEqualTo(steps[0]++);
            FrameHandler count1 = frame -> assertThat(frame.step()).isEqualTo(steps[1]++);

            // Until the quick one has a frame for which the slow one has no room.
            int sent = 0;
            boolean refused = false;
            while (!refused || steps[0] != sent + 1) {
                header.parameters(GENERATION, sent, 0, 0);
                refused = bed.broadcast.trySend(header, payload, 0, 8_192) != SendResult.SENT;
                sent += refused ? 0 : 1;
                bed.host.tick();
                quick.poll(count0, 10);
            }
            int stuckAt = sent;

            assertThat(steps[1]).isZero();
            assertThatThrownBy(() -> bed.broadcast.trySend(header.hello(GENERATION)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageStartingWith(
                            "a frame has not reached all receivers yet: pending=PARAMETERS");

            bed.send(
                    () ->
                            bed.broadcast.trySend(
                                    header.parameters(GENERATION, stuckAt, 0, 0),
                                    payload,
                                    0,
                                    8_192),
                    () -> slow.poll(count1, 10));
            bed.await("the slow one", () -> slow.poll(count1, 10) < 0 || steps[1] == stuckAt + 1);
            assertThat(quick.poll(count0, 10)).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldTellBothSidesWhenASenderCloses(Transport transport) {
        try (PlaneTestBed bed = PlaneTestBed.open(transport, 2)) {
            PlaneReceiver receiver = bed.hostGradients.get(0);
            float[] payload = new float[4_096];
            bed.send(
                    () ->
                            bed.gradients
                                    .get(0)
                                    .trySend(
                                            header.partialSum(GENERATION, 1, 0, 1, 0, 0),
                                            payload,
                                            0,
                                            4_096),
                    () -> {});
            assertThat(receiver.connected()).isTrue();
            assertThat(receiver.lost()).isFalse();

            bed.gradients.get(0).close();

            int[] frames = new int[1];
            bed.await(
                    "the end",
                    () -> receiver.poll(frame -> frames[0]++, 10) < 0 || receiver.lost());
            assertThat(frames[0]).isEqualTo(1);
            assertThat(receiver.connected()).isFalse();
            assertThat(bed.hostGradients.get(1).connected()).isTrue();
            assertThat(bed.gradients.get(0).trySend(header.hello(GENERATION)))
                    .isEqualTo(SendResult.CLOSED);
        }
    }

    @Test
    void shouldReportNotConnectedWhenNobodyListens() {
        try (PlaneHost host = PlaneHost.start(PlaneSettings.of(Transport.IPC), 1);
                Broadcast broadcast = host.openBroadcast(new SessionIds().next(), 1, List.of())) {
            assertThat(broadcast.trySend(header.hello(1))).isEqualTo(SendResult.NOT_CONNECTED);
            assertThat(broadcast.connected()).isFalse();
        }
    }

    @Test
    void shouldPassOnWhatTheHandlerThrows() {
        try (PlaneTestBed bed = PlaneTestBed.open(Transport.IPC, 1)) {
            bed.send(() -> bed.gradients.get(0).trySend(header.hello(GENERATION)), () -> {});

            assertThatThrownBy(() ->
                            bed.await(
                                    "the frame",
                                    () ->
                                            bed.hostGradients
                                                            .get(0)
                                                            .poll(
                                                                    frame -> {
                                                                        throw new IllegalStateException(
                                                                                "handler");
                                                                    },
                                                                    1)
                                                    > 0))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("handler");
        }
    }

    @Test
    void shouldRefusePayloadWhenItDoesNotFitTheType() {
        try (PlaneTestBed bed = PlaneTestBed.open(Transport.IPC, 1)) {
            PlaneSender sender = bed.gradients.get(0);

            assertThatThrownBy(() ->
                            sender.trySend(header.loss(GENERATION, 0, 0, 1), new float[1], 0, 1))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(
                            "payload does not fit the frame: type=LOSS, elementLength=4, count=1, maxCount=8192");
            assertThatThrownBy(() ->
                            sender.trySend(
                                    header.state(GENERATION, 0, 0, 0), new float[9_000], 0, 8_193))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() ->
                            sender.trySend(header.state(GENERATION, 0, 0, 0), new float[10], 4, 7))
                    .isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> sender.trySend(header.state(GENERATION, 0, 0, 0)))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static float[] ramp(int length, float slope) {
        float[] ramp = new float[length];
        for (int i = 0; i < length; i++) {
            ramp[i] = (i + 1) * slope;
        }
        return ramp;
    }

    private static String describe(FrameFlyweight frame) {
        return frame.type()
                + " rank="
                + frame.senderRank()
                + " gen="
                + frame.generation()
                + " step="
                + frame.step()
                + " node="
                + frame.nodeLo()
                + ".."
                + frame.nodeHi()
                + " bucket="
                + frame.bucket()
                + " offset="
                + frame.offset()
                + " vector="
                + frame.vector()
                + " bytes="
                + frame.payloadLength();
    }
}
