package glissade.run;

/** Text made fit for a one-line message, whatever a file or a user put into it. */
final class OneLine {

    private static final int MAX_LENGTH = 80;

    private OneLine() {}

    /** Line breaks and other control characters become spaces. */
    static String of(String text) {
        return text.replaceAll("[\\p{Cc}\\x{2028}\\x{2029}]+", " ");
    }

    /** One line, cut to a length that leaves a message readable. */
    static String cut(String text) {
        String line = of(text);
        return line.length() <= MAX_LENGTH ? line : line.substring(0, MAX_LENGTH) + "…";
    }

    /** The same in quotation marks. */
    static String quote(String text) {
        return '"' + cut(text) + '"';
    }
}
