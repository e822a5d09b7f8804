package glissade.cli;

import glissade.collective.EpochShape;
import glissade.run.EpochRow;
import glissade.run.Measured;
import glissade.run.RunEvent;
import glissade.run.StepRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Words of the progress display: one line for a step, one for an epoch. */
final class ProgressText {

    private final long totalSteps;
    private final int totalEpochs;

    ProgressText(long totalSteps, EpochShape shape) {
        this.totalSteps = totalSteps;
        this.totalEpochs = shape.epoch(totalSteps - 1) + 1;
    }

    double share(StepRow row) {
        return (double) row.step() / totalSteps;
    }

    String epochOf(int epoch) {
        int width = String.valueOf(totalEpochs).length();
        return String.format(Locale.ROOT, "epoch %" + width + "d/%d", epoch, totalEpochs);
    }

    String stepOf(long step) {
        int width = Figures.count(totalSteps).length();
        return String.format(Locale.ROOT, "step %" + width + "s/", Figures.count(step))
                + Figures.count(totalSteps);
    }

    /** Loss, pace and time left at a step. */
    String figures(StepRow row, Pace pace) {
        String text = "loss " + Figures.loss(row.loss());
        if (Double.isFinite(pace.samplesPerSecond())) {
            text += "  " + Figures.rate(pace.samplesPerSecond());
        }
        double left = pace.secondsLeft();
        return Double.isFinite(left) ? text + "  " + Figures.clock(left) + " left" : text;
    }

    /** How an epoch went. */
    String epoch(EpochRow row, Pace pace) {
        StringBuilder text = new StringBuilder(epochOf(row.epoch()));
        text.append("  loss ").append(Figures.loss(row.epochLoss()));
        append(text, "validation", row.validation());
        append(text, "test", row.test());
        return text.append("  ")
                .append(Figures.rate(pace.endEpoch(row.samples())))
                .append("  ")
                .append(Figures.clock(pace.elapsedSeconds()))
                .toString();
    }

    /** What looks wrong. */
    static String warning(RunEvent.Warning warning) {
        return "warning  " + warning.words();
    }

    /** Who shares memory; of the others none does, or nobody has asked. */
    static String transport(RunEvent.TransportChosen event) {
        if (event.memories().equals(List.of(List.of("coordinator")))) {
            return "memory   nobody shares the coordinator's: " + event.transport();
        }
        List<String> groups = new ArrayList<>();
        event.memories().forEach(names -> groups.add(String.join(" and ", names)));
        return "memory   " + String.join("; ", groups) + ": " + event.transport();
    }

    /** What is done to the inputs. */
    static String preprocessed(RunEvent.Preprocessed event) {
        return "inputs   "
                + event.preprocess()
                + ": "
                + event.result()
                + (event.fromCheckpoint()
                        ? "; from the checkpoint"
                        : "; fitted in " + Figures.seconds(event.seconds()));
    }

    private static void append(StringBuilder text, String what, @Nullable Measured measured) {
        if (measured != null) {
            text.append("  ").append(what).append(' ');
            text.append(
                    measured.isRegression()
                            ? "R² "
                                    + Figures.loss(measured.rSquared())
                                    + ", MAE "
                                    + Figures.loss(measured.meanAbsoluteError())
                            : Figures.percent(measured.accuracy()));
            text.append(" (loss ").append(Figures.loss(measured.loss())).append(')');
        }
    }
}
