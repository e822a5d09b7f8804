package glissade.cli;

import glissade.local.LauncherLifeline;
import glissade.local.LocalRunSettings;
import glissade.local.Machine;
import glissade.worker.WorkerNode;
import glissade.worker.WorkerOutcome;
import glissade.worker.WorkerSettings;
import java.io.InputStream;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;

/**
 * A worker JVM of a run on this machine: {@code ChildWorker ID RANK [--debug]}, not for users. It
 * is started before there is a coordinator, whose address it reads from its standard input, and it
 * has no options that a library would have to read: the run waits for it.
 */
public final class ChildWorker {

    private static final int THREADS_OF_RUN = 0;

    private ChildWorker() {}

    /** Ends the JVM with the exit code of {@code glissade worker}. */
    public static void main(String[] arguments) {
        Terminal terminal = Terminal.ofProcess();
        Shutdown shutdown = Shutdown.watch(StderrFilter::drain);
        // The launcher hears Ctrl-C too, and decides; this process only waits for its word.
        shutdown.onRequest(() -> {});
        if (isTalkative(arguments)) {
            Logging.toStderr();
        } else {
            Logging.warningsToStderr();
        }
        int exitCode = execute(terminal, System.in, arguments);
        shutdown.finished();
        StderrFilter.drain();
        System.exit(exitCode);
    }

    /** Takes part in one run, to its end. */
    static int execute(Terminal terminal, InputStream lifeline, String... arguments) {
        try {
            return run(terminal, lifeline, arguments[0], Integer.parseInt(arguments[1]));
        } catch (RuntimeException | Error failure) {
            return new Failures(terminal, () -> isTalkative(arguments)).report(failure);
        }
    }

    private static boolean isTalkative(String... arguments) {
        return Arrays.asList(arguments).contains("--debug");
    }

    private static int run(Terminal terminal, InputStream lifeline, String id, int rank) {
        CompletableFuture<WorkerNode> starting = new CompletableFuture<>();
        CompletableFuture<String> coordinator = new CompletableFuture<>();
        LauncherLifeline.watch(lifeline, coordinator::complete, () -> launcherLetGo(starting));
        var _ = Machine.kernels();
        WorkerSettings settings =
                new WorkerSettings(
                        coordinator,
                        LocalRunSettings.LOOPBACK,
                        id,
                        rank,
                        THREADS_OF_RUN,
                        Machine.cpuModel(),
                        System::nanoTime);
        try (WorkerNode worker = WorkerNode.start(settings)) {
            starting.complete(worker);
            WorkerOutcome outcome = worker.outcome().toCompletableFuture().join();
            return WorkerCommand.exitCode(terminal, outcome);
        }
    }

    /**
     * The launcher, and with it the coordinator, is gone or has no more use for this worker: clears
     * up after a coordinator that was killed, and ends this process unless it ends by itself.
     */
    private static void launcherLetGo(CompletableFuture<WorkerNode> starting) {
        WorkerNode worker = starting.getNow(null);
        if (worker != null) {
            WorkerOutcome outcome = worker.outcome().toCompletableFuture().getNow(null);
            if (outcome != null && outcome.completed()) {
                return;
            }
            worker.abandon();
        }
        Runtime.getRuntime().halt(ExitCode.RUN_FAILED);
    }
}
