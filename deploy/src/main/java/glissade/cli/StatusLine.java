package glissade.cli;

/** The last line of an interactive terminal, redrawn in place while lines above it stay. */
final class StatusLine {

    private static final String START_OF_LINE = "\r";
    private static final String CLEAR_TO_END = "\u001b[K";

    private final Terminal terminal;

    StatusLine(Terminal terminal) {
        this.terminal = terminal;
    }

    /** Puts a text in its place, cut to the width: a line that wraps could not be drawn over. */
    void show(String text) {
        int most = Math.max(1, terminal.columns() - 1);
        terminal.print(
                START_OF_LINE + text.substring(0, Math.min(text.length(), most)) + CLEAR_TO_END);
    }

    /** Takes the text away. */
    void clear() {
        terminal.print(START_OF_LINE + CLEAR_TO_END);
    }
}
