package glissade.averaging;

import static org.assertj.core.api.Assertions.assertThat;

import glissade.collective.SliceShares;
import glissade.collective.TreeNode;
import glissade.plane.FrameBounds;
import glissade.plane.FrameDescriptor;
import glissade.plane.FrameFlyweight;
import glissade.plane.FrameHeader;
import glissade.plane.FrameType;
import glissade.plane.PlaneHost;
import glissade.plane.PlaneIdle;
import glissade.plane.PlaneMember;
import glissade.plane.PlaneReceiver;
import glissade.plane.PlaneSender;
import glissade.plane.PlaneSettings;
import glissade.plane.SendResult;
import glissade.plane.SessionIds;
import glissade.plane.Transport;
import glissade.preprocess.Fitting;
import glissade.preprocess.Preprocessing;
import glissade.preprocess.PreprocessingKind;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Requirement D1: the averager's side of a fit, with two scripted workers over a real plane, all on
 * the test's thread and under its clock. The real worker's side is tested in {@code FitSetupTest}.
 */
@Timeout(60)
final class HostedFitTest {

    private static final long RUN_ID = 7;
    private static final int GENERATION = 2;

    /** 600 samples are slices of 256, 256 and 88; rank 0 has two of them. */
    private static final Fitting FITTING = new Fitting(PreprocessingKind.STANDARDIZE, 2, 600);

    private static final SliceShares SHARES = SliceShares.even(3, 2);

    private final List<Object> words = new ArrayList<>();
    private final FrameHeader header = new FrameHeader();
    private final List<PlaneMember> members = new ArrayList<>();
    private final List<PlaneSender> senders = new ArrayList<>();
    private final List<PlaneReceiver> receivers = new ArrayList<>();
    private final List<String> arrived = new ArrayList<>();
    private final float[] transform = new float[6];
    private PlaneHost plane;
    private HostedFit fit;
    private long nowNanos;

    @BeforeEach
    void openPlane() {
        PlaneSettings settings = PlaneSettings.of(Transport.IPC);
        plane = PlaneHost.start(settings, 2);
        SessionIds sessions = new SessionIds();
        AveragingHost.Streams sessionIds =
                new AveragingHost.Streams(
                        sessions.next(),
                        List.of(sessions.next(), sessions.next()),
                        List.of("", ""));
        WorkerStreams streams = new WorkerStreams(plane, RUN_ID, sessionIds, HostedFitTest::bounds);
        for (int i = 0; i < 2; i++) {
            int rank = i;
            int session = sessionIds.gradientSessions().get(rank);
            PlaneMember member = whileTicking(() -> PlaneMember.join(settings, plane.directory()));
            members.add(member);
            receivers.add(
                    whileTicking(() ->
                            member.openParameters(
                                    sessionIds.parameterSession(),
                                    bounds(FrameDescriptor.COORDINATOR_RANK))));
            senders.add(whileTicking(() -> member.openGradients(session, rank, RUN_ID, "")));
            await(() -> receivers.get(rank).connected());
        }
        AveragingHost.FitGeneration generation =
                new AveragingHost.FitGeneration(GENERATION, sessionIds, FITTING, null);
        fit = new HostedFit(generation, streams, new WordsOfFit(), () -> nowNanos);
    }

    @AfterEach
    void closePlane() {
        members.forEach(PlaneMember::close);
        plane.close();
    }

    private static FrameBounds bounds(int rank) {
        return FrameBounds.ofFit(
                RUN_ID,
                GENERATION,
                rank,
                FITTING.slices().count(),
                AveragingHost.FitGeneration.lengths(FITTING));
    }

    @Test
    void shouldMergeWhatWasPlannedOnceWhateverElseArrives() {
        // Who has greeted may send, though others are still on their way.
        greet(0);

        // The other's node, a node above, one that is not in the tree, the second pass, a gap.
        send(0, 0, SHARES.nodes(1).getFirst(), 0, 1e6, 1e6);
        send(0, 0, new TreeNode(0, 3), 0, 1e6, 1e6);
        send(0, 0, new TreeNode(1, 3), 0, 1e6, 1e6);
        send(0, 1, SHARES.nodes(0).getFirst(), 0, 1e6, 1e6);
        send(0, 0, SHARES.nodes(0).getFirst(), 1, 1e6);
        sendShare(0, 0, 300.0, 600.0);
        sendShare(0, 0, 1e6, 1e6);
        await(() -> fit.work() == 0);
        greet(1);
        sendShare(1, 0, 0.0, 0.0);
        await(() -> poll() && arrived.contains("MOMENTS 0 of 0..3 at 0: 300.0 600.0"));

        // Deviations 1 and 0: the first input varies, the second is 1 throughout.
        sendShare(0, 1, 600.0, 0.0);
        sendShare(1, 1, 0.0, 0.0);
        await(() -> poll() && !words.isEmpty() && arrived.contains("TRANSFORM"));

        assertThat(transform).containsExactly(0.5f, 1f, 0f, 0f, 1f, 0f);
        Preprocessing fitted = (Preprocessing) words.getFirst();
        assertThat(fitted.values()).isEqualTo(transform);
        assertThat(fitted.dropped()).isEqualTo(1);
    }

