package glissade.worker.step;

import glissade.plane.PlaneIdle;
import glissade.timeline.Phase;
import glissade.timeline.PhaseClock;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The threads of one worker: lane 0 is the training thread itself, the others are kept waiting
 * between tasks. {@link #run} starts one task on all lanes and returns when all are done, {@link
 * #start} one on the others and returns at once; threads meet over two counters, without locks.
 * Waits give the core away soon, since there may be more lanes than cores. Each lane has a clock;
 * those of the others follow lane 0's, which its owner moves on between tasks.
 *
 * <p>All but {@link #isAwaited} belongs to the training thread. Allocates nothing after
 * construction.
 */
final class Lanes implements AutoCloseable {

    /**
     * What every lane does; lanes work on disjoint parts and see what happened before {@link #run}.
     */
    interface Task {
        void run(int lane);
    }

    private final Thread[] helpers;
    private final AtomicInteger round = new AtomicInteger();
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final PlaneIdle idle = PlaneIdle.patient();
    private final PhaseClock[] clocks;
    private volatile boolean closed;
    private Task task = lane -> {};

    private volatile boolean awaited;

    /** What the task counts as. */
    private Phase phase = Phase.IDLE;

    private int layer = -1;
    private long step;

    /** Lanes of which nobody asks where their time goes. */
    Lanes(int lanes, String name) {
        this(lanes, name, () -> 0, false);
    }

    /**
     * Starts {@code lanes - 1} daemon threads beside the calling one.
     *
     * @param recorded whether every lane's phases are recorded for a timeline
     */
    Lanes(int lanes, String name, LongSupplier nanoClock, boolean recorded) {
        clocks = new PhaseClock[lanes];
        for (int lane = 0; lane < lanes; lane++) {
            clocks[lane] =
                    recorded ? PhaseClock.recorded(nanoClock) : PhaseClock.unrecorded(nanoClock);
        }
        helpers = new Thread[lanes - 1];
        for (int i = 0; i < helpers.length; i++) {
            int lane = i + 1;
            helpers[i] =
                    Thread.ofPlatform()
                            .daemon()
                            .name(name + "-lane-" + lane)
                            .start(() -> serve(lane));
        }
    }

    int count() {
        return helpers.length + 1;
    }

    /** The clock of a lane: the training thread's is that of lane 0. */
    PhaseClock clock(int lane) {
        return clocks[lane];
    }

    /** Runs {@code work} on every lane and waits for all; what a lane throws is thrown here. */
    void run(Task work) {
        if (helpers.length == 0) {
            work.run(0);
            return;
        }
        join();
        PhaseClock own = clocks[0];
        begin(work, own.step(), own.phase(), own.layer());
        try {
            work.run(0);
        } finally {
            await(phase, layer);
        }
        throwFailure();
    }

    /**
     * Starts {@code work} on all lanes but this one, as a phase of a step. Whatever is started next
     * waits for it, and throws what a lane throws; without other lanes nothing is done.
     */
    void start(Task work, long ofStep, Phase ofPhase, int ofLayer) {
        if (helpers.length > 0) {
            join();
            begin(work, ofStep, ofPhase, ofLayer);
        }
    }

    /** Waits for what was started; what a lane throws is thrown here. */
    void join() {
        if (running.get() > 0) {
            await(clocks[0].phase(), clocks[0].layer());
        }
        throwFailure();
    }

    /** Whether the training thread waits for the others. */
    boolean isAwaited() {
        return awaited;
    }

    private void begin(Task work, long ofStep, Phase ofPhase, int ofLayer) {
        task = work;
        step = ofStep;
        phase = ofPhase;
        layer = ofLayer;
        awaited = false;
        running.set(helpers.length);
        round.incrementAndGet(); // publishes the task
        for (Thread helper : helpers) {
            LockSupport.unpark(helper);
        }
    }

    /** Waits for the other lanes, then goes on with a phase. */
    private void await(Phase afterwards, int ofLayer) {
        PhaseClock own = clocks[0];
        awaited = true;
        idle.reset();
        own.mark(Phase.JOIN);
        while (running.get() > 0) {
            idle.idle();
        }
        own.mark(afterwards, ofLayer);
    }

    private void throwFailure() {
        Throwable thrown = failure.getAndSet(null);
        if (thrown != null) {
            throw new IllegalStateException("a lane failed: " + thrown, thrown);
        }
    }

    private void serve(int lane) {
        PlaneIdle waiting = PlaneIdle.patient();
        PhaseClock clock = clocks[lane];
        int served = 0;
        while (!closed) {
            if (round.get() == served) {
                waiting.idle();
                continue;
            }
            served++;
            waiting.reset();
            clock.step(step);
            clock.mark(phase, layer);
            try {
                task.run(lane);
            } catch (RuntimeException | Error thrown) {
                failure.set(thrown);
            } finally {
                clock.mark(Phase.IDLE);
                running.decrementAndGet();
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        for (Thread helper : helpers) {
            LockSupport.unpark(helper);
        }
    }
}
