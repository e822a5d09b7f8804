package glissade.averaging;

import glissade.collective.Assignment;
import glissade.collective.Buckets;
import glissade.collective.EpochShape;
import glissade.collective.OwnerRanges;
import glissade.collective.Replication;
import glissade.nn.ParameterLayout;
import glissade.optim.OptimizerDescription;
import glissade.optim.Schedule;
import glissade.plane.FittingLengths;
import glissade.plane.FrameBounds;
import glissade.plane.PlaneException;
import glissade.plane.PlaneHost;
import glissade.plane.PlaneIdle;
import glissade.plane.PlaneSettings;
import glissade.plane.SharedMemories;
import glissade.preprocess.Fitting;
import glissade.preprocess.MomentPass;
import glissade.preprocess.Preprocessing;
import glissade.timeline.MomentRing;
import glissade.timeline.Phase;
import glissade.timeline.PhaseClock;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;
import java.util.function.LongPredicate;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The coordinator's end of the gradient plane and the thread that serves it: hosts the averager
 * (star), or relays states when the workers average by themselves. Serves one generation after
 * another. {@link #begin}, {@link #proceed}, {@link #endAtCommit} and {@link #close} may be called
 * from any thread; events are told on the host's own.
 */
public final class AveragingHost implements AutoCloseable {

    private static final long CLOSE_MILLIS = 10_000;

    /**
     * What the host needs to know before there is a plan.
     *
     * @param bucketLength parameters in a bucket
     * @param endRules when training ends before its last step
     * @param logEvery steps from one told commit to the next
     * @param nanoClock monotonic clock in nanoseconds
     * @param recorded whether the averager's phases are recorded for a timeline
     */
    public record Settings(
            PlaneSettings plane,
            int worldSize,
            long runId,
            ParameterLayout layout,
            int bucketLength,
            Objective objective,
            OptimizerDescription optimizer,
            Schedule schedule,
            EndRules endRules,
            int logEvery,
            LongSupplier nanoClock,
            boolean recorded) {

        /** Tells of a generation's commits, at the times that {@code clock} says. */
        CommitLog commitLog(Generation generation, LongSupplier clock, AveragingEvents events) {
            EpochShape shape = generation.assignment().shape();
            return new CommitLog(
                    new StepLog(shape, logEvery, generation.endStep(), clock, events),
                    new CommitWatch(endRules, shape),
                    generation.initial(),
                    events);
        }
    }

    /**
     * The streams of one generation.
     *
     * @param parameterSession session that parameters are broadcast under
     * @param gradientSessions session of each rank's partial sums
     * @param parameterEndpoints where each rank listens over UDP, empty texts over IPC
     */
    public record Streams(
            int parameterSession, List<Integer> gradientSessions, List<String> parameterEndpoints) {
        public Streams {
            gradientSessions = List.copyOf(gradientSessions);
            parameterEndpoints = List.copyOf(parameterEndpoints);
        }
    }

    /**
     * One generation as the host sees it. Where it ends at the step that it begins from, nothing is
     * averaged, and workers are sent the parameters alone.
     *
     * @param averagesInWorkers whether the averagers are in the workers, and states alone come here
     * @param replication how replicas descend by themselves, which are averaged here; null where
     *     gradients are averaged
     * @param initial committed state that the generation begins from
     * @param checkpointDue whether a state is to be told after so many commits
     * @param gateDue whether a state is to be told and {@link #proceed} awaited after so many
     *     commits
     * @param rateFactor what learning rates are multiplied by at first
     * @param pauseSteps how many steps the evaluation between two steps amounts to
     */
    public record Generation(
            int number,
            long endStep,
            Assignment assignment,
            boolean averagesInWorkers,
            @Nullable Replication replication,
            Streams streams,
            TrainingState initial,
            LongPredicate checkpointDue,
            LongPredicate gateDue,
            double rateFactor,
            long pauseSteps) {}

    /**
     * A generation that fits a preprocessing, before the first that trains.
     *
     * @param given the result, where it is known already: it is told to the workers as it is
     */
    public record FitGeneration(
            int number, Streams streams, Fitting fitting, @Nullable Preprocessing given) {

        /** How much is sent in it. */
        public FittingLengths lengths() {
            return lengths(fitting);
        }

        /** How much is sent by whoever fits this. */
        public static FittingLengths lengths(Fitting of) {
            List<MomentPass> passes = of.passes();
            return new FittingLengths(
                    passes.getFirst().length(of.inputs()),
                    passes.size() > 1 ? passes.get(1).length(of.inputs()) : 0,
                    of.kind().valueCount(of.inputs()));
        }
    }

    private final Settings settings;
    private final AveragingEvents events;
    private final Thread thread;
    private final PhaseClock clock;
    private final ConcurrentLinkedQueue<Runnable> requests = new ConcurrentLinkedQueue<>();
    private volatile @Nullable SharedMemories memories;
    private volatile @Nullable PlaneHost opened;
    private volatile boolean closed;
    private @Nullable HostedGeneration current;

    private AveragingHost(Settings settings, AveragingEvents events) {
        this.settings = settings;
        this.events = events;
        this.clock =
                settings.recorded()
                        ? PhaseClock.recorded(settings.nanoClock())
                        : PhaseClock.unrecorded(settings.nanoClock());
        this.thread = Thread.ofPlatform().daemon().name("averager").unstarted(this::serve);
    }

    /**
     * Opens the plane and starts the thread.
     *
     * @throws glissade.plane.InsufficientSharedMemoryException if the plane does not fit into
     *     shared memory
     */
    public static AveragingHost open(Settings settings, AveragingEvents events) {
        AveragingHost host = undecided(settings, events);
        host.open(SharedMemories.allOver(settings.plane().transport(), settings.worldSize()));
        return host;
    }

    /**
     * A host whose plane opens with {@link #open(SharedMemories)}, when it is known how the workers
     * are reached.
     */
    public static AveragingHost undecided(Settings settings, AveragingEvents events) {
        return new AveragingHost(settings, events);
    }

    /**
     * Opens the plane and starts the thread, once.
     *
     * @param memories of the workers: those that share the coordinator's are served through it
     * @throws glissade.plane.InsufficientSharedMemoryException if the plane does not fit into
     *     shared memory
     * @throws glissade.plane.PlaneFailedException if it does not open
     */
    public void open(SharedMemories memories) {
        this.memories = memories;
        opened = PlaneHost.start(settings.plane(), memories);
        thread.start();
    }

    /** Whether the plane is open. */
    public boolean isOpen() {
        return opened != null;
    }

    private PlaneHost plane() {
        return Objects.requireNonNull(opened, "opened before it is used");
    }

    /** The media driver's directory, for workers on this machine. */
    public String directory() {
        return plane().directory();
    }

    /** {@code host:port} where partial sums are awaited over UDP; empty where none come so. */
    public String gradientEndpoint() {
        return plane().gradientEndpoint();
    }

    /** Who shares memory with whom, once the plane is open. */
    public SharedMemories memories() {
        return Objects.requireNonNull(memories, "opened before it is used");
    }

    public long runId() {
        return settings.runId();
    }

    /**
     * Opens the generation's streams and waits for the workers' greetings; those of the one before
     * are closed.
     */
    public void begin(Generation generation) {
        request(() -> {
            closeCurrent();
            current = open(generation);
        });
    }

    /** Opens the streams of a fit; otherwise as the other method. */
    public void begin(FitGeneration generation) {
        request(() -> {
            closeCurrent();
            current = open(generation);
        });
    }

    private void closeCurrent() {
        clock.mark(Phase.IDLE);
        if (current != null) {
            current.close();
            // What it holds is not needed beside what the next one will.
            current = null;
        }
    }

    /** Opens a gate. */
    public void proceed(Verdict verdict) {
        request(() -> {
            if (current != null) {
                current.proceed(verdict);
            }
        });
    }

    /** Ends the generation after the step at hand; {@link AveragingEvents#ended} follows. */
    public void endAtCommit() {
        request(() -> {
            if (current != null) {
                current.endAtCommit();
            }
        });
    }

    private void request(Runnable request) {
        requests.add(request);
        LockSupport.unpark(thread);
    }

    private HostedGeneration open(Generation generation) {
        Buckets buckets = new Buckets(settings.layout().parameterCount(), settings.bucketLength());
        WorkerStreams streams = streams(generation.streams(), bounds(generation, buckets)::from);
        if (generation.endStep() == generation.initial().step()) {
            return new ParameterRelay(
                    generation.number(), buckets, generation.initial(), streams, events, clock);
        }
        if (generation.replication() == null && generation.averagesInWorkers()) {
            return new StateRelay(
                    generation.number(),
                    new OwnerRanges(buckets, generation.assignment().worldSize()),
                    generation.assignment().layout(0),
                    generation.initial(),
                    streams,
                    events);
        }
        Gathering gathering =
                generation.replication() == null
                        ? new StepGathering(generation, settings, buckets, events)
                        : new RoundGathering(generation, settings, events, clock);
        return new StarAveraging(generation, gathering, streams, events, clock);
    }

    private HostedGeneration open(FitGeneration generation) {
        WorkerStreams streams =
                streams(
                        generation.streams(),
                        rank ->
                                FrameBounds.ofFit(
                                        settings.runId(),
                                        generation.number(),
                                        rank,
                                        generation.fitting().slices().count(),
                                        generation.lengths()));
        return new HostedFit(generation, streams, events, settings.nanoClock());
    }

    private WorkerStreams streams(Streams of, IntFunction<FrameBounds> bounds) {
        return new WorkerStreams(plane(), settings.runId(), of, bounds);
    }

    private FrameBounds bounds(Generation generation, Buckets buckets) {
        int optimizerVectors = generation.initial().optimizerState().length;
        Replication replication = generation.replication();
        return replication == null
                ? new FrameBounds(
                        settings.runId(),
                        generation.number(),
                        0,
                        buckets,
                        generation.initial().vectors(),
                        generation.assignment().layout(0).shares().slices())
                : new FrameBounds(
                        settings.runId(),
                        generation.number(),
                        0,
                        replication.buckets(buckets.parameterCount(), optimizerVectors),
                        1,
                        replication.replicas());
    }

    private void serve() {
        PlaneIdle idle = new PlaneIdle();
        PlaneHost plane = plane();
        try {
            while (!closed) {
                int work = plane.tick();
                for (Runnable request = requests.poll();
                        request != null;
                        request = requests.poll()) {
                    request.run();
                }
                int moved = current == null ? 0 : current.work();
                Throwable failure = plane.failure();
                if (failure != null) {
                    fail("the gradient plane failed: " + failure.getMessage());
                    return;
                }
                if (moved == 0 && current != null && current.rests()) {
                    // The driver always finds something to do; that alone keeps nobody waiting.
                    idle.drowse();
                } else {
                    idle.idle(work + moved);
                }
            }
        } catch (RuntimeException | Error e) {
            // Errors too: a full /dev/shm is one, and whoever waits for this thread must hear of
            // it.
            fail("the averager cannot go on: " + words(e));
        } finally {
            clock.mark(Phase.IDLE);
            plane.close();
        }
    }

    private void fail(String reason) {
        if (!closed) {
            events.failed(reason);
        }
    }

    private static String words(Throwable failure) {
        String message = failure.getMessage();
        return failure instanceof PlaneException && message != null ? message : failure.toString();
    }

    /** What was recorded of the averager's thread; complete after {@link #close}. */
    public MomentRing moments() {
        return clock.ring();
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
