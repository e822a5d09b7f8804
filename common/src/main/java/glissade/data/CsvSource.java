package glissade.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A table with a header line: {@code csv:FILE}, and behind it what its columns are: {@code
 * ,label=COLUMN} the one with the class or {@code ,target=COLUMN} the one with the number to
 * predict (without either, the last one, taken for a target if it has numbers with fractions and
 * for a class otherwise); {@code ,categorical=COLUMN} one of numbers that are names; {@code
 * ,ignore=COLUMN} one that is not used. COLUMN is a name, or a number from 1. It has no test part.
 *
 * @param label null where it is not said
 * @param target null where it is not said
 */
record CsvSource(
        Path path,
        @Nullable String label,
        @Nullable String target,
        List<String> categorical,
        List<String> ignored)
        implements DataSource {
    static final String NAME = "csv";
    static final String FORM = "csv:FILE[,label=COLUMN|,target=COLUMN]";

    private static final List<String> WORDS = List.of("label", "target", "categorical", "ignore");

    CsvSource {
        categorical = List.copyOf(categorical);
        ignored = List.copyOf(ignored);
    }

    static CsvSource parse(String option, String text, Path directory) {
        String[] parts = text.substring(NAME.length() + 1).split(",(?=[a-z]+=)", -1);
        String label = null;
        String target = null;
        List<String> categorical = new ArrayList<>();
        List<String> ignored = new ArrayList<>();
        for (int i = 1; i < parts.length; i++) {
            int equals = parts[i].indexOf('=');
            String word = parts[i].substring(0, equals);
            String column = parts[i].substring(equals + 1);
            if (column.isEmpty()) {
                throw refused(option, "a column after " + word + "=", text);
            }
            switch (word) {
                case "categorical" -> categorical.add(column);
                case "ignore" -> ignored.add(column);
                case "label", "target" -> {
                    if (label != null || target != null) {
                        throw refused(option, "one label= or target=", text);
                    }
                    label = word.equals("label") ? column : null;
                    target = word.equals("target") ? column : null;
                }
                default -> {
                    String nearest = NearestName.among(WORDS, word);
                    throw refused(
                            option,
                            "label=, target=, categorical= or ignore="
                                    + (nearest == null ? "" : " (did you mean " + nearest + "=?)"),
                            text);
                }
            }
        }
        if (parts[0].isBlank()) {
            throw refused(option, FORM, text);
        }
        return new CsvSource(
                DataSource.path(option, parts[0], directory), label, target, categorical, ignored);
    }

    private static DataException refused(String option, String expected, String text) {
        return new DataException(
                option + ": expected " + expected + ", found " + Shown.quoted(text));
    }

    @Override
    public String text() {
        StringBuilder text = new StringBuilder(NAME).append(':').append(path);
        if (label != null) {
            text.append(",label=").append(label);
        }
        if (target != null) {
            text.append(",target=").append(target);
        }
        categorical.forEach(column -> text.append(",categorical=").append(column));
        ignored.forEach(column -> text.append(",ignore=").append(column));
        return text.toString();
    }

    @Override
    public Dataset training(Reading reading) {
        return CsvReading.read(this, reading);
    }

    @Override
    public @Nullable Dataset test(Reading reading) {
        return null;
    }
}
