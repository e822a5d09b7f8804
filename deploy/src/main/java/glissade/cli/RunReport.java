package glissade.cli;

import glissade.coordinator.RunOutcome;
import glissade.run.RunDirectory;
import glissade.run.RunSummary;

/** The last words on a run, and the exit code that goes with them. */
final class RunReport {

    private final Terminal terminal;
    private final OutputOptions output;
    private final RunDirectory directory;
    private final Continuation continuation;

    RunReport(
            Terminal terminal,
            OutputOptions output,
            RunDirectory directory,
            Continuation continuation) {
        this.terminal = terminal;
        this.output = output;
        this.directory = directory;
        this.continuation = continuation;
    }

    /** Prints how the run ended and returns the exit code. */
    int report(RunOutcome outcome) {
        RunSummary summary = outcome.summary();
        if (summary != null && output.json()) {
            terminal.print(summary.toJson());
        }
        return switch (outcome.status()) {
            case DONE -> {
                if (summary != null && !output.json()) {
                    done(new SummaryText(summary, directory));
                }
                if (!outcome.message().isEmpty()) {
                    terminal.note(outcome.message());
                }
                yield ExitCode.DONE;
            }
            case INTERRUPTED -> {
                terminal.note(interrupted(outcome));
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

    private void done(SummaryText text) {
        if (output.quiet()) {
            terminal.line(text.line());
        } else {
            text.lines().forEach(terminal::line);
        }
    }

    private String interrupted(RunOutcome outcome) {
        RunSummary summary = outcome.summary();
        long steps = summary == null ? 0 : summary.progress().steps();
        return steps == 0
                ? outcome.message() + "; " + continuation.withoutSteps()
                : outcome.message()
                        + " after step "
                        + Figures.count(steps)
                        + "; "
                        + continuation.withSteps();
    }
}
