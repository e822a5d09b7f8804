package glissade.cli;

import glissade.local.CheckedRun;
import glissade.run.RunDirectory;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;

/** {@code glissade train}: a whole run on this machine. */
@Command(
        name = "train",
        abbreviateSynopsis = true,
        sortOptions = false,
        description =
                "Trains a network with worker JVMs of this machine, evaluates it on the test data,"
                        + " and leaves a run directory.")
final class TrainCommand implements Callable<Integer> {

    private final Terminal terminal;
    private final Shutdown shutdown;
    private final CommonOptions common;
    private final RunOptionSpecs options = new RunOptionSpecs();

    @Mixin private OutputOptions output = new OutputOptions();

    TrainCommand(Terminal terminal, Shutdown shutdown, CommonOptions common) {
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
        CheckedRun run = CheckedRun.of(options.configuration());
        RunDirectory directory = RunDirectory.create(run.configuration(), InstantSource.system());
        if (run.configuration().model().restarts() > 1) {
            return new RestartSession(terminal, shutdown, output, common.debug())
                    .run(run, directory);
        }
        return new TrainingSession(terminal, shutdown, output, common.debug())
                .runWithLocalWorkers(run, directory);
    }
}
