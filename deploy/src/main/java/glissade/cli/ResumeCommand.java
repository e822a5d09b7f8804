package glissade.cli;

import glissade.local.CheckedRun;
import glissade.run.Checkpoint;
import glissade.run.Checkpoints;
import glissade.run.RunConfiguration;
import glissade.run.RunDirectory;
import glissade.run.RunLock;
import glissade.run.RunOption;
import glissade.run.RunOptions;
import glissade.run.RunSummary;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code glissade resume}: a stopped run goes on as if it had never been stopped. */
@Command(
        name = "resume",
        abbreviateSynopsis = true,
        sortOptions = false,
        description =
                "Continues a run from its newest whole checkpoint, with the same bits as if it had"
                        + " never stopped, whatever the workers.")
final class ResumeCommand implements Callable<Integer> {

    /** What may change without changing what is computed. */
    private static final Set<RunOption<?>> CHANGEABLE =
            Set.of(
                    RunOptions.WORKERS,
                    RunOptions.THREADS,
                    RunOptions.SAMPLES_AT_ONCE,
                    RunOptions.TRANSPORT,
                    RunOptions.AVERAGING,
                    RunOptions.BUCKET,
                    RunOptions.CHECKPOINT_EVERY,
                    RunOptions.LOG_EVERY,
                    RunOptions.TIMELINE);

    private final Terminal terminal;
    private final Shutdown shutdown;
    private final CommonOptions common;
    private final RunOptionSpecs options = new RunOptionSpecs();

    @Mixin private OutputOptions output = new OutputOptions();

    @Option(
            names = "--bind",
            paramLabel = "HOST:PORT",
            description =
                    "wait at this address, port 0 for any free one, for workers that are started"
                            + " with glissade worker; without it workers of this machine are"
                            + " started")
    private @Nullable String bind;

    @Option(
            names = "--insecure",
            description =
                    "permit an address that other machines reach: nothing is encrypted or"
                            + " authenticated")
    private boolean insecure;

    @Parameters(paramLabel = "RUN", description = "directory of the run")
    private Path directory = Path.of("");

    ResumeCommand(Terminal terminal, Shutdown shutdown, CommonOptions common) {
        this.terminal = terminal;
        this.shutdown = shutdown;
        this.common = common;
    }

    CommandSpec spec() {
        CommandSpec spec = CommandSpec.forAnnotatedObject(this);
        options.addTo(spec, CHANGEABLE::contains);
        return spec;
    }

    @Override
    public Integer call() {
        HostPort address = address();
        RunDirectory run = RunDirectory.open(directory);
        RunConfiguration former = run.configuration();
        if (former.model().restarts() > 1) {
            if (address != null) {
                throw new CommandFailure(
                        ExitCode.BAD_INPUT,
                        "--bind: this run has "
                                + former.model().restarts()
                                + " starting points, which workers of this machine train from;"
                                + " leave it out");
            }
            return new RestartSession(terminal, shutdown, output, common.debug())
                    .run(CheckedRun.of(options.over(former)), run);
        }
        // Whoever has gone on with it until now may have written a newer checkpoint.
        try (RunLock lock = run.lock()) {
            return goOn(run, lock, address);
        }
    }

    /** Where the coordinator is to listen for workers that others start; null for none. */
    private @Nullable HostPort address() {
        if (bind != null) {
            return HostPort.parse("--bind", bind, 0, insecure);
        }
        if (insecure) {
            throw new CommandFailure(
                    ExitCode.BAD_INPUT,
                    "--insecure: has no effect without --bind HOST:PORT; leave it out, or say where"
                            + " the workers are to come to");
        }
        return null;
    }

    private int goOn(RunDirectory run, RunLock lock, @Nullable HostPort address) {
        Checkpoints.Newest newest = Checkpoints.newestWhole(run.checkpoints());
        newest.refused().forEach(why -> terminal.note("passed over: " + why));
        Checkpoint checkpoint = newest.checkpoint();
        RunConfiguration configuration = options.over(checkpoint.configuration());
        CheckedRun checked = CheckedRun.of(configuration, address == null || address.onLoopback());
        if (checkpoint.ended() || checkpoint.step() >= checked.steps()) {
            String trained = trained(checkpoint);
            if (run.isDone()) {
                nothingIsLeft(run, trained);
                return ExitCode.DONE;
            }
            terminal.note(directory + ": " + trained + "; its model is measured and written");
        }
        TrainingSession session = new TrainingSession(terminal, shutdown, output, common.debug());
        if (address == null) {
            return session.goOnWithLocalWorkers(checked, run, checkpoint, lock);
        }
        address.requireFree("--bind");
        try (InsecureNotice _ = InsecureNotice.of(terminal, address)) {
            return session.goOnAsCoordinator(checked, run, checkpoint, lock, address);
        }
    }

    private static String trained(Checkpoint checkpoint) {
        return checkpoint.ended()
                ? "training ended early after step " + Figures.count(checkpoint.step())
                : "all " + Figures.counted(checkpoint.step(), "step") + " are done";
    }

    private void nothingIsLeft(RunDirectory run, String trained) {
        if (output.json()) {
            terminal.print(RunSummary.read(run.summaryFile()).toJson());
        } else {
            terminal.line(directory + ": nothing is left to do, " + trained);
        }
    }
}
