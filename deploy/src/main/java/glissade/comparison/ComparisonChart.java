package glissade.comparison;

import glissade.chart.Axis;
import glissade.chart.Chart;
import glissade.chart.Curve;
import glissade.local.CheckedRun;
import java.util.List;
import java.util.Locale;

/** The picture of a comparison: loss over epochs, a curve a setting. */
public final class ComparisonChart {

    private static final int MOST_POINTS = 120;
    private static final long LEAST_SAMPLES = 256;

    /** How far above the start is shown: enough to see that a curve leaves. */
    private static final double HEADROOM = 4;

    /** Losses that differ by less are shown best at equal differences. */
    private static final double LOGARITHMIC_FROM = 4;

    private ComparisonChart() {}

    /**
     * Draws up the picture.
     *
     * @param results at least one
     */
    public static Chart of(List<Result> results) {
        CheckedRun run = results.getFirst().setting().run();
        boolean epochs = longest(results) >= run.samples();
        double unit = epochs ? run.samples() : 1;
        double start = Double.POSITIVE_INFINITY;
        double low = Double.POSITIVE_INFINITY;
        double high = 0;
        Chart chart =
                new Chart(
                        title(run, results.size()),
                        Axis.linear(
                                epochs
                                        ? String.format(
                                                Locale.ROOT,
                                                "epochs (of %,d samples)",
                                                run.samples())
                                        : "training samples"),
                        Axis.linear(lossName(run)));
        for (Result result : results) {
            Curve curve =
                    result.curve()
                            .picture(
                                    result.setting().name()
                                            + ": "
                                            + result.verdict().kind().label(),
                                    unit,
                                    MOST_POINTS,
                                    LEAST_SAMPLES);
            chart = chart.with(curve);
            start = curve.size() == 0 ? start : Math.min(start, curve.y(0));
            for (int point = 0; point < curve.size(); point++) {
                low = curve.y(point) > 0 ? Math.min(low, curve.y(point)) : low;
                high = Math.max(high, Double.isFinite(curve.y(point)) ? curve.y(point) : high);
            }
        }
        double top = Math.min(high, HEADROOM * start);
        Axis y =
                top > LOGARITHMIC_FROM * low
                        ? Axis.logarithmic(lossName(run))
                        : Axis.linear(lossName(run));
        return new Chart(
                chart.title(),
                chart.x().startingAt(0),
                Double.isFinite(top) ? y.endingAt(top) : y,
                chart.curves(),
                chart.marks());
    }

    private static long longest(List<Result> results) {
        long longest = 0;
        for (Result result : results) {
            longest = Math.max(longest, result.curve().totalSamples());
        }
        return longest;
    }

    private static String title(CheckedRun run, int settings) {
        return (settings == 1 ? "One setting" : settings + " settings")
                + " of "
                + run.configuration().model().network()
                + " on "
                + data(run);
    }

    private static String data(CheckedRun run) {
        String text = run.configuration().data().selection().data().text();
        int slash = text.lastIndexOf('/');
        return slash < 0 || slash == text.length() - 1 ? text : text.substring(slash + 1);
    }

    private static String lossName(CheckedRun run) {
        return "training loss ("
                + run.configuration().model().network().loss().optionName()
                + ", smoothed)";
    }
}
