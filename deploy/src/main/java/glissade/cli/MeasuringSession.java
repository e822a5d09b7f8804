package glissade.cli;

import glissade.coordinator.RunOutcome;
import glissade.data.Dataset;
import glissade.evaluation.EvaluationFigures;
import glissade.local.CheckedRun;
import glissade.local.LocalRun;
import glissade.local.LocalRunSettings;
import glissade.local.Measurement;
import glissade.local.TemporaryDirectory;
import glissade.local.WorkerPlace;
import glissade.run.RunDirectory;
import glissade.run.RunListener;
import glissade.run.RunStatus;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;

/**
 * A finished model measured by worker JVMs of this machine, which are started and ended here.
 * Whatever happens, neither a worker nor a file is left.
 */
final class MeasuringSession {

    private final Shutdown shutdown;
    private final boolean debug;

    MeasuringSession(Shutdown shutdown, boolean debug) {
        this.shutdown = shutdown;
        this.debug = debug;
    }

    /**
     * Measures on {@code samples}, which are the test data of the measurement.
     *
     * @param threads of each worker
     * @throws CommandFailure if a worker is lost, or the command is told to end
     */
    EvaluationFigures measure(Measurement measurement, Dataset samples, int threads) {
        try (TemporaryDirectory temporary = TemporaryDirectory.create("glissade-evaluation")) {
            CheckedRun run = measurement.run(samples, threads, temporary.root());
            RunDirectory directory =
                    RunDirectory.create(run.configuration(), InstantSource.system());
            Logging.ofRun(directory, debug);
            CompletableFuture<EvaluationFigures> measured = new CompletableFuture<>();
            RunOutcome outcome =
                    end(
                            LocalRunSettings.of(run, directory, WorkerPlace.CHILD_JVMS)
                                    .withMeasured(measurement.model())
                                    .withDebug(debug)
                                    .withListener(new ToFuture(measured)));
            if (outcome.status() != RunStatus.DONE) {
                throw new CommandFailure(exitCode(outcome), outcome.message());
            }
            return measured.join();
        }
    }

    private RunOutcome end(LocalRunSettings settings) {
        CompletableFuture<LocalRun> started = new CompletableFuture<>();
        // A request that comes while the run starts holds as soon as it has.
        shutdown.onRequest(() -> {
            var _ = started.thenAccept(LocalRun::stop);
        });
        try (LocalRun run = LocalRun.start(settings)) {
            started.complete(run);
            return run.end();
        }
    }

    private static int exitCode(RunOutcome outcome) {
        if (outcome.status() == RunStatus.INTERRUPTED) {
            return ExitCode.INTERRUPTED;
        }
        return outcome.machineLacksSomething()
                ? ExitCode.MACHINE_LACKS_SOMETHING
                : ExitCode.RUN_FAILED;
    }

    /** Keeps the figures, which are told before the outcome. */
    private record ToFuture(CompletableFuture<EvaluationFigures> measured) implements RunListener {

        @Override
        public void onTested(long step, EvaluationFigures figures) {
            measured.complete(figures);
        }
    }
}
