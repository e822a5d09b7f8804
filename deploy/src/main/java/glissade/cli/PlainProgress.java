package glissade.cli;

import glissade.run.EpochRow;
import glissade.run.RunConfiguration;
import glissade.run.RunDirectory;
import glissade.run.RunEvent;
import glissade.run.RunListener;
import glissade.run.StepRow;

/**
 * Progress for a file or a pipe: a line an epoch, and one now and then while an epoch takes long.
 */
final class PlainProgress implements RunListener {

    private static final double SECONDS_BETWEEN_LINES = 10;

    private final Terminal terminal;
    private final ProgressText text;
    private final Pace pace;
    private double lastLineAt;

    PlainProgress(Terminal terminal, ProgressText text, Pace pace) {
        this.terminal = terminal;
        this.text = text;
        this.pace = pace;
    }

    @Override
    public void onStarted(RunConfiguration configuration, RunDirectory directory) {
        pace.begin();
    }

    @Override
    public void onStep(StepRow row) {
        pace.advance(row.step(), row.samples());
        if (pace.elapsedSeconds() - lastLineAt >= SECONDS_BETWEEN_LINES) {
            say(
                    text.epochOf(row.epoch())
                            + "  "
                            + text.stepOf(row.step())
                            + "  "
                            + text.figures(row, pace));
        }
    }

    @Override
    public void onEpoch(EpochRow row) {
        say(text.epoch(row, pace));
    }

    @Override
    public void onEvent(RunEvent event) {
        if (event instanceof RunEvent.Warning warning) {
            say(ProgressText.warning(warning));
        } else if (event instanceof RunEvent.Preprocessed preprocessed) {
            terminal.line(ProgressText.preprocessed(preprocessed));
        } else if (event instanceof RunEvent.TransportChosen chosen) {
            terminal.line(ProgressText.transport(chosen));
        }
    }

    private void say(String line) {
        lastLineAt = pace.elapsedSeconds();
        terminal.line(line);
    }
}
