package glissade;

import glissade.coordinator.RunOutcome;
import glissade.local.CheckedRun;
import glissade.local.LocalRun;
import glissade.local.LocalRunSettings;
import glissade.local.WorkerPlace;
import glissade.run.Checkpoint;
import glissade.run.Checkpoints;
import glissade.run.RunConfiguration;
import glissade.run.RunDirectory;
import glissade.run.RunEvent;
import glissade.run.RunListener;
import glissade.run.RunSummary;
import glissade.run.StepRow;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Whole runs with all roles in this JVM, below one directory. */
final class RunBed {

    private final String common;
    private final Path out;

    /**
     * @param common options that all runs share; later ones win
     * @param out where run directories go
     */
    RunBed(String common, Path out) {
        this.common = common;
        this.out = out;
    }

    /** A run that was stopped on its way, and what it can go on from. */
    record Stopped(RunDirectory directory, RunOutcome outcome, Checkpoint checkpoint) {}

    RunConfiguration configuration(String more) {
        return RunConfiguration.fromHocon(common + more + "\nout = \"" + out + "\"\n");
    }

    RunDirectory directory(String options) {
        return RunDirectory.create(configuration(options), InstantSource.system());
    }

    RunOutcome run(String options) {
        return run(options, RunListener.silent());
    }

    RunOutcome run(String options, RunListener listener) {
        return run(options, directory(options), listener);
    }

    RunOutcome run(String options, RunDirectory directory, RunListener listener) {
        return run(options, directory, null, listener, new AtomicReference<>());
    }

    /** Asks for a stop as soon as that step is told of. */
    Stopped runAndStopAt(long step, String options, RunListener listener) throws Exception {
        AtomicReference<LocalRun> started = new AtomicReference<>();
        RunListener stopping =
                new RunListener() {
                    @Override
                    public void onStep(StepRow row) {
                        listener.onStep(row);
                        if (row.step() == step) {
                            started.get().stop();
                        }
                    }

                    @Override
                    public void onEvent(RunEvent event) {
                        listener.onEvent(event);
                    }
                };
        RunDirectory directory = directory(options);
        RunOutcome outcome = run(options, directory, null, stopping, started);
        return new Stopped(
                directory, outcome, Checkpoints.newestWhole(directory.checkpoints()).checkpoint());
    }

    Stopped runAndStopAt(long step, String options) throws Exception {
        return runAndStopAt(step, options, RunListener.silent());
    }

    /** Goes on with a run that was stopped, to its end. */
    RunOutcome goOn(Stopped stopped, String options, RunListener listener) {
        return run(
                options,
                stopped.directory(),
                stopped.checkpoint(),
                listener,
                new AtomicReference<>());
    }

    RunOutcome goOn(Stopped stopped, String options) {
        return goOn(stopped, options, RunListener.silent());
    }

    private RunOutcome run(
            String options,
            RunDirectory directory,
            @Nullable Checkpoint resumeFrom,
            RunListener listener,
            AtomicReference<LocalRun> started) {
        LocalRunSettings settings =
                LocalRunSettings.of(
                                CheckedRun.of(configuration(options)),
                                directory,
                                WorkerPlace.THREADS)
                        .withCheckpoint(resumeFrom)
                        .withListener(listener);
        try (LocalRun run = LocalRun.start(settings)) {
            started.set(run);
            return run.end();
        }
    }

    static String sha256(RunOutcome outcome) {
        return Objects.requireNonNull(summary(outcome).quality().parametersSha256());
    }

    static RunSummary summary(RunOutcome outcome) {
        return Objects.requireNonNull(outcome.summary(), outcome.message());
    }
}
