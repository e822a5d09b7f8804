package glissade.cli;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import glissade.chart.Axis;
import glissade.chart.Chart;
import glissade.chart.Curve;
import glissade.chart.Mark;
import glissade.curve.RangeTest;
import glissade.local.CheckedRun;
import glissade.run.RunDirectory;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a range test of learning rates came to: in words, as a table, as JSON and as a picture. */
final class RangeTestReport {

    private static final MathContext TWO_DIGITS = new MathContext(2);
    private static final int LINES_OF_TABLE = 18;

    /** How far above where it began the loss is shown. */
    private static final double HEADROOM = 1.5;

    private final RangeTest test;
    private final CheckedRun run;
    private final RunDirectory directory;
    private final String failure;

    /**
     * A test that has ended.
     *
     * @param failure why training ended before its time, as a clause; empty when it did not
     */
    RangeTestReport(RangeTest test, CheckedRun run, RunDirectory directory, String failure) {
        this.test = test;
        this.run = run;
        this.directory = directory;
        this.failure = failure;
    }

    /** The rate at which the loss falls fastest, to two digits; null if it never fell. */
    @Nullable Double suggestion() {
        Integer step = test.steepestStep();
        return step == null ? null : rounded(test.rate(step));
    }

    private static double rounded(double rate) {
        return BigDecimal.valueOf(rate).round(TWO_DIGITS).doubleValue();
    }

    /** For people. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(
                String.format(
                        Locale.ROOT, "%13s  %13s  %13s", "learning rate", "loss", "smoothed loss"));
        int every = Math.max(1, (test.steps() - 1) / LINES_OF_TABLE + 1);
        for (int step = 0; step < test.steps(); step += every) {
            lines.add(row(step));
        }
        if ((test.steps() - 1) % every != 0) {
            lines.add(row(test.steps() - 1));
        }
        lines.add("");
        lines.add("ended    " + ending());
        lines.add("suggest  " + suggestionWords());
        return lines;
    }

    private String row(int step) {
        return String.format(
                Locale.ROOT,
                "%13.2e  %13s  %13s",
                test.rate(step),
                Figures.loss(test.loss(step)),
                Figures.loss(test.smoothed(step)));
    }

    private String ending() {
        String after = "after " + Figures.counted(test.steps(), "step") + ": ";
        if (!failure.isEmpty() && test.steps() < run.steps()) {
            return after + failure;
        }
        return test.ended()
                ? after
                        + "the smoothed loss was "
                        + Figures.plain(RangeTest.GROWTH)
                        + " times its lowest"
                : after + "the whole range has been tried";
    }

    /** In a line. */
    String suggestionWords() {
        Double suggestion = suggestion();
        Double tenth = test.tenthOfLowest();
        if (suggestion == null || tenth == null) {
            return "no rate: the loss did not fall anywhere between "
                    + Figures.plain(rounded(test.rate(0)))
                    + " and "
                    + Figures.plain(rounded(test.rate(test.steps() - 1)))
                    + "; try more --steps, or another --optimizer";
        }
        return "--lr "
                + Figures.plain(suggestion)
                + ", where the loss falls fastest (a tenth of where it is lowest: "
                + Figures.plain(rounded(tenth))
                + ")"
                + (test.lowestStep() == test.steps() - 1
                        ? "; it was still falling at the end: a larger --to may tell more"
                        : "");
    }

    /** Writes {@code lr-find.csv}, a row a step. */
    Path writeTable() throws IOException {
        Path file = directory.root().resolve("lr-find.csv");
        try (CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(file)) {
            csv.writeRecord("step", "learning_rate", "loss", "smoothed_loss");
            for (int step = 0; step < test.steps(); step++) {
                csv.writeRecord(
                        String.valueOf(step + 1),
                        String.valueOf(test.rate(step)),
                        String.valueOf(test.loss(step)),
                        String.valueOf(test.smoothed(step)));
            }
        }
        return file;
    }

    /** Figures as JSON; what there is none of is null. */
    String json() {
        ObjectNode all = JsonMapper.builder().build().createObjectNode();
        all.put("run", directory.root().toString());
        all.put("steps", test.steps());
        all.put("ended", ending());
        all.put("suggested", suggestion());
        all.put("suggested_by", suggestion() == null ? null : "steepest descent");
        Integer steepest = test.steepestStep();
        all.set("steepest", steepest == null ? null : point(steepest));
        all.set("lowest", test.fell() ? point(test.lowestStep()) : null);
        all.put("tenth_of_lowest", test.tenthOfLowest());
        return all.toPrettyString();
    }

    private ObjectNode point(int step) {
        ObjectNode point = JsonMapper.builder().build().createObjectNode();
        point.put("step", step + 1);
        point.put("learning_rate", test.rate(step));
        point.put("smoothed_loss", test.smoothed(step));
        return point;
    }

    /** The losses over the rates, with the suggestions marked. */
    Chart chart() {
        int steps = test.steps();
        double[] rates = new double[steps];
        double[] losses = new double[steps];
        double[] smoothed = new double[steps];
        for (int step = 0; step < steps; step++) {
            rates[step] = test.rate(step);
            losses[step] = test.loss(step);
            smoothed[step] = test.smoothed(step);
        }
        String loss = run.configuration().model().network().loss().optionName();
        Axis y = Axis.linear("training loss (" + loss + ")");
        if (steps > 0) {
            y = y.endingAt(HEADROOM * smoothed[Math.min(steps - 1, 10)]);
        }
        Chart chart =
                new Chart(
                        "Learning-rate range test of "
                                + run.configuration().model().network()
                                + ", "
                                + run.configuration().training().optimizer().name(),
                        Axis.logarithmic("learning rate, climbing from step to step"),
                        y);
        chart =
                chart.with(new Curve("loss of each step", rates, losses).faint())
                        .with(new Curve("smoothed loss", rates, smoothed));
        Integer steepest = test.steepestStep();
        Double tenth = test.tenthOfLowest();
        if (steepest == null || tenth == null) {
            return chart;
        }
        return chart.with(
                        mark(
                                Figures.plain(rounded(test.rate(steepest)))
                                        + ": falls fastest (suggested)",
                                test.rate(steepest)))
                .with(
                        mark(
                                Figures.plain(rounded(tenth)) + ": a tenth of where it is lowest",
                                tenth))
                .with(
                        mark(
                                Figures.plain(rounded(test.rate(test.lowestStep()))) + ": lowest",
                                test.rate(test.lowestStep())));
    }

    /** A place on the smoothed curve. */
    private Mark mark(String name, double rate) {
        int nearest = 0;
        for (int step = 1; step < test.steps(); step++) {
            nearest =
                    Math.abs(test.rate(step) - rate) < Math.abs(test.rate(nearest) - rate)
                            ? step
                            : nearest;
        }
        return new Mark(name, test.rate(nearest), test.smoothed(nearest));
    }
}
