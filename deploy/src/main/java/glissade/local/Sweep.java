package glissade.local;

import glissade.coordinator.RunOutcome;
import glissade.run.ConfigurationException;
import glissade.run.RunStatus;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Several runs from this JVM, so many at once: each begins when there is room for it, in their
 * order. One that fails does not disturb the others. For one call of {@link #run}; thread-safe.
 */
public final class Sweep {

    private static final RunOutcome NOT_BEGUN =
            new RunOutcome(RunStatus.INTERRUPTED, "not begun", false, null);

    private final int atOnce;
    private final Set<LocalRun> running = new HashSet<>();
    private boolean stopped;

    /** One of the runs. Called on a thread of the sweep, one that is the run's own. */
    public interface Item {

        /**
         * Its turn has come: makes what it needs, such as its directory.
         *
         * @throws ConfigurationException if that cannot be; the run has failed then
         */
        LocalRunSettings begin();

        /** It has ended, or has failed to begin. Not called for runs whose turn never came. */
        default void ended(RunOutcome outcome) {}
    }

    /**
     * A sweep.
     *
     * @param atOnce runs that may go on at the same time, at least 1
     */
    public Sweep(int atOnce) {
        this.atOnce = atOnce;
    }

    /**
     * Runs all and waits for their ends. Interrupting the thread stops all in good order;
     * interrupting it once more cuts them off.
     *
     * @return how each ended, in their order; {@code INTERRUPTED} without a summary for those whose
     *     turn never came
     */
    public List<RunOutcome> run(List<? extends Item> items) {
        List<Future<RunOutcome>> futures = new ArrayList<>();
        try (ExecutorService threads =
                Executors.newFixedThreadPool(
                        Math.max(1, Math.min(atOnce, items.size())),
                        Thread.ofPlatform().daemon().name("sweep-", 0).factory())) {
            for (Item item : items) {
                futures.add(threads.submit(() -> runOne(item)));
            }
            return outcomes(futures);
        }
    }

    private List<RunOutcome> outcomes(List<Future<RunOutcome>> futures) {
        List<RunOutcome> outcomes = new ArrayList<>();
        boolean interrupted = false;
        while (outcomes.size() < futures.size()) {
            try {
                outcomes.add(futures.get(outcomes.size()).get());
            } catch (InterruptedException e) {
                if (interrupted) {
                    cutOff();
                } else {
                    stop();
                }
                interrupted = true;
            } catch (ExecutionException unexpected) {
                stop();
                switch (unexpected.getCause()) {
                    case RuntimeException failure -> throw failure;
                    case Error failure -> throw failure;
                    case null, default -> throw new IllegalStateException(unexpected);
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return outcomes;
    }

    /** Stops all that go on, each after the step at hand with a checkpoint; no more begin. */
    public void stop() {
        List<LocalRun> toStop;
        synchronized (this) {
            stopped = true;
            toStop = List.copyOf(running);
        }
        toStop.forEach(LocalRun::stop);
    }

    private void cutOff() {
        List<LocalRun> toClose;
        synchronized (this) {
            toClose = List.copyOf(running);
        }
        toClose.forEach(LocalRun::close);
    }

    private RunOutcome runOne(Item item) {
        synchronized (this) {
            if (stopped) {
                return NOT_BEGUN;
            }
        }
        RunOutcome outcome = Refusal.orEnd(() -> begin(item));
        item.ended(outcome);
        return outcome;
    }

    private RunOutcome begin(Item item) {
        try (LocalRun run = LocalRun.start(item.begin())) {
            enter(run);
            try {
                return run.end();
            } finally {
                leave(run);
            }
        }
    }

    /** A request to stop that came while the run was starting holds for it too. */
    private synchronized void enter(LocalRun run) {
        running.add(run);
        if (stopped) {
            run.stop();
        }
    }

    private synchronized void leave(LocalRun run) {
        running.remove(run);
    }
}
