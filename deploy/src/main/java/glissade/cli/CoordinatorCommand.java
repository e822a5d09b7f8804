package glissade.cli;

import glissade.local.CheckedRun;
import glissade.run.RunConfiguration;
import glissade.run.RunDirectory;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** {@code glissade coordinator}: a run whose workers are started by somebody else. */
@Command(
        name = "coordinator",
        abbreviateSynopsis = true,
        sortOptions = false,
        description =
                "Waits in the foreground for workers that are started with glissade worker, and"
                        + " trains with them. Takes the options of train.")
final class CoordinatorCommand implements Callable<Integer> {

    private final Terminal terminal;
    private final Shutdown shutdown;
    private final CommonOptions common;
    private final RunOptionSpecs options = new RunOptionSpecs();

    @Mixin private OutputOptions output = new OutputOptions();

    @Option(
            names = "--bind",
            paramLabel = "HOST:PORT",
            defaultValue = "127.0.0.1:25520",
            description =
                    "address to listen on, port 0 for any free one; workers reach it there"
                            + " (${DEFAULT-VALUE})")
    private String bind = "";

    @Option(
            names = "--insecure",
            description =
                    "permit an address that other machines reach: nothing is encrypted or"
                            + " authenticated")
    private boolean insecure;

    CoordinatorCommand(Terminal terminal, Shutdown shutdown, CommonOptions common) {
        this.terminal = terminal;
        this.shutdown = shutdown;
        this.common = common;
    }

    CommandSpec spec() {
        CommandSpec spec = CommandSpec.forAnnotatedObject(this);
        options.addTo(spec);
        return spec;
    }

    @Override
    public Integer call() {
        HostPort address = HostPort.parse("--bind", bind, 0, insecure);
        RunConfiguration configuration = options.configuration();
        if (configuration.model().restarts() > 1) {
            throw new CommandFailure(
                    ExitCode.BAD_INPUT,
                    "--restarts "
                            + configuration.model().restarts()
                            + ": a coordinator trains from one starting point; use glissade train,"
                            + " or begin a run from each with --init-seed");
        }
        CheckedRun run = CheckedRun.of(configuration, address.onLoopback());
        address.requireFree("--bind");
        RunDirectory directory = RunDirectory.create(run.configuration(), InstantSource.system());
        try (InsecureNotice _ = InsecureNotice.of(terminal, address)) {
            return new TrainingSession(terminal, shutdown, output, common.debug())
                    .runAsCoordinator(run, directory, address);
        }
    }
}
