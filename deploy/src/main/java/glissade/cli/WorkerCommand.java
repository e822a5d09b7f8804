package glissade.cli;

import glissade.local.LauncherLifeline;
import glissade.local.Machine;
import glissade.run.RunOptions;
import glissade.worker.WorkerNode;
import glissade.worker.WorkerOutcome;
import glissade.worker.WorkerSettings;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code glissade worker}: one worker of a run, in the foreground or as a launcher's child. */
@Command(
        name = "worker",
        description = "Takes part in the run of a coordinator, in the foreground.")
final class WorkerCommand implements Callable<Integer> {

    private static final int THREADS_OF_RUN = 0;
    private static final int ANY_RANK = -1;
    private static final int PATIENCE_SECONDS = 30;

    private final Terminal terminal;
    private final Shutdown shutdown;
    private final CommonOptions common;

    @Option(
            names = "--coordinator",
            required = true,
            paramLabel = "HOST:PORT",
            description = "where the coordinator listens")
    private String coordinator = "";

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "training threads (as many as the run's --threads says)")
    private String threads = "";

    @Option(
            names = "--id",
            paramLabel = "ID",
            description = "name in the run (worker- and the process number)")
    private String id = "worker-" + ProcessHandle.current().pid();

    @Option(names = "--rank", hidden = true)
    private int rank = ANY_RANK;

    @Option(names = "--lifeline", hidden = true)
    private boolean lifeline;

    WorkerCommand(Terminal terminal, Shutdown shutdown, CommonOptions common) {
        this.terminal = terminal;
        this.shutdown = shutdown;
        this.common = common;
    }

    @Override
    public Integer call() {
        HostPort address = HostPort.parseLoopback("--coordinator", coordinator, 1);
        WorkerSettings settings = settings(address);
        var _ = Machine.kernels();
        CompletableFuture<WorkerNode> starting = new CompletableFuture<>();
        if (lifeline) {
            // The launcher hears Ctrl-C too, and decides; this process only waits for its word.
            shutdown.onRequest(() -> {});
            LauncherLifeline.watch(System.in, () -> launcherLetGo(starting));
        }
        if (common.debug()) {
            Logging.toStderr();
        } else if (lifeline) {
            Logging.warningsToStderr();
        }
        if (!lifeline) {
            awaitCoordinator(address);
        }
        try (WorkerNode worker = WorkerNode.start(settings)) {
            starting.complete(worker);
            if (!lifeline) {
                terminal.line(id + ": offered to the coordinator at " + coordinator);
            }
            return report(worker.outcome().toCompletableFuture().join());
        }
    }

    private WorkerSettings settings(HostPort address) {
        return new WorkerSettings(
                address.toString(),
                id,
                rank,
                threads.isEmpty() ? THREADS_OF_RUN : threads(),
                Machine.cpuModel(),
                System::nanoTime);
    }

    /** Workers may be started before their coordinator, but not for ever. */
    private void awaitCoordinator(HostPort address) {
        if (address.answersWithin(0)) {
            return;
        }
        terminal.line(id + ": nobody answers at " + address + " yet");
        if (!address.answersWithin(PATIENCE_SECONDS)) {
            throw new CommandFailure(
                    ExitCode.RUN_FAILED,
                    "--coordinator "
                            + address
                            + ": nobody answers after "
                            + PATIENCE_SECONDS
                            + " s; start one with: glissade coordinator --bind "
                            + address);
        }
    }

    private int threads() {
        Integer count = RunOptions.THREADS.type().parser().apply(threads);
        if (count == null) {
            throw new CommandFailure(
                    ExitCode.BAD_INPUT,
                    "--threads: expected "
                            + RunOptions.THREADS.type().expected()
                            + ", found \""
                            + threads
                            + '"');
        }
        return count;
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

    private int report(WorkerOutcome outcome) {
        if (outcome.completed()) {
            if (!lifeline) {
                terminal.line(id + ": done");
            }
            return ExitCode.DONE;
        }
        terminal.error(outcome.message());
        return outcome.machineLacksSomething()
                ? ExitCode.MACHINE_LACKS_SOMETHING
                : ExitCode.RUN_FAILED;
    }
}
