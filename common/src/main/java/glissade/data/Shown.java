package glissade.data;

/** Values as they appear in messages. */
final class Shown {
    private static final int LONGEST = 80;

    private Shown() {}

    /** The text in quotation marks, cut to a length that fits a line. */
    static String quoted(String text) {
        return '"' + (text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text) + '"';
    }
}
