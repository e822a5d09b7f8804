package glissade.worker.step;

import com.sun.management.ThreadMXBean;
import glissade.averaging.Averager;
import glissade.averaging.CommitWatch;
import glissade.averaging.EndRules;
import glissade.averaging.Objective;
import glissade.averaging.StepLog;
import glissade.averaging.TrainingState;
import glissade.collective.Assignment;
import glissade.collective.Buckets;
import glissade.collective.Division;
import glissade.collective.EpochShape;
import glissade.collective.OwnerRanges;
import glissade.math.Kernels;
import glissade.optim.OptimizerDescription;
import glissade.optim.Schedule;
import glissade.plane.FrameBounds;
import glissade.plane.MeshAddress;
import glissade.plane.MeshMember;
import glissade.plane.PlaneMesh;
import glissade.plane.PlaneSettings;
import glissade.plane.Transport;
import glissade.timeline.PhaseClock;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Takes two workers that own a range each through steps on a real mesh, until an epoch of the first
 * has made no garbage or the patience is at its end; prints how much. In a JVM of its own, whose
 * compilers have nothing else to do.
 */
final class ShardedSteps {

    private static final EpochShape SHAPE = new EpochShape(StepFixture.SAMPLES, 10, 5);
    private static final long END_STEP = 1_000_000;
    private static final long PATIENCE_NANOS = 60_000_000_000L;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final StepFixture fixture = new StepFixture();
    private final Buckets buckets = new Buckets(fixture.parameters.length);
    private final Assignment assignment = new Assignment(SHAPE, 2);
    private final AtomicBoolean stopped = new AtomicBoolean();

    /** Of the first worker. */
    private long step;

    private ShardedExchange exchange(PlaneMesh mesh, SliceGradients gradients) {
        SilentSteps events = new SilentSteps();
        Averager averager =
                new Averager(
                        new OwnerRanges(buckets, 2),
                        mesh.rank(),
                        fixture.network.layout(),
                        new Objective(0, 1e-4, false, 0.5, 0),
                        OptimizerDescription.of("adam").create(),
                        Schedule.constant(1e-3),
                        Kernels.create(),
                        new TrainingState(
                                0, fixture.parameters, new float[2][fixture.parameters.length]));
        return new ShardedExchange(
                new Generation(1, 0, END_STEP, Division.EVEN, 1.0, 0, 0, List.of()),
                0,
                averager,
                assignment,
                gradients,
                mesh,
                new CommitWatch(EndRules.NONE, SHAPE),
                new StepLog(SHAPE, (int) END_STEP, END_STEP, System::nanoTime, events),
                new LoneExchange.Commits(_ -> false, _ -> false, _ -> null),
                new LoneExchange.Stops(() -> false, stopped::get),
                state -> {},
                events,
                PhaseClock.unrecorded(System::nanoTime));
    }

    private void follow(PlaneMesh mesh) {
        while (!mesh.ready()) {
            Thread.onSpinWait();
        }
        try (Lanes lanes = new Lanes(1, "follower")) {
            SliceGradients gradients = fixture.gradients(mesh.rank(), assignment, lanes);
            ShardedExchange exchange = exchange(mesh, gradients);
            Stride stride = StepFixture.stride(gradients, exchange);
            long step = 0;
            while (StepFixture.step(exchange, stride, step)) {
                step++;
            }
        }
    }

    private PlaneMesh open(MeshMember member) {
        return member.open(
                List.of(11, 12),
                new FrameBounds(9, 1, 0, buckets, 3, assignment.layout(0).shares().slices()));
    }

    private void run(MeshMember member, List<MeshAddress> addresses) {
        member.connect(addresses);
        try (PlaneMesh mesh = open(member)) {
            follow(mesh);
        }
    }

    public static void main(String[] arguments) throws InterruptedException {
        new ShardedSteps().takeThem();
    }

    private void takeThem() throws InterruptedException {
        PlaneSettings settings = PlaneSettings.of(Transport.IPC);
        try (MeshMember first = MeshMember.start(settings, 0, 2);
                MeshMember second = MeshMember.start(settings, 1, 2);
                Lanes lanes = new Lanes(1, "test")) {
            List<MeshAddress> addresses = List.of(first.address(), second.address());
            Thread follower = Thread.ofPlatform().daemon().start(() -> run(second, addresses));
            first.connect(addresses);
            PlaneMesh mesh = open(first);
            while (!mesh.ready()) {
                Thread.onSpinWait();
            }
            SliceGradients gradients = fixture.gradients(0, assignment, lanes);
            ShardedExchange exchange = exchange(mesh, gradients);
            long least = leastOfAnEpoch(exchange, StepFixture.stride(gradients, exchange));
            float[] parameters = Objects.requireNonNull(exchange.parameters(step));
            stopped.set(true);
            follower.join(10_000);
            mesh.close();
            require(!follower.isAlive(), "the other worker has not ended");
            require(!Arrays.equals(parameters, fixture.parameters), "nothing was learnt");
            System.out.println("bytes=" + least);
        }
    }

    /** The compilers need their time, more on a busy machine. */
    private long leastOfAnEpoch(ShardedExchange exchange, Stride stride) {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        long least = Long.MAX_VALUE;
        // One epoch a round; its order and row are made at its end, outside the account.
        while (least > 0 && System.nanoTime() < deadline) {
            boolean all = StepFixture.step(exchange, stride, step++);
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < SHAPE.stepsPerEpoch() - 2; i++) {
                all &= StepFixture.step(exchange, stride, step++);
            }
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
            all &= StepFixture.step(exchange, stride, step++);
            require(all, "training ended of itself");
        }
        return least;
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalStateException(otherwise);
        }
    }
}
