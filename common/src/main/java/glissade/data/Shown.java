package glissade.data;

import java.util.List;

/** Values as they appear in messages. */
final class Shown {
    private static final int LONGEST = 80;
    private static final int MOST_NAMES = 20;

    private Shown() {}

    /** Names, the first of them if there are many: {@code cat, dog, … (12 in all)}. */
    static String list(List<String> names) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < names.size(); i++) {
            if (i == MOST_NAMES) {
                return text.append(", … (").append(names.size()).append(" in all)").toString();
            }
            text.append(i == 0 ? "" : ", ").append(cut(names.get(i)));
        }
        return text.toString();
    }

    /** Words on a number that is written with a decimal comma, else nothing. */
    static String decimalHint(String text) {
        return text.matches("[-+]?[0-9]+,[0-9]+")
                ? " (a decimal comma? write " + text.replace(',', '.') + ")"
                : "";
    }

    /** The text in quotation marks, cut to a length that fits a line. */
    static String quoted(String text) {
        return '"' + cut(text) + '"';
    }

    private static String cut(String text) {
        return text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
    }
}
