package glissade.data;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;

/**
 * Makes classes or regression targets of what the lines of a text file give as answers.
 *
 * <p>Training data decide what they are. Where nothing else was asked, the first answer does: a
 * text means classes, and so do numbers as long as all are whole; one with a fraction means a
 * target. Class names are sorted: by value if all are whole numbers, else as texts. Other data have
 * the classes or the target of the training data.
 */
final class AnswerReader {
    /** What answers are taken for. */
    enum Kind {
        AUTO,
        CLASSES,
        TARGET
    }

    /** More classes than this are quantities, names or keys. */
    static final int MOST_CLASSES = 1 << 16;

    private static final Comparator<String> BY_VALUE =
            Comparator.comparingLong((String name) -> Long.parseLong(name));

    private final String what;
    private final String name;
    private final String asClasses;
    private final String asTarget;
    private final Kind asked;
    private final Reading reading;
    private final NumberText number = new NumberText();
    private final Map<String, Integer> codes = new HashMap<>();
    private final FloatRows values = new FloatRows(1);
    private final float[] value = new float[1];
    private Kind kind;
    private boolean numeric;
    private boolean first = true;
    private boolean allKnown = true;

    /**
     * Begins to read.
     *
     * @param what the answers in messages: {@code column "species"}
     * @param name what a target is called
     * @param asClasses what the user writes to have them taken for classes
     * @param asTarget what the user writes to have them taken for a target
     */
    AnswerReader(
            String what,
            String name,
            String asClasses,
            String asTarget,
            Kind asked,
            Reading reading) {
        this.what = what;
        this.name = name;
        this.asClasses = asClasses;
        this.asTarget = asTarget;
        this.asked = asked;
        this.reading = reading;
        this.kind = asked;
        DataSchema schema = reading.schema();
        if (schema != null) {
            kind = schema.classNames().isEmpty() ? Kind.TARGET : Kind.CLASSES;
            for (String known : schema.classNames()) {
                codes.put(known, codes.size());
            }
        }
    }

    /** Whether a text means that there is no answer. */
    boolean isMissing(String text) {
        return number.read(text) == NumberText.Kind.MISSING;
    }

    /** Refuses a line without an answer. */
    DataException missing(Place place, String text) {
        return place.refused(
                what
                        + ": expected "
                        + (kind == Kind.TARGET ? "a number" : "a class")
                        + ", found "
                        + (text.isEmpty() ? "nothing" : Shown.quoted(text))
                        + "; fill it in, remove the line, or leave such lines out with --missing"
                        + " drop");
    }

    /**
     * Takes in the answer of the next sample.
     *
     * @param text without blanks around it, and not {@link #isMissing}
     */
    void add(String text, Place place) {
        if (first) {
            first = false;
            numeric = number.read(text) == NumberText.Kind.NUMBER;
            if (kind == Kind.AUTO && !numeric) {
                kind = Kind.CLASSES;
            }
        }
        value[0] =
                switch (kind) {
                    case CLASSES -> label(text, place);
                    case TARGET -> target(text, place);
                    case AUTO -> numberOrLabel(text, place);
                };
        values.add(value);
    }

    /** Takes in that the next sample has no answer, which samples to predict need not have. */
    void addUnknown() {
        allKnown = false;
    }

    private float label(String text, Place place) {
        DataSchema schema = reading.schema();
        if (schema == null) {
            return code(text, place);
        }
        Integer label = codes.get(text);
        if (label == null) {
            label = codes.get(plain(text));
        }
        if (label != null) {
            return label;
        }
        if (reading.isPrediction()) {
            allKnown = false;
            return 0;
        }
        throw place.refused(
                what
                        + ": expected a class of the training data, found "
                        + Shown.quoted(text)
                        + "; known classes are "
                        + Shown.list(schema.classNames())
                        + "; correct it, or train with data that have this class");
    }

    private float code(String text, Place place) {
        Integer known = codes.putIfAbsent(text, codes.size());
        if (codes.size() > MOST_CLASSES) {
            throw place.refused(
                    what
                            + ": expected at most "
                            + MOST_CLASSES
                            + " classes, found more; if it is a number to predict, say "
                            + asTarget);
        }
        return known == null ? codes.size() - 1 : known;
    }

    private float target(String text, Place place) {
        return switch (number.read(text)) {
            case NUMBER -> number.value();
            case INFINITE ->
                    throw place.refused(
                            what
                                    + ": expected a finite number, found "
                                    + Shown.quoted(text)
                                    + "; correct it");
            case MISSING, TEXT ->
                    throw place.refused(
                            what
                                    + ": expected a number, found "
                                    + Shown.quoted(text)
                                    + Shown.decimalHint(text)
                                    + (asked == Kind.TARGET || reading.schema() != null
                                            ? "; correct it"
                                            : "; correct it, or if these are classes, say "
                                                    + asClasses));
        };
    }

    private float numberOrLabel(String text, Place place) {
        float number = target(text, place);
        if (!plain(text).isEmpty()) {
            return code(plain(text), place);
        }
        // The first with a fraction: all that were taken for classes are numbers, too.
        turnToTarget();
        return number;
    }

    private void turnToTarget() {
        String[] names = new String[codes.size()];
        codes.forEach((text, code) -> names[code] = text);
        for (int sample = 0; sample < values.size(); sample++) {
            value[0] = Float.parseFloat(names[(int) values.get(sample, 0)]);
            values.set(sample, value);
        }
        codes.clear();
        kind = Kind.TARGET;
    }

    /** A whole number without sign, zeros and fraction that do not matter; else nothing. */
    private static String plain(String text) {
        if (!text.matches("[-+]?[0-9]{1,18}(\\.0*)?")) {
            return "";
        }
        int point = text.indexOf('.');
        return String.valueOf(Long.parseLong(point < 0 ? text : text.substring(0, point)));
    }

    /** All answers that were taken in. */
    Answers finish() {
        if (!allKnown) {
            return Answers.none();
        }
        if (kind == Kind.TARGET) {
            DataSchema schema = reading.schema();
            return new Answers(
                    List.of(), schema == null ? List.of(name) : schema.targetNames(), values);
        }
        if (reading.schema() != null) {
            return new Answers(reading.schema().classNames(), List.of(), values);
        }
        return sorted();
    }

    private Answers sorted() {
        boolean whole = codes.keySet().stream().noneMatch(text -> plain(text).isEmpty());
        TreeSet<String> names = new TreeSet<>(whole ? BY_VALUE : Comparator.naturalOrder());
        for (String text : codes.keySet()) {
            names.add(whole ? plain(text) : text);
        }
        Map<String, Integer> labels = new HashMap<>();
        for (String className : names) {
            labels.put(className, labels.size());
        }
        int[] labelOf = new int[codes.size()];
        codes.forEach((text, code) ->
                labelOf[code] = Objects.requireNonNull(labels.get(whole ? plain(text) : text)));
        for (int sample = 0; sample < values.size(); sample++) {
            value[0] = labelOf[(int) values.get(sample, 0)];
            values.set(sample, value);
        }
        return new Answers(List.copyOf(names), List.of(), values);
    }
}
