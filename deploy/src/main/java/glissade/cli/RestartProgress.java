package glissade.cli;

import glissade.local.CheckedRun;
import glissade.local.Restarts;
import glissade.run.EpochRow;
import glissade.run.Restart;
import glissade.run.RunConfiguration;
import glissade.run.RunDirectory;
import glissade.run.RunEvent;
import glissade.run.RunListener;
import glissade.run.RunSummary;
import glissade.run.StepRow;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/**
 * Progress of training from several starting points: a line for each that has ended, and in between
 * how far the others are; on a terminal in a line that is redrawn, else now and then. Thread-safe.
 */
final class RestartProgress implements Restarts.Listener {

    private static final double NANOS = 1e9;
    private static final double SECONDS_BETWEEN_DRAWINGS = 0.1;
    private static final double SECONDS_BETWEEN_LINES = 10;

    private final Terminal terminal;
    private final int restarts;
    private final LongSupplier nanoClock;
    private final long startNs;

    /** How far each is that goes on, in words, by number. */
    private final Map<Integer, String> running = new TreeMap<>();

    private int ended;
    private double lastShownAt;

    RestartProgress(Terminal terminal, int restarts, LongSupplier nanoClock) {
        this.terminal = terminal;
        this.restarts = restarts;
        this.nanoClock = nanoClock;
        this.startNs = nanoClock.getAsLong();
    }

    @Override
    public synchronized RunListener begins(int number, CheckedRun run, long firstStep) {
        running.put(number, "begins");
        draw();
        return new OfOne(number, new ProgressText(run.steps(), run.shape()));
    }

    @Override
    public synchronized void ended(Restart restart) {
        running.remove(restart.number());
        ended++;
        line(
                "restart "
                        + restart.number()
                        + "/"
                        + restarts
                        + "  seed "
                        + restart.seed()
                        + "  "
                        + result(restart)
                        + "  "
                        + Figures.clock(elapsedSeconds()));
        draw();
    }

    private static String result(Restart restart) {
        RunSummary summary = restart.summary();
        return switch (restart.status()) {
            case DONE ->
                    summary == null
                            ? "done"
                            : "validation loss "
                                    + Figures.loss(summary.quality().validationLoss())
                                    + "  training loss "
                                    + Figures.loss(summary.quality().trainLoss());
            case FAILED -> "failed: " + restart.message();
            case INTERRUPTED -> "stopped";
        };
    }

    private double elapsedSeconds() {
        return (nanoClock.getAsLong() - startNs) / NANOS;
    }

    /** A line that stays. */
    private void line(String text) {
        terminal.line(text);
        lastShownAt = elapsedSeconds();
    }

    private void draw() {
        if (terminal.isInteractive() && !running.isEmpty()) {
            lastShownAt = elapsedSeconds();
            terminal.status(state());
        }
    }

    private String state() {
        StringBuilder text = new StringBuilder();
        text.append(ended).append('/').append(restarts).append(" done");
        running.forEach(
                (number, state) -> text.append("  #").append(number).append(' ').append(state));
        return text.toString();
    }

    private synchronized void advance(int number, String state) {
        running.replace(number, state);
        double since = elapsedSeconds() - lastShownAt;
        if (terminal.isInteractive()) {
            if (since >= SECONDS_BETWEEN_DRAWINGS) {
                draw();
            }
        } else if (since >= SECONDS_BETWEEN_LINES) {
            line(state());
        }
    }

    private synchronized void warn(int number, RunEvent.Warning warning) {
        line("restart " + number + "/" + restarts + "  " + ProgressText.warning(warning));
        draw();
    }

    /** Hears of the training from one starting point. */
    private final class OfOne implements RunListener {

        private final int number;
        private final ProgressText text;

        OfOne(int number, ProgressText text) {
            this.number = number;
            this.text = text;
        }

        @Override
        public void onStarted(RunConfiguration configuration, RunDirectory directory) {
            advance(number, "training begins");
        }

        @Override
        public void onStep(StepRow row) {
            advance(number, text.epochOf(row.epoch()) + " loss " + Figures.loss(row.loss()));
        }

        @Override
        public void onEpoch(EpochRow row) {
            if (row.validation() != null) {
                advance(
                        number,
                        text.epochOf(row.epoch())
                                + " validation loss "
                                + Figures.loss(row.validation().loss()));
            }
        }

        @Override
        public void onEvent(RunEvent event) {
            if (event instanceof RunEvent.Warning warning) {
                warn(number, warning);
            }
        }
    }
}
