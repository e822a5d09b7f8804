package glissade.cli;

import glissade.run.EpochRow;
import glissade.run.RunConfiguration;
import glissade.run.RunDirectory;
import glissade.run.RunEvent;
import glissade.run.RunListener;
import glissade.run.RunSummary;
import glissade.run.StepRow;

/** Progress on a terminal: a bar that is redrawn in place, and a line an epoch that stays. */
final class LiveProgress implements RunListener {

    private static final double SECONDS_BETWEEN_DRAWINGS = 0.1;
    private static final int WIDEST_BAR = 30;
    private static final int NARROWEST_BAR = 5;

    private final Terminal terminal;
    private final ProgressText text;
    private final Pace pace;
    private double lastDrawnAt = Double.NEGATIVE_INFINITY;

    private LiveProgress(Terminal terminal, ProgressText text, Pace pace) {
        this.terminal = terminal;
        this.text = text;
        this.pace = pace;
    }

    /** Begins with a word on what is going on before the first step. */
    static LiveProgress start(Terminal terminal, ProgressText text, Pace pace) {
        LiveProgress progress = new LiveProgress(terminal, text, pace);
        terminal.status("waiting for the workers");
        return progress;
    }

    @Override
    public void onStarted(RunConfiguration configuration, RunDirectory directory) {
        pace.begin();
        terminal.status(pace.isAtTheEnd() ? "measuring" : "training begins");
    }

    @Override
    public void onStep(StepRow row) {
        pace.advance(row.step(), row.samples());
        double now = pace.elapsedSeconds();
        if (now - lastDrawnAt >= SECONDS_BETWEEN_DRAWINGS) {
            lastDrawnAt = now;
            draw(row);
        }
    }

    @Override
    public void onEpoch(EpochRow row) {
        terminal.line(text.epoch(row, pace));
    }

    @Override
    public void onEvent(RunEvent event) {
        if (event instanceof RunEvent.Warning warning) {
            terminal.line(ProgressText.warning(warning));
        } else if (event instanceof RunEvent.Preprocessed preprocessed) {
            terminal.line(ProgressText.preprocessed(preprocessed));
        } else if (event instanceof RunEvent.TransportChosen chosen) {
            terminal.line(ProgressText.transport(chosen));
        }
    }

    @Override
    public void onFinished(RunSummary summary) {
        terminal.clearStatus();
    }

    private void draw(StepRow row) {
        String before = text.epochOf(row.epoch()) + " ";
        String after = " " + text.stepOf(row.step()) + "  " + text.figures(row, pace);
        int room = terminal.columns() - 1 - before.length() - after.length();
        String bar = room < NARROWEST_BAR ? "" : bar(text.share(row), Math.min(room, WIDEST_BAR));
        terminal.status(before + bar + after);
    }

    private String bar(double share, int width) {
        int filled = (int) (share * width + 0.5);
        return terminal.choose("━", "#").repeat(filled)
                + terminal.choose("─", "-").repeat(width - filled);
    }
}
