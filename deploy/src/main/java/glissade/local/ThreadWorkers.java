package glissade.local;

import glissade.worker.WorkerNode;
import glissade.worker.WorkerOutcome;
import glissade.worker.WorkerSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The workers of a run as threads of this JVM, each with an actor system of its own. */
final class ThreadWorkers implements WorkerGroup {

    /** For a worker that has been told to end; it only has to end a step and close its streams. */
    private static final long GRACE_SECONDS = 20;

    private static final int THREADS_OF_RUN = 0;

    private final List<WorkerNode> nodes = new ArrayList<>();

    private ThreadWorkers() {}

    /**
     * Starts workers w0, w1, … of a coordinator.
     *
     * @param coordinatorAddress {@code host:port}
     * @throws glissade.math.UnsupportedMachineException if this machine cannot train; then none is
     *     left
     */
    static ThreadWorkers start(int count, String coordinatorAddress, Listener listener) {
        ThreadWorkers workers = new ThreadWorkers();
        String cpu = Machine.cpuModel();
        try {
            for (int index = 0; index < count; index++) {
                String id = WorkerProcess.id(index);
                WorkerNode node =
                        WorkerNode.start(
                                new WorkerSettings(
                                        CompletableFuture.completedFuture(coordinatorAddress),
                                        LocalRunSettings.LOOPBACK,
                                        id,
                                        index,
                                        THREADS_OF_RUN,
                                        cpu,
                                        System::nanoTime));
                workers.nodes.add(node);
                var _ = node.outcome().thenAccept(outcome -> tell(listener, id, outcome));
            }
        } catch (RuntimeException | Error refused) {
            workers.close();
            throw refused;
        }
        return workers;
    }

    private static void tell(Listener listener, String id, WorkerOutcome outcome) {
        if (!outcome.completed()) {
            listener.exited(id, how(outcome));
        }
    }

    private static String how(WorkerOutcome outcome) {
        return "ended: " + outcome.message();
    }

    @Override
    public Map<String, String> endings() {
        Map<String, String> endings = new TreeMap<>();
        for (int index = 0; index < nodes.size(); index++) {
            WorkerOutcome outcome = future(nodes.get(index)).getNow(null);
            if (outcome != null && !outcome.completed()) {
                endings.put(WorkerProcess.id(index), how(outcome));
            }
        }
        return endings;
    }

    private static CompletableFuture<WorkerOutcome> future(WorkerNode node) {
        return node.outcome().toCompletableFuture();
    }

    @Override
    public void close() {
        nodes.forEach(WorkerNode::close);
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(GRACE_SECONDS);
        try {
            for (WorkerNode node : nodes) {
                future(node).get(deadlineNs - System.nanoTime(), TimeUnit.NANOSECONDS);
            }
        } catch (InterruptedException e) {
            // They end all the same, only nobody watches.
            Thread.currentThread().interrupt();
        } catch (TimeoutException late) {
            // A thread cannot be killed; it has been told, and ends as soon as it looks up.
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
