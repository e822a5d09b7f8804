package glissade.averaging;

import glissade.collective.Assignment;
import glissade.collective.Buckets;
import glissade.math.Kernels;
import glissade.optim.OptimizerDescription;
import glissade.optim.Schedule;
import glissade.plane.Broadcast;
import glissade.plane.FrameBounds;
import glissade.plane.PlaneHost;
import glissade.plane.PlaneIdle;
import glissade.plane.PlaneReceiver;
import glissade.plane.PlaneSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.LongPredicate;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The coordinator's end of the gradient plane and the thread that serves it: hosts the averager
 * (star), or relays states when a lone worker averages by itself. {@link #begin}, {@link
 * #endAtCommit} and {@link #close} may be called from any thread; events are told on the host's
 * own.
 */
public final class AveragingHost implements AutoCloseable {

    private static final long CLOSE_MILLIS = 10_000;

    /**
     * What the host needs to know before there is a plan.
     *
     * @param logEvery steps from one told commit to the next
     * @param nanoClock monotonic clock in nanoseconds
     */
    public record Settings(
            PlaneSettings plane,
            int worldSize,
            long runId,
            int parameterCount,
            OptimizerDescription optimizer,
            Schedule schedule,
            int logEvery,
            LongSupplier nanoClock) {}

    /** One generation as the host sees it. */
    public static final class Generation {

        private final int number;
        private final long endStep;
        private final Assignment assignment;
        private final int parameterSession;
        private final int[] gradientSessions;
        private final List<String> parameterEndpoints;
        private final TrainingState initial;
        private final LongPredicate checkpointDue;

        /**
         * @param parameterSession session that parameters are broadcast under
         * @param gradientSessions session of each rank's partial sums
         * @param parameterEndpoints where each rank listens over UDP, empty texts over IPC
         * @param initial committed state that the generation begins from
         * @param checkpointDue whether a state is to be told after so many commits
         */
        public Generation(
                int number,
                long endStep,
                Assignment assignment,
                int parameterSession,
                int[] gradientSessions,
                List<String> parameterEndpoints,
                TrainingState initial,
                LongPredicate checkpointDue) {
            this.number = number;
            this.endStep = endStep;
            this.assignment = assignment;
            this.parameterSession = parameterSession;
            this.gradientSessions = gradientSessions.clone();
            this.parameterEndpoints = List.copyOf(parameterEndpoints);
            this.initial = initial;
            this.checkpointDue = checkpointDue;
        }

        int number() {
            return number;
        }

        long endStep() {
            return endStep;
        }

        Assignment assignment() {
            return assignment;
        }

        LongPredicate checkpointDue() {
            return checkpointDue;
        }
    }

    private final Settings settings;
    private final AveragingEvents events;
    private final PlaneHost plane;
    private final Thread thread;
    private final ConcurrentLinkedQueue<Runnable> requests = new ConcurrentLinkedQueue<>();
    private volatile boolean closed;
    private @Nullable HostedGeneration current;

    private AveragingHost(Settings settings, AveragingEvents events, PlaneHost plane) {
        this.settings = settings;
        this.events = events;
        this.plane = plane;
        this.thread = Thread.ofPlatform().daemon().name("averager").unstarted(this::serve);
    }

    /**
     * Opens the plane and starts the thread.
     *
     * @throws glissade.plane.InsufficientSharedMemoryException if the plane does not fit into
     *     shared memory
     */
    public static AveragingHost open(Settings settings, AveragingEvents events) {
        AveragingHost host =
                new AveragingHost(
                        settings, events, PlaneHost.start(settings.plane(), settings.worldSize()));
        host.thread.start();
        return host;
    }

    /** The media driver's directory, for workers on this machine. */
    public String directory() {
        return plane.directory();
    }

    /** {@code host:port} where partial sums are awaited over UDP, empty over IPC. */
    public String gradientEndpoint() {
        return plane.gradientEndpoint();
    }

    /** {@code ipc} or {@code udp}. */
    public String transport() {
        return settings.plane().transport().optionName();
    }

    public long runId() {
        return settings.runId();
    }

    /** Opens the generation's streams and waits for the workers' greetings. */
    public void begin(Generation generation) {
        requests.add(() -> current = open(generation));
    }

    /** Ends the generation after the step at hand; {@link AveragingEvents#ended} follows. */
    public void endAtCommit() {
        requests.add(() -> {
            if (current != null) {
                current.endAtCommit();
            }
        });
    }

    private HostedGeneration open(Generation generation) {
        Buckets buckets = new Buckets(settings.parameterCount());
        int vectors = 1 + generation.initial.optimizerState().length;
        int slices = generation.assignment.layout(0).shares().slices();
        List<PlaneReceiver> receivers = new ArrayList<>();
        for (int rank = 0; rank < generation.gradientSessions.length; rank++) {
            receivers.add(
                    plane.openGradients(
                            generation.gradientSessions[rank],
                            new FrameBounds(
                                    settings.runId(),
                                    generation.number,
                                    rank,
                                    buckets,
                                    vectors,
                                    slices)));
        }
        Broadcast broadcast =
                plane.openBroadcast(
                        generation.parameterSession,
                        settings.runId(),
                        generation.parameterEndpoints);
        if (generation.assignment.worldSize() == 1) {
            return new LoneRelay(
                    generation.number, generation.initial, receivers.getFirst(), broadcast, events);
        }
        Kernels kernels = Kernels.create();
        Averager averager =
                new Averager(
                        buckets,
                        settings.optimizer().create(),
                        settings.schedule(),
                        kernels,
                        generation.initial);
        PartialSums partialSums =
                new PartialSums(buckets, kernels, generation.assignment.layout(0).tree());
        StepLog log =
                new StepLog(
                        generation.assignment.shape(),
                        settings.logEvery(),
                        generation.endStep,
                        settings.nanoClock(),
                        events);
        return new StarAveraging(
                generation,
                averager,
                partialSums,
                receivers,
                broadcast,
                log,
                events,
                settings.nanoClock());
    }

    private void serve() {
        PlaneIdle idle = new PlaneIdle();
        try {
            while (!closed) {
                int work = plane.tick();
                for (Runnable request = requests.poll();
                        request != null;
                        request = requests.poll()) {
                    request.run();
                }
                if (current != null) {
                    work += current.work();
                }
                Throwable failure = plane.failure();
                if (failure != null) {
                    throw new IllegalStateException(
                            "the gradient plane failed: " + failure.getMessage(), failure);
                }
                idle.idle(work);
            }
        } catch (RuntimeException e) {
            if (!closed) {
                events.failed("the averager cannot go on: " + e.getMessage());
            }
        } finally {
            plane.close();
        }
    }

    /** Ends the thread and removes the plane's directory. */
    @Override
    public void close() {
        closed = true;
        try {
            thread.join(CLOSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
