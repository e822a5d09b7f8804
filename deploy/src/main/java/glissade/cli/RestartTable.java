package glissade.cli;

import glissade.run.Measured;
import glissade.run.Restart;
import glissade.run.RestartSummary;
import glissade.run.RunStatus;
import glissade.run.RunSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The valleys that a run with restarts found, as a table for people. */
final class RestartTable {

    private final RestartSummary summary;

    RestartTable(RestartSummary summary) {
        this.summary = summary;
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add(
                row(
                        "restart",
                        "seed",
                        "steps",
                        "training loss",
                        "validation loss",
                        regression() ? "R²" : "accuracy",
                        "distance",
                        "hash"));
        int kept = summary.keptNumber();
        for (Restart restart : summary.restarts()) {
            String number = (restart.number() == kept ? "kept " : "") + restart.number();
            lines.add(row(number, restart));
        }
        return lines;
    }

    private static String row(String number, Restart restart) {
        String seed = String.valueOf(restart.seed());
        RunSummary training = restart.summary();
        if (training == null) {
            return row(number, seed, "–", "–", "–", "–", "–", word(restart.status()));
        }
        RunSummary.Quality quality = training.quality();
        return row(
                number,
                seed,
                Figures.count(training.progress().steps()),
                loss(quality.trainLoss()),
                loss(quality.validationLoss()),
                quality(quality.validation()),
                Double.isNaN(restart.distance())
                        ? "–"
                        : String.format(Locale.ROOT, "%.3f", restart.distance()),
                restart.status() == RunStatus.DONE
                        ? Figures.shortHash(String.valueOf(quality.parametersSha256()))
                        : word(restart.status()));
    }

    private boolean regression() {
        for (Restart restart : summary.restarts()) {
            RunSummary training = restart.summary();
            Measured measured = training == null ? null : training.quality().validation();
            if (measured != null) {
                return measured.isRegression();
            }
        }
        return false;
    }

    private static String quality(@Nullable Measured validation) {
        if (validation == null) {
            return "–";
        }
        return validation.isRegression()
                ? String.format(Locale.ROOT, "%.4f", validation.rSquared())
                : Figures.percent(validation.accuracy());
    }

    private static String word(RunStatus status) {
        return status == RunStatus.INTERRUPTED ? "stopped" : status.label();
    }

    private static String loss(double loss) {
        return Double.isNaN(loss) ? "–" : Figures.loss(loss);
    }

    private static String row(
            String restart,
            String seed,
            String steps,
            String trainLoss,
            String validationLoss,
            String accuracy,
            String distance,
            String hash) {
        return String.format(
                Locale.ROOT,
                "%9s  %6s  %9s  %13s  %15s  %8s  %9s  %s",
                restart,
                seed,
                steps,
                trainLoss,
                validationLoss,
                accuracy,
                distance,
                hash);
    }
}
