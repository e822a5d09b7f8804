package glissade.data;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Reads one input column: numbers, or texts, which get a code each. The first value decides which;
 * columns of other data are what they were in the training data.
 */
final class CsvColumn {
    /** More texts than this are names or keys. */
    private static final int MOST_CATEGORIES = 1_000;

    private enum Type {
        UNDECIDED,
        NUMBERS,
        TEXTS
    }

    private final String name;
    private final Reading reading;
    private final @Nullable DataColumn known;
    private final NumberText number = new NumberText();
    private final Map<String, Integer> codes = new HashMap<>();
    private Type type = Type.UNDECIDED;
    private long decidedInLine;
    private String pending = "";

    CsvColumn(String name, boolean categorical, Reading reading, @Nullable DataColumn known) {
        this.name = name;
        this.reading = reading;
        this.known = known;
        if (known != null) {
            type = known.isNumeric() ? Type.NUMBERS : Type.TEXTS;
            for (String category : known.categories()) {
                codes.put(category, codes.size());
            }
        } else if (categorical) {
            type = Type.TEXTS;
        }
    }

    /**
     * Reads a field.
     *
     * @return the number; 0 for a text, whose code {@link #code} gives; NaN if it is missing
     */
    float read(char[] text, int offset, int length, Place place) {
        NumberText.Kind kind = number.read(text, offset, length);
        if (kind == NumberText.Kind.MISSING) {
            return missing(new String(text, offset, length).strip(), place);
        }
        if (type == Type.UNDECIDED) {
            type = kind == NumberText.Kind.TEXT ? Type.TEXTS : Type.NUMBERS;
            decidedInLine = place.line();
        }
        if (type == Type.NUMBERS && kind == NumberText.Kind.NUMBER) {
            return number.value();
        }
        String found = new String(text, offset, length).strip();
        if (type == Type.NUMBERS) {
            throw kind == NumberText.Kind.INFINITE
                    ? infinite(found, place)
                    : notANumber(found, place);
        }
        pending = found;
        if (known != null && !codes.containsKey(found)) {
            throw place.refused(
                    what()
                            + ": expected a text of the training data, found "
                            + Shown.quoted(found)
                            + "; known texts are "
                            + Shown.list(known.categories())
                            + "; correct it, or train with data that have it");
        }
        return 0;
    }

    boolean isText() {
        return type == Type.TEXTS;
    }

    /** The code of the text that was last read. */
    float code(Place place) {
        Integer code = codes.putIfAbsent(pending, codes.size());
        if (code != null) {
            return code;
        }
        if (codes.size() > MOST_CATEGORIES) {
            throw place.refused(
                    what()
                            + ": expected at most "
                            + MOST_CATEGORIES
                            + " different texts, found more; if these are names or keys, leave them"
                            + " aside with ,ignore="
                            + name);
        }
        return codes.size() - 1;
    }

    private float missing(String found, Place place) {
        boolean fatal =
                reading.missing() == MissingValues.ERROR
                        || (reading.missing() == MissingValues.DROP && reading.isPrediction());
        if (!fatal) {
            return Float.NaN;
        }
        throw place.refused(
                what()
                        + ": expected a value, found "
                        + (found.isEmpty() ? "nothing" : Shown.quoted(found))
                        + "; fill it in, or "
                        + (reading.schema() == null
                                ? "use --missing mean or --missing drop"
                                : "train the model with --missing mean"));
    }

    private DataException infinite(String found, Place place) {
        return place.refused(
                what()
                        + ": expected a finite number, found "
                        + Shown.quoted(found)
                        + "; correct it, or leave it empty and use --missing mean or --missing"
                        + " drop");
    }

    private DataException notANumber(String found, Place place) {
        return place.refused(
                what()
                        + ": expected a number, as in "
                        + (known != null ? "the training data" : "line " + decidedInLine)
                        + ", found "
                        + Shown.quoted(found)
                        + Shown.decimalHint(found)
                        + "; correct it"
                        + (known != null
                                ? ""
                                : ", or take the column for texts with ,categorical=" + name));
    }

    private String what() {
        return "column " + Shown.quoted(name);
    }

    /**
     * The column as it was read.
     *
     * @throws DataException if it had no value at all
     */
    DataColumn finish(Place header) {
        if (known != null) {
            return known;
        }
        if (type == Type.UNDECIDED || (type == Type.TEXTS && codes.isEmpty())) {
            throw header.refused(
                    what() + " has no value in any row; leave it aside with ,ignore=" + name);
        }
        return new DataColumn(name, List.copyOf(new TreeSet<>(codes.keySet())));
    }

    /** For each code, the place of its text among the sorted ones; empty for numbers. */
    int[] ranks(DataColumn finished) {
        int[] ranks = new int[codes.size()];
        for (int rank = 0; rank < ranks.length; rank++) {
            Integer code = codes.get(finished.categories().get(rank));
            ranks[code == null ? rank : code] = rank;
        }
        return ranks;
    }
}
