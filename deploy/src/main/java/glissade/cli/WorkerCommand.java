package glissade.cli;

import glissade.local.Machine;
import glissade.run.RunOptions;
import glissade.worker.WorkerNode;
import glissade.worker.WorkerOutcome;
import glissade.worker.WorkerSettings;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code glissade worker}: one worker of a run, in the foreground. */
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
            names = "--bind",
            paramLabel = "HOST",
            description =
                    "address of this machine where the others reach this worker (the one on the way"
                            + " to the coordinator)")
    private String bind = "";

    @Option(
            names = "--insecure",
            description =
                    "permit a coordinator on another machine: nothing is encrypted or authenticated")
    private boolean insecure;

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

    WorkerCommand(Terminal terminal, Shutdown shutdown, CommonOptions common) {
        this.terminal = terminal;
        this.shutdown = shutdown;
        this.common = common;
    }

    @Override
    public Integer call() {
        HostPort address = HostPort.parse("--coordinator", coordinator, 1, insecure);
        WorkerSettings settings = settings(address);
        var _ = Machine.kernels();
        if (common.debug()) {
            Logging.toStderr();
        }
        awaitCoordinator(address);
        try (InsecureNotice _ = InsecureNotice.of(terminal, address);
                WorkerNode worker = WorkerNode.start(settings)) {
            shutdown.onRequest(worker::stop);
            terminal.line(id + ": offered to the coordinator at " + coordinator);
            WorkerOutcome outcome = worker.outcome().toCompletableFuture().join();
            if (outcome.completed()) {
                terminal.line(id + ": done");
            }
            return exitCode(terminal, outcome);
        }
    }

    /** What a worker's end stands for; why it could not go on is said. */
    static int exitCode(Terminal terminal, WorkerOutcome outcome) {
        if (outcome.completed()) {
            return ExitCode.DONE;
        }
        terminal.error(outcome.message());
        return outcome.machineLacksSomething()
                ? ExitCode.MACHINE_LACKS_SOMETHING
                : ExitCode.RUN_FAILED;
    }

    private WorkerSettings settings(HostPort address) {
        return new WorkerSettings(
                CompletableFuture.completedFuture(address.toString()),
                bind.isEmpty() ? address.ownAddress() : HostPort.parseOwn("--bind", bind, address),
                id,
                ANY_RANK,
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
                            + address
                            + address.insecureOption());
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
}
