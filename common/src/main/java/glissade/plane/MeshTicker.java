package glissade.plane;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.AgentInvoker;
import org.agrona.concurrent.IdleStrategy;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a rank's driver and clients alive. The driver is ticked by the training thread whenever it
 * sends or polls, since a tick there costs no change of threads; a thread of this class takes over
 * while the training thread computes, however long. The clients' conductors run on that thread
 * alone.
 */
final class MeshTicker implements AutoCloseable {
    /** Far below every timeout; also how long the training thread may be silent. */
    private static final long PERIOD_NS = 20_000_000;

    /** While streams are opened, which takes a few turns of everybody's conductors. */
    private static final long HURRIED_PERIOD_NS = 500_000;

    /** Most ticks in a row for a driver that has work left. */
    private static final int TICKS = 64;

    private final @Nullable AgentInvoker driver;
    private final List<AgentInvoker> clients = new CopyOnWriteArrayList<>();
    private final AtomicBoolean ticking = new AtomicBoolean();

    /** Ticks by the training thread; has one writer. */
    private final AtomicLong ticks = new AtomicLong();

    private final Thread thread;
    private volatile boolean hurried;
    private volatile boolean closed;

    /**
     * Starts the thread.
     *
     * @param driver what ticks the driver; null for one that has threads of its own
     */
    MeshTicker(@Nullable AgentInvoker driver) {
        this.driver = driver;
        this.thread = Thread.ofPlatform().daemon().name("plane-ticker").unstarted(this::run);
        thread.start();
    }

    /** Looks after this client's conductor from now on. */
    void add(AgentInvoker client) {
        clients.add(client);
    }

    /** Whether streams are being opened, which should not take long. */
    void hurry(boolean hurried) {
        this.hurried = hurried;
        LockSupport.unpark(thread);
    }

    /**
     * Ticks the driver on the training thread, unless the other thread is just doing so.
     *
     * @return work done
     */
    int tick() {
        if (driver == null) {
            return 0;
        }
        ticks.lazySet(ticks.getPlain() + 1);
        return tryTick(driver);
    }

    /** What a client does while it waits for a driver's answer: keeps the own driver going. */
    IdleStrategy whileWaiting() {
        return new WhileWaiting();
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private int tryTick(AgentInvoker invoker) {
        if (!ticking.compareAndSet(false, true)) {
            return 0;
        }
        try {
            return invoker.invoke();
        } finally {
            ticking.set(false);
        }
    }

    private void run() {
        long seen = -1;
        while (!closed) {
            for (AgentInvoker client : clients) {
                client.invoke();
            }
            long now = ticks.get();
            if (driver != null && (now == seen || hurried)) {
                int turn = 0;
                while (tryTick(driver) > 0 && turn < TICKS) {
                    turn++;
                }
            }
            seen = now;
            LockSupport.parkNanos(this, hurried ? HURRIED_PERIOD_NS : PERIOD_NS);
        }
    }

    private final class WhileWaiting implements IdleStrategy {
        @Override
        public void idle(int workCount) {
            if (workCount == 0) {
                idle();
            }
        }

        @Override
        @SuppressWarnings("ThreadPriorityCheck") // the other driver may need this core
        public void idle() {
            if (driver != null) {
                tryTick(driver);
            }
            Thread.yield();
        }

        @Override
        public void reset() {}
    }
}
