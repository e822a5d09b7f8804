package glissade.worker.step;

import com.sun.management.ThreadMXBean;
import glissade.averaging.AveragingHost;
import glissade.averaging.EndRules;
import glissade.averaging.Objective;
import glissade.averaging.SilentAveraging;
import glissade.averaging.StepDeadline;
import glissade.averaging.TrainingState;
import glissade.collective.Assignment;
import glissade.collective.Buckets;
import glissade.collective.Division;
import glissade.collective.EpochShape;
import glissade.collective.Rounds;
import glissade.math.Kernels;
import glissade.optim.OptimizerDescription;
import glissade.optim.Schedule;
import glissade.plane.FrameBounds;
import glissade.plane.FrameDescriptor;
import glissade.plane.FrameHeader;
import glissade.plane.PlaneMember;
import glissade.plane.PlaneReceiver;
import glissade.plane.PlaneSender;
import glissade.plane.PlaneSettings;
import glissade.plane.SendResult;
import glissade.plane.SessionIds;
import glissade.plane.Transport;
import glissade.timeline.PhaseClock;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Takes a worker that computes, one that has no slices, and the averager's thread through steps on
 * a real plane, until an epoch has made no garbage on either side of it or the patience is at its
 * end; prints how much. In a JVM of its own with one transport, as workers are: Aeron's driver,
 * which the averager ticks, looks for its channels with an iterator. Where UDP was used before, and
 * a few rounds found some, C2 inlines the rest of that loop but not {@code next}, and every tick
 * leaves an iterator of 32 bytes behind.
 */
final class StarSteps {

    private static final long RUN_ID = 9;
    private static final EpochShape SHAPE = new EpochShape(StepFixture.SAMPLES, 10, 10);
    private static final long END_STEP = 1_000_000;
    private static final long PATIENCE_NANOS = 60_000_000_000L;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final StepFixture fixture = new StepFixture();
    private final Buckets buckets = new Buckets(fixture.parameters.length);
    private final Assignment assignment = new Assignment(SHAPE, 2);
    private final SessionIds sessions = new SessionIds();
    private final int parameterSession = sessions.next();
    private final List<Integer> gradientSessions = List.of(sessions.next(), sessions.next());
    private final AtomicBoolean stopped = new AtomicBoolean();

    /** Of the worker that computes. */
    private long step;

    private AveragingHost openHost() {
        return AveragingHost.open(
                new AveragingHost.Settings(
                        PlaneSettings.of(Transport.IPC),
                        2,
                        RUN_ID,
                        fixture.network.layout(),
                        Buckets.DEFAULT_LENGTH,
                        Objective.LOSS,
                        OptimizerDescription.of("adam"),
                        Schedule.constant(1e-3),
                        EndRules.NONE,
                        (int) END_STEP,
                        System::nanoTime,
                        false),
                new SilentAveraging());
    }

    private void begin(AveragingHost host) {
        int parameters = fixture.parameters.length;
        host.begin(
                new AveragingHost.Generation(
                        1,
                        END_STEP,
                        assignment,
                        false,
                        null,
                        new AveragingHost.Streams(
                                parameterSession, gradientSessions, List.of("", "")),
                        new TrainingState(0, fixture.parameters, new float[2][parameters]),
                        _ -> false,
                        _ -> false,
                        1.0,
                        0));
    }

    private StarExchange exchange(PlaneMember member, int rank) {
        PlaneSender sender = member.openGradients(gradientSessions.get(rank), rank, RUN_ID, "");
        PlaneReceiver receiver =
                member.openParameters(
                        parameterSession,
                        new FrameBounds(
                                RUN_ID, 1, FrameDescriptor.COORDINATOR_RANK, buckets, 3, 1));
        FrameHeader hello = new FrameHeader().hello(1);
        StepDeadline deadline = new StepDeadline(0);
        deadline.beginWait(System.nanoTime());
        while (!receiver.connected() || sender.trySend(hello) != SendResult.SENT) {
            require(!deadline.expired(System.nanoTime()), "the averager takes no hello in");
            Thread.onSpinWait();
        }
        return new StarExchange(
                new Generation(
                        1,
                        0,
                        END_STEP,
                        Division.EVEN,
                        1.0,
                        parameterSession,
                        gradientSessions.get(rank),
                        List.of()),
                0,
                buckets,
                new Rounds(SHAPE, 1, END_STEP),
                Kernels.create(),
                sender,
                receiver,
                stopped::get,
                PhaseClock.unrecorded(System::nanoTime));
    }

    private void followWithoutSlices(PlaneMember member) {
        StarExchange exchange = exchange(member, 1);
        long followed = 0;
        while (exchange.parameters(followed) != null) {
            followed++;
        }
    }

    private static long averagerThread() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("averager"))
                .findFirst()
                .orElseThrow()
                .threadId();
    }

    /**
     * What a thread that may be running has allocated. The JVM adds two numbers that change one
     * after the other when the thread takes a new buffer, so one reading may be off by a buffer.
     */
    private long allocatedBy(long thread) {
        long read = threads.getThreadAllocatedBytes(thread);
        long again = threads.getThreadAllocatedBytes(thread);
        for (int tries = 0; read != again && tries < 1_000_000; tries++) {
            read = again;
            again = threads.getThreadAllocatedBytes(thread);
        }
        return again;
    }

    public static void main(String[] arguments) throws InterruptedException {
        new StarSteps().takeThem();
    }

    private void takeThem() throws InterruptedException {
        try (AveragingHost host = openHost();
                PlaneMember computing =
                        PlaneMember.join(PlaneSettings.of(Transport.IPC), host.directory());
                PlaneMember following =
                        PlaneMember.join(PlaneSettings.of(Transport.IPC), host.directory());
                Lanes lanes = new Lanes(1, "test")) {
            begin(host);
            Thread follower =
                    Thread.ofPlatform().daemon().start(() -> followWithoutSlices(following));
            StarExchange exchange = exchange(computing, 0);
            SliceGradients gradients = fixture.gradients(0, assignment, lanes);
            takeUntilNoneAllocates(exchange, StepFixture.stride(gradients, exchange));
            float[] parameters = Objects.requireNonNull(exchange.parameters(step));
            require(!Arrays.equals(parameters, fixture.parameters), "nothing was learnt");
            stopped.set(true);
            follower.join(10_000);
            require(!follower.isAlive(), "the other worker has not ended");
        }
    }

    /** The compilers need their time, more on a busy machine. */
    private void takeUntilNoneAllocates(StarExchange exchange, Stride stride) {
        long averager = averagerThread();
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        long least = Long.MAX_VALUE;
        long leastOfAverager = Long.MAX_VALUE;
        // One epoch a round; its order and row are made at its end, outside the account.
        while ((least > 0 || leastOfAverager > 0) && System.nanoTime() < deadline) {
            boolean all = StepFixture.step(exchange, stride, step++);
            long before = threads.getCurrentThreadAllocatedBytes();
            long averagerBefore = allocatedBy(averager);
            for (int i = 0; i < SHAPE.stepsPerEpoch() - 2; i++) {
                all &= StepFixture.step(exchange, stride, step++);
            }
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
            leastOfAverager = Math.min(leastOfAverager, allocatedBy(averager) - averagerBefore);
            all &= StepFixture.step(exchange, stride, step++);
            require(all, "training ended of itself");
        }
        System.out.println("worker=" + least + " averager=" + leastOfAverager);
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalStateException(otherwise);
        }
    }
}
