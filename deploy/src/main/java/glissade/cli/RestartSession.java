package glissade.cli;

import glissade.local.CheckedRun;
import glissade.local.Restarts;
import glissade.local.WorkerPlace;
import glissade.run.Restart;
import glissade.run.RunDirectory;
import glissade.run.RunStatus;
import glissade.run.RunSummary;
import java.io.IOException;

/**
 * A run with restarts on the terminal, from its header to its table: everything happens here and in
 * workers of this machine, of which none is left.
 */
final class RestartSession {

    private final Terminal terminal;
    private final Shutdown shutdown;
    private final OutputOptions output;
    private final boolean debug;

    /** For one run. */
    RestartSession(Terminal terminal, Shutdown shutdown, OutputOptions output, boolean debug) {
        this.terminal = terminal;
        this.shutdown = shutdown;
        this.output = output;
        this.debug = debug;
    }

    /** Trains from all starting points that are not done yet; the exit code. */
    int run(CheckedRun run, RunDirectory directory) {
        Logging.ofRun(directory, debug);
        Terminal live = output.quiet() || output.json() ? terminal.silenced() : terminal;
        new RunHeader(run).lines(directory).forEach(live::line);
        Restarts restarts =
                new Restarts(
                        run,
                        directory,
                        WorkerPlace.CHILD_JVMS,
                        debug,
                        new RestartProgress(
                                live, run.configuration().model().restarts(), System::nanoTime));
        shutdown.onRequest(restarts::stop);
        try {
            return report(restarts.run(), directory);
        } catch (IOException unwritten) {
            throw new CommandFailure(
                    ExitCode.RUN_FAILED,
                    directory.root() + ": the results cannot be written: " + unwritten.getMessage(),
                    unwritten);
        }
    }

    private int report(Restarts.Outcome outcome, RunDirectory directory) {
        RunSummary whole = outcome.whole();
        if (output.json()) {
            if (whole != null) {
                terminal.print(outcome.summary().toJson(whole));
            }
        } else if (output.quiet()) {
            if (whole != null && outcome.status() == RunStatus.DONE) {
                terminal.line(new SummaryText(whole, directory).line());
            }
        } else {
            new RestartTable(outcome.summary()).lines().forEach(terminal::line);
            if (whole != null && outcome.status() == RunStatus.DONE) {
                new SummaryText(whole, directory).lines().forEach(terminal::line);
            }
        }
        for (Restart restart : outcome.summary().restarts()) {
            if (restart.status() == RunStatus.FAILED) {
                terminal.note("restart " + restart.number() + " failed: " + restart.message());
            }
        }
        return switch (outcome.status()) {
            case DONE -> ExitCode.DONE;
            case INTERRUPTED -> {
                terminal.note(
                        outcome.message() + "; go on with: glissade resume " + directory.root());
                yield ExitCode.INTERRUPTED;
            }
            case FAILED -> {
                terminal.error(outcome.message());
                yield outcome.machineLacksSomething()
                        ? ExitCode.MACHINE_LACKS_SOMETHING
                        : ExitCode.RUN_FAILED;
            }
        };
    }
}
