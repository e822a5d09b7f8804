package glissade.cli;

import glissade.coordinator.RunOutcome;
import glissade.local.CheckedRun;
import glissade.local.LocalRun;
import glissade.local.LocalRunSettings;
import glissade.local.WorkerPlace;
import glissade.run.Checkpoint;
import glissade.run.RunDirectory;
import glissade.run.RunListener;
import glissade.run.RunLock;
import java.util.concurrent.CompletableFuture;

/**
 * A run on the terminal, from its header to its summary: the coordinator lives in this JVM, the
 * workers are started here or elsewhere. Whatever happens, no worker that was started is left.
 */
final class TrainingSession {

    private static final HostPort ANY_LOCAL_PORT = new HostPort("127.0.0.1", 0);

    private final Terminal terminal;
    private final Shutdown shutdown;
    private final OutputOptions output;
    private final boolean debug;

    /** For one run. */
    TrainingSession(Terminal terminal, Shutdown shutdown, OutputOptions output, boolean debug) {
        this.terminal = terminal;
        this.shutdown = shutdown;
        this.output = output;
        this.debug = debug;
    }

    /** Trains with workers of this machine, which are started and ended here; the exit code. */
    int runWithLocalWorkers(CheckedRun run, RunDirectory directory) {
        return run(LocalRunSettings.of(run, directory, WorkerPlace.CHILD_JVMS), ANY_LOCAL_PORT);
    }

    /**
     * Goes on from a checkpoint, like {@link #runWithLocalWorkers}.
     *
     * @param lock of the run, taken before the checkpoint was chosen; it is given up at the end
     */
    int goOnWithLocalWorkers(
            CheckedRun run, RunDirectory directory, Checkpoint checkpoint, RunLock lock) {
        return run(
                LocalRunSettings.of(run, directory, WorkerPlace.CHILD_JVMS)
                        .withCheckpoint(checkpoint)
                        .withLock(lock),
                ANY_LOCAL_PORT);
    }

    /** Trains with workers that somebody else starts; the exit code. */
    int runAsCoordinator(CheckedRun run, RunDirectory directory, HostPort bind) {
        return run(LocalRunSettings.of(run, directory, WorkerPlace.ELSEWHERE), bind);
    }

    /**
     * Goes on from a checkpoint, like {@link #runAsCoordinator} and {@link #goOnWithLocalWorkers}.
     */
    int goOnAsCoordinator(
            CheckedRun run,
            RunDirectory directory,
            Checkpoint checkpoint,
            RunLock lock,
            HostPort bind) {
        return run(
                LocalRunSettings.of(run, directory, WorkerPlace.ELSEWHERE)
                        .withCheckpoint(checkpoint)
                        .withLock(lock),
                bind);
    }

    private int run(LocalRunSettings what, HostPort bind) {
        CheckedRun run = what.run();
        RunDirectory directory = what.directory();
        Checkpoint resumeFrom = what.start().resumeFrom();
        Logging.ofRun(directory, debug);
        Terminal live = output.quiet() || output.json() ? terminal.silenced() : terminal;
        new RunHeader(run, bind.onLoopback()).lines(directory).forEach(live::line);
        LocalRunSettings settings =
                what.withAddress(
                                new LocalRunSettings.Address(
                                        bind.host(), bind.port(), !bind.onLoopback()))
                        .withDebug(debug)
                        .withListener(
                                progress(live, run, resumeFrom == null ? 0 : resumeFrom.step()));
        RunOutcome outcome;
        CompletableFuture<LocalRun> started = new CompletableFuture<>();
        // A request that comes while the run starts holds as soon as it has.
        shutdown.onRequest(() -> {
            var _ = started.thenAccept(LocalRun::stop);
        });
        try (LocalRun training = LocalRun.start(settings)) {
            started.complete(training);
            if (what.place() == WorkerPlace.ELSEWHERE) {
                invite(live, run, training.address() + bind.insecureOption());
            }
            outcome = training.end();
        }
        return new RunReport(terminal, output, directory, Continuation.of(what, bind))
                .report(outcome);
    }

    /** Without these words nobody could join; they go to stderr where stdout is to be quiet. */
    private void invite(Terminal live, CheckedRun run, String address) {
        String words =
                "for "
                        + Figures.counted(run.configuration().cluster().workers(), "worker")
                        + ": glissade worker --coordinator "
                        + address;
        if (live == terminal) {
            live.line("waiting  " + words);
        } else {
            terminal.note("waiting " + words);
        }
    }

    private static RunListener progress(Terminal live, CheckedRun run, long firstStep) {
        ProgressText text = new ProgressText(run.steps(), run.shape());
        long firstSamples = run.shape().samplesAfter(firstStep);
        Pace pace = new Pace(firstStep, firstSamples, run.steps(), System::nanoTime);
        return live.isInteractive()
                ? LiveProgress.start(live, text, pace)
                : new PlainProgress(live, text, pace);
    }
}
