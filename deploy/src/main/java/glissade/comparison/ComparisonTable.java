package glissade.comparison;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A comparison as a table for a terminal. */
public final class ComparisonTable {

    private static final int SHORT_HASH = 12;
    private static final String NOTHING = "–";

    /** Columns that are aligned to the left: names and words. */
    private static final List<Integer> LEFT = List.of(0, 6, 7, 8);

    private ComparisonTable() {}

    /**
     * The lines of the table, with a heading.
     *
     * @param results at least one
     */
    public static List<String> lines(List<Result> results) {
        String heldOut =
                results.getFirst().setting().run().validationSamples() > 0 ? "validation" : "test";
        List<List<String>> cells = new ArrayList<>();
        cells.add(
                List.of(
                        "setting",
                        "steps",
                        "training loss",
                        heldOut + " loss",
                        "accuracy",
                        "samples/s",
                        "hash",
                        "verdict",
                        ""));
        for (Result result : results) {
            cells.add(row(result));
        }
        return aligned(cells);
    }

    private static List<String> row(Result result) {
        String hash = String.valueOf(result.summary().quality().parametersSha256());
        return List.of(
                result.setting().name(),
                String.format(Locale.ROOT, "%,d", result.summary().progress().steps()),
                loss(result.endLoss()),
                loss(result.heldOutLoss()),
                Double.isNaN(result.heldOutAccuracy())
                        ? NOTHING
                        : String.format(Locale.ROOT, "%.2f %%", 100 * result.heldOutAccuracy()),
                Double.isFinite(result.summary().timing().samplesPerSecond())
                        ? String.format(
                                Locale.ROOT, "%,.0f", result.summary().timing().samplesPerSecond())
                        : NOTHING,
                hash.substring(0, Math.min(SHORT_HASH, hash.length())),
                result.verdict().kind().label(),
                result.verdict().words());
    }

    private static String loss(double value) {
        if (Double.isNaN(value)) {
            return NOTHING;
        }
        return Math.abs(value) < 1e4
                ? String.format(Locale.ROOT, "%.4f", value)
                : String.format(Locale.ROOT, "%.2e", value);
    }

    private static List<String> aligned(List<List<String>> cells) {
        int columns = cells.getFirst().size();
        int[] widths = new int[columns];
        for (List<String> row : cells) {
            for (int column = 0; column < columns; column++) {
                widths[column] = Math.max(widths[column], row.get(column).length());
            }
        }
        List<String> lines = new ArrayList<>();
        for (List<String> row : cells) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < columns; column++) {
                String padding = " ".repeat(widths[column] - row.get(column).length());
                line.append(column == 0 ? "" : "  ")
                        .append(LEFT.contains(column) ? "" : padding)
                        .append(row.get(column))
                        .append(LEFT.contains(column) ? padding : "");
            }
            lines.add(line.toString().stripTrailing());
        }
        return lines;
    }
}
