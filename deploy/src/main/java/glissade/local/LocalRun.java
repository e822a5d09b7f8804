package glissade.local;

import glissade.coordinator.CoordinatorNode;
import glissade.coordinator.CoordinatorSettings;
import glissade.coordinator.RunOutcome;
import glissade.run.RunLock;
import glissade.run.RunStatus;
import java.io.IOException;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.slf4j.LoggerFactory;

/**
 * One run from start to end: the coordinator in this JVM, the workers wherever they were ordered.
 * Any number of them may go on at once. Whatever happens, {@link #close} leaves no process, no port
 * and no shared memory behind. Thread-safe.
 *
 * <pre>{@code
 * try (LocalRun run = LocalRun.start(LocalRunSettings.of(checked, directory, THREADS))) {
 *     RunOutcome outcome = run.end();
 * }
 * }</pre>
 */
public final class LocalRun implements AutoCloseable {

    private final CoordinatorNode coordinator;
    private final WorkerGroup workers;
    private final RunLock lock;

    private LocalRun(CoordinatorNode coordinator, WorkerGroup workers, RunLock lock) {
        this.coordinator = coordinator;
        this.workers = workers;
        this.lock = lock;
    }

    /**
     * Starts the coordinator and its workers. A run with restarts is none of these: {@link
     * Restarts} makes one of each starting point.
     *
     * @throws CannotStartException if a port or a process cannot be had
     * @throws glissade.run.ConfigurationException if the run goes on already, in any process
     * @throws glissade.plane.InsufficientSharedMemoryException if the gradients have no room
     * @throws glissade.math.UnsupportedMachineException if this machine cannot train
     */
    public static LocalRun start(LocalRunSettings settings) {
        if (settings.run().configuration().model().restarts() > 1) {
            throw new IllegalArgumentException("has several starting points, see Restarts");
        }
        RunLock taken = settings.start().lock();
        RunLock lock = taken == null ? settings.directory().lock() : taken;
        try {
            return start(settings, lock);
        } catch (RuntimeException | Error refused) {
            lock.close();
            throw refused;
        }
    }

    private static LocalRun start(LocalRunSettings settings, RunLock lock) {
        CompletableFuture<CoordinatorNode> coordinator = new CompletableFuture<>();
        WorkerGroup.Listener listener = new ToCoordinator(coordinator);
        WorkerGroup children = WorkerGroup.none();
        if (settings.place() == WorkerPlace.CHILD_JVMS) {
            // They take as long to start as the coordinator, so they start beside it.
            children = childJvms(settings, coordinator, listener);
        }
        try {
            CoordinatorNode node = coordinator(settings);
            coordinator.complete(node);
            return new LocalRun(
                    node,
                    settings.place() == WorkerPlace.THREADS
                            ? threads(settings, node, listener)
                            : children,
                    lock);
        } catch (RuntimeException | Error refused) {
            children.close();
            throw refused;
        }
    }

    private static CoordinatorNode coordinator(LocalRunSettings settings) {
        CheckedRun run = settings.run();
        try {
            return CoordinatorNode.start(
                    new CoordinatorSettings(
                            settings.address().host(),
                            settings.address().insecure(),
                            settings.address().port(),
                            run.configuration(),
                            settings.directory(),
                            run.samples(),
                            run.testSamples(),
                            run.validationSamples(),
                            run.schema(),
                            Machine.cpuModel(),
                            InstantSource.system(),
                            System::nanoTime,
                            settings.start().resumeFrom(),
                            settings.start().measured(),
                            settings.listener()));
        } catch (IOException refused) {
            throw new CannotStartException(
                    "the coordinator cannot start: " + refused.getMessage(), refused);
        }
    }

    private static WorkerGroup childJvms(
            LocalRunSettings settings,
            CompletableFuture<CoordinatorNode> coordinator,
            WorkerGroup.Listener listener) {
        try {
            return LocalWorkers.start(
                    settings.run().configuration().cluster().workers(),
                    coordinator.thenApply(CoordinatorNode::address),
                    settings.debug(),
                    listener);
        } catch (IOException refused) {
            throw new CannotStartException(
                    "no worker process can be started: " + refused.getMessage(), refused);
        }
    }

    private static WorkerGroup threads(
            LocalRunSettings settings, CoordinatorNode coordinator, WorkerGroup.Listener listener) {
        try {
            return ThreadWorkers.start(
                    settings.run().configuration().cluster().workers(),
                    coordinator.address(),
                    listener);
        } catch (RuntimeException | Error refused) {
            coordinator.close();
            throw refused;
        }
    }

    /** Where the coordinator listens: {@code host:port}. */
    public String address() {
        return coordinator.address();
    }

    /** Ends the run after the step at hand, with a checkpoint; {@link #end} tells when it has. */
    public void stop() {
        coordinator.stop();
    }

    /**
     * Waits for the end of the run and closes everything. Interrupting the thread stops the run in
     * good order; interrupting it once more cuts the run off.
     *
     * @return how it ended, with all that is known of lost workers
     */
    public RunOutcome end() {
        RunOutcome outcome;
        boolean interrupted = false;
        try {
            try {
                outcome = await();
            } catch (InterruptedException e) {
                interrupted = true;
                stop();
                outcome = await();
            }
        } catch (InterruptedException impatient) {
            outcome = new RunOutcome(RunStatus.INTERRUPTED, "the run was cut off", false, null);
        } finally {
            close();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return Explanation.of(outcome, workers.endings());
    }

    private RunOutcome await() throws InterruptedException {
        CompletableFuture<RunOutcome> outcome = coordinator.outcome().toCompletableFuture();
        try {
            return outcome.get();
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Closes everything; a run that goes on is cut off. Without effect the second time. */
    @Override
    public void close() {
        // The ports first: a worker whose launcher lets go before that takes it for dead and
        // clears up after it.
        try {
            coordinator.close();
            workers.close();
        } finally {
            lock.close();
        }
    }

    /** Tells the coordinator of workers, once it is there, and the log what they print. */
    private record ToCoordinator(CompletableFuture<CoordinatorNode> coordinator)
            implements WorkerGroup.Listener {

        @Override
        public void exited(String workerId, String how) {
            var _ = coordinator.thenAccept(node -> node.workerExited(workerId, how));
        }

        @Override
        public void printed(String workerId, String line) {
            LoggerFactory.getLogger("worker." + workerId).warn(line);
        }
    }
}
