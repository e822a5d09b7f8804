package glissade.cli;

import glissade.coordinator.CoordinatorNode;
import glissade.coordinator.CoordinatorSettings;
import glissade.coordinator.RunOutcome;
import glissade.local.LocalWorkers;
import glissade.run.Checkpoint;
import glissade.run.RunDirectory;
import glissade.run.RunListener;
import java.io.IOException;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * A run on the terminal, from its header to its summary: the coordinator lives in this JVM, the
 * workers are started here or elsewhere. Whatever happens, no worker that was started is left.
 */
final class TrainingSession {

    private static final String LOG_FILE = "glissade.log";
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
    int runWithLocalWorkers(
            CheckedRun run, RunDirectory directory, @Nullable Checkpoint resumeFrom) {
        return run(run, directory, resumeFrom, ANY_LOCAL_PORT, true);
    }

    /** Trains with workers that somebody else starts; the exit code. */
    int runAsCoordinator(CheckedRun run, RunDirectory directory, HostPort bind) {
        return run(run, directory, null, bind, false);
    }

    private int run(
            CheckedRun run,
            RunDirectory directory,
            @Nullable Checkpoint resumeFrom,
            HostPort bind,
            boolean startWorkers) {
        if (debug) {
            Logging.toStderr();
        } else {
            Logging.toFile(directory.root().resolve(LOG_FILE));
        }
        Terminal live = output.quiet() || output.json() ? terminal.silenced() : terminal;
        new RunHeader(run).lines(directory).forEach(live::line);
        RunListener progress = progress(live, run, resumeFrom == null ? 0 : resumeFrom.step());
        CoordinatorNode coordinator = start(settings(run, directory, resumeFrom, bind, progress));
        shutdown.onRequest(coordinator::stop);
        LocalWorkers workers = LocalWorkers.none();
        RunOutcome outcome;
        try {
            if (startWorkers) {
                workers = startWorkers(run, coordinator);
            } else {
                live.line(
                        "waiting  for "
                                + Figures.counted(workerCount(run), "worker")
                                + ": glissade worker --coordinator "
                                + coordinator.address());
            }
            outcome = coordinator.outcome().toCompletableFuture().join();
        } finally {
            // The ports first: a worker whose launcher lets go before that takes it for dead and
            // clears up after it.
            coordinator.close();
            workers.close();
        }
        RunOutcome explained = Explanation.of(outcome, workers.endings());
        return new RunReport(terminal, output, directory).report(explained);
    }

    private static CoordinatorSettings settings(
            CheckedRun run,
            RunDirectory directory,
            @Nullable Checkpoint resumeFrom,
            HostPort bind,
            RunListener progress) {
        return new CoordinatorSettings(
                bind.host(),
                bind.port(),
                run.configuration(),
                directory,
                run.samples(),
                run.testSamples(),
                run.validationSamples(),
                run.schema(),
                Machine.cpuModel(),
                InstantSource.system(),
                System::nanoTime,
                resumeFrom,
                progress);
    }

    private static RunListener progress(Terminal live, CheckedRun run, long firstStep) {
        ProgressText text = new ProgressText(run.steps(), run.shape());
        long firstSamples = run.shape().samplesAfter(firstStep);
        Pace pace = new Pace(firstStep, firstSamples, run.steps(), System::nanoTime);
        return live.isInteractive()
                ? LiveProgress.start(live, text, pace)
                : new PlainProgress(live, text, pace);
    }

    private static CoordinatorNode start(CoordinatorSettings settings) {
        try {
            return CoordinatorNode.start(settings);
        } catch (IOException cannotStart) {
            throw new CommandFailure(
                    ExitCode.MACHINE_LACKS_SOMETHING,
                    "the coordinator cannot start: " + cannotStart.getMessage(),
                    cannotStart);
        }
    }

    private LocalWorkers startWorkers(CheckedRun run, CoordinatorNode coordinator) {
        try {
            return LocalWorkers.start(
                    workerCount(run), coordinator.address(), debug, listener(coordinator));
        } catch (IOException refused) {
            throw new CommandFailure(
                    ExitCode.MACHINE_LACKS_SOMETHING,
                    "no worker process can be started: " + refused.getMessage(),
                    refused);
        }
    }

    private static int workerCount(CheckedRun run) {
        return run.configuration().cluster().workers();
    }

    private static LocalWorkers.Listener listener(CoordinatorNode coordinator) {
        return new LocalWorkers.Listener() {
            @Override
            public void exited(String workerId, String how) {
                coordinator.workerExited(workerId, how);
            }

            @Override
            public void printed(String workerId, String line) {
                LoggerFactory.getLogger("worker." + workerId).warn(line);
            }
        };
    }
}