    @Test
    void shouldGiveASignOfLifeEverySecondWhileItWaits() {
        greet(0);
        greet(1);
        await(() -> fit.work() == 0);
        assertThat(poll()).isTrue();
        assertThat(arrived).isEmpty();

        for (int second = 1; second <= 3; second++) {
            nowNanos += 1_000_000_000L;
            int beats = second;
            await(() -> poll() && arrived.size() == 2 * beats);
        }

        assertThat(arrived).containsOnly("HELLO");
    }

    @Test
    void shouldNameTheRankThatHasNotGreeted() {
        greet(0);
        await(() -> fit.work() == 0);

        nowNanos += 121_000_000_000L;
        fit.work();

        assertThat(words)
                .containsExactly(
                        "no greeting on the gradient plane from worker rank 1 within 120 s: is the"
                                + " machine overloaded, or /dev/shm not shared with the workers?");
    }

    @Test
    void shouldNameTheRankThatFallsSilentAndWhatIsMissing() {
        greet(0);
        greet(1);
        sendShare(0, 0, 300.0, 600.0);
        await(() -> fit.work() == 0);

        // A worker that still gives signs of life may take as long as it likes.
        nowNanos += 100_000_000_000L;
        greet(1);
        nowNanos += 100_000_000_000L;
        await(() -> poll() && fit.work() == 0);
        assertThat(words).isEmpty();
        nowNanos += 21_000_000_000L;
        await(() -> poll() && !words.isEmpty());

        assertThat(words)
                .containsExactly(
                        "worker rank 1 was silent for 120 s in pass 1 of 2 of the fit of"
                                + " --preprocess standardize: 2 of 2 moments of slices 2 to 2 of the"
                                + " training data are missing; is that worker suspended or"
                                + " overloaded?");
    }

    private void greet(int rank) {
        await(() ->
                senders.get(rank).trySend(header.hello(GENERATION)) == SendResult.SENT
                        && fit.work() > 0);
    }

    private void sendShare(int rank, int pass, double... first) {
        boolean whole = true;
        for (TreeNode node : SHARES.nodes(rank)) {
            send(rank, pass, node, 0, whole ? first : new double[] {0.0, 0.0});
            whole = false;
        }
    }

    private void send(int rank, int pass, TreeNode node, int offset, double... moments) {
        await(() ->
                senders.get(rank)
                                .trySend(
                                        header.moments(
                                                GENERATION, pass, node.lo(), node.hi(), offset),
                                        moments,
                                        0,
                                        moments.length)
                        == SendResult.SENT);
    }

    /** Lets both sides work once. */
    private boolean poll() {
        fit.work();
        for (PlaneReceiver receiver : receivers) {
            receiver.poll(this::onFrame, 10);
        }
        return true;
    }

    private void onFrame(FrameFlyweight frame) {
        if (frame.type() == FrameType.MOMENTS) {
            arrived.add(
                    "MOMENTS "
                            + frame.step()
                            + " of "
                            + frame.nodeLo()
                            + ".."
                            + frame.nodeHi()
                            + " at "
                            + frame.offset()
                            + ": "
                            + frame.doubleAt(0)
                            + " "
                            + frame.doubleAt(1));
        } else {
            arrived.add(frame.type().name());
            if (frame.type() == FrameType.TRANSFORM) {
                frame.copyFloats(transform, (int) frame.offset());
            }
        }
    }

    private void await(BooleanSupplier condition) {
        PlaneIdle idle = new PlaneIdle();
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - start).isLessThan(30_000_000_000L);
            idle.idle(plane.tick());
        }
    }

    private <T> T whileTicking(Callable<T> task) {
        FutureTask<T> future = new FutureTask<>(task);
        Thread.ofPlatform().daemon().start(future);
        await(future::isDone);
        try {
            return future.get();
        } catch (Exception failed) {
            throw new AssertionError(failed);
        }
    }

    /** Notes what was fitted and what failed. */
    private final class WordsOfFit extends SilentAveraging {

        @Override
        public void fitted(Preprocessing preprocessing) {
            words.add(preprocessing);
        }

        @Override
        public void failed(String reason) {
            words.add(reason);
        }
    }
}
