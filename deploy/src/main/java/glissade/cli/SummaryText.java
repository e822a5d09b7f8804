package glissade.cli;

import glissade.run.Measured;
import glissade.run.RunDirectory;
import glissade.run.RunSummary;
import java.util.List;

/** What a run came to, for people; {@code summary.json} has all of it. */
final class SummaryText {

    private final RunSummary summary;
    private final RunDirectory directory;

    SummaryText(RunSummary summary, RunDirectory directory) {
        this.summary = summary;
        this.directory = directory;
    }

    /** Several lines, the last with what to do next. */
    List<String> lines() {
        RunSummary.Setup setup = summary.setup();
        String travel =
                setup.workers() == 1
                        ? "averaged in the worker"
                        : setup.averaging() + " averaging over " + setup.transport();
        return List.of(
                "",
                "result   " + quality(),
                "time     "
                        + time()
                        + "; "
                        + Figures.counted(setup.workers(), "worker")
                        + " × "
                        + Figures.counted(setup.threadsPerWorker(), "thread")
                        + ", "
                        + travel,
                "hash     " + hash() + "… of the parameters (whole in summary.json)",
                "files    " + directory.root(),
                "next     glissade evaluate " + directory.root());
    }

    /** All of it in a line. */
    String line() {
        return directory.root()
                + ": "
                + quality()
                + ", "
                + Figures.rate(summary.timing().samplesPerSecond())
                + ", "
                + Figures.seconds(summary.timing().wallSeconds())
                + ", sha256 "
                + hash();
    }

    /** Of the steps that were taken here: none where the run only had to be measured. */
    private String time() {
        String steps = Figures.counted(summary.progress().steps(), "step");
        double seconds = summary.timing().wallSeconds();
        return seconds == 0
                ? steps + " were done before"
                : Figures.seconds(seconds)
                        + " for "
                        + steps
                        + ", "
                        + Figures.rate(summary.timing().samplesPerSecond());
    }

    private String hash() {
        String sha256 = summary.quality().parametersSha256();
        return sha256 == null ? "–" : Figures.shortHash(sha256);
    }

    private String quality() {
        RunSummary.Quality quality = summary.quality();
        String train = "training loss " + Figures.loss(quality.trainLoss());
        Measured test = quality.test();
        if (test == null) {
            return train;
        }
        String how =
                test.isRegression()
                        ? "test R² "
                                + Figures.loss(test.rSquared())
                                + ", test MAE "
                                + Figures.loss(test.meanAbsoluteError())
                        : "test accuracy " + Figures.percent(test.accuracy());
        return how + ", test loss " + Figures.loss(test.loss()) + ", " + train;
    }
}
