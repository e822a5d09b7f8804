package glissade.worker.step;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * The threads of one worker: lane 0 is the training thread itself, the others are kept waiting between tasks. {@link
 * #run} starts one task on all lanes and returns when all are done; threads meet over two counters, without locks.
 * Waiting spins briefly, then yields, then parks, since there may be more lanes than cores.
 *
 * <p>{@link #run} and {@link #close} belong to the training thread. Allocates nothing after construction.
 */
final class Lanes implements AutoCloseable {

    private static final int SPINS = 200;
    private static final int YIELDS = 400;
    private static final long PARK_NANOS = 50_000;

    /** What every lane does; lanes work on disjoint parts and see what happened before {@link #run}. */
    interface Task {
        void run(int lane);
    }

    private final Thread[] helpers;
    private final AtomicInteger running = new AtomicInteger();
    private volatile int round;
    private volatile boolean closed;
    private volatile Task task = lane -> {};
    private volatile Throwable failure;

    /** Starts {@code lanes - 1} daemon threads beside the calling one. */
    Lanes(int lanes, String name) {
        helpers = new Thread[lanes - 1];
        for (int i = 0; i < helpers.length; i++) {
            int lane = i + 1;
            helpers[i] = Thread.ofPlatform().daemon().name(name + "-lane-" + lane).start(() -> serve(lane));
        }
    }

    int count() {
        return helpers.length + 1;
    }

    /** Runs {@code work} on every lane and waits for all; an exception of any lane is thrown here. */
    void run(Task work) {
        if (helpers.length == 0) {
            work.run(0);
            return;
        }
        task = work;
        running.set(helpers.length);
        round = round + 1;
        for (Thread helper : helpers) {
            LockSupport.unpark(helper);
        }
        try {
            work.run(0);
        } finally {
            for (int waited = 0; running.get() > 0; waited++) {
                pause(waited);
            }
        }
        Throwable thrown = failure;
        if (thrown != null) {
            failure = null;
            throw new IllegalStateException("a lane failed: " + thrown, thrown);
        }
    }

    private void serve(int lane) {
        int served = 0;
        while (true) {
            for (int waited = 0; round == served && !closed; waited++) {
                pause(waited);
            }
            if (closed) {
                return;
            }
            served = round;
            try {
                task.run(lane);
            } catch (Throwable thrown) {
                failure = thrown;
            } finally {
                running.decrementAndGet();
            }
        }
    }

    private static void pause(int waited) {
        if (waited < SPINS) {
            Thread.onSpinWait();
        } else if (waited < SPINS + YIELDS) {
            Thread.yield();
        } else {
            LockSupport.parkNanos(PARK_NANOS);
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
