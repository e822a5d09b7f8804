package glissade.local;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/**
 * The worker JVMs of a run on this machine: starts them, tells of those that end, and sees to it
 * that none outlives {@link #close}. Should this process be killed, they end by themselves.
 */
final class LocalWorkers implements WorkerGroup {

    private static final String MAIN_CLASS = "glissade.cli.ChildWorker";

    private final List<WorkerProcess> processes = new ArrayList<>();

    private LocalWorkers() {}

    /**
     * Starts workers w0, w1, … of a coordinator that may still be starting itself.
     *
     * @param coordinatorAddress {@code host:port}, once it is known
     * @param debug whether they report in detail what they do
     * @throws IOException if the operating system refuses a process; then none is left
     */
    static LocalWorkers start(
            int count,
            CompletableFuture<String> coordinatorAddress,
            boolean debug,
            Listener listener)
            throws IOException {
        JvmFlags flags = JvmFlags.ofThisProcess();
        LocalWorkers workers = new LocalWorkers();
        try {
            for (int index = 0; index < count; index++) {
                String id = WorkerProcess.id(index);
                WorkerProcess process =
                        WorkerProcess.start(
                                index,
                                flags,
                                MAIN_CLASS,
                                arguments(index, debug),
                                new OutputTail(line -> listener.printed(id, line)));
                workers.processes.add(process);
                var _ = coordinatorAddress.thenAccept(address -> meet(process, address));
                var _ = process.ended().thenAccept(how -> listener.exited(id, how));
            }
        } catch (IOException | RuntimeException | Error refused) {
            workers.close();
            throw refused;
        }
        return workers;
    }

    private static void meet(WorkerProcess process, String coordinatorAddress) {
        try {
            process.tell(coordinatorAddress);
        } catch (IOException e) {
            // The process is gone; how it ended is told to who waits for that.
        }
    }

    @Override
    public Map<String, String> endings() {
        Map<String, String> endings = new TreeMap<>();
        for (int index = 0; index < processes.size(); index++) {
            String how = processes.get(index).ended().getNow("");
            if (!how.isEmpty()) {
                endings.put(WorkerProcess.id(index), how);
            }
        }
        return endings;
    }

    private static List<String> arguments(int index, boolean debug) {
        String rank = String.valueOf(index);
        return debug
                ? List.of(WorkerProcess.id(index), rank, "--debug")
                : List.of(WorkerProcess.id(index), rank);
    }

    @Override
    public void close() {
        WorkerProcess.endAll(processes);
    }
}
