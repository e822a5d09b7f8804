package glissade.cli;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Where output goes: results and progress to stdout, errors to stderr. On an interactive terminal
 * the last line may be a status, which is redrawn in place and which anything else that is printed
 * takes the place of. A stdout that nobody reads any more ({@code | head}) swallows the rest in
 * silence. Thread-safe.
 */
final class Terminal {

    private static final int BUFFER_BYTES = 8_192;
    private static final String START_OF_LINE = "\r";
    private static final String CLEAR_TO_END = "\u001b[K";

    private final PrintStream out;
    private final PrintStream err;
    private final int columns;
    private final boolean unicode;

    /** Whether the cursor stands behind a status. Guarded by {@link #out}. */
    private boolean showsStatus;

    /**
     * @param columns width of the terminal that stdout is, 0 if it is none
     * @param unicode whether characters outside ASCII come through
     */
    Terminal(PrintStream out, PrintStream err, int columns, boolean unicode) {
        this.out = out;
        this.err = err;
        this.columns = columns;
        this.unicode = unicode;
    }

    /** Streams of this process; the launcher script says whether stdout is a terminal. */
    static Terminal ofProcess() {
        Charset charset = System.out.charset();
        return new Terminal(
                stream(FileDescriptor.out, charset),
                stream(FileDescriptor.err, System.err.charset()),
                Integer.getInteger("glissade.terminal.columns", 0),
                charset.equals(StandardCharsets.UTF_8));
    }

    private static PrintStream stream(FileDescriptor file, Charset charset) {
        // ASCII is what Java sees where no locale is set, as in containers and under cron: it says
        // nothing about the reader, and names of classes must not become question marks.
        return new PrintStream(
                new BufferedOutputStream(new FileOutputStream(file), BUFFER_BYTES),
                false,
                charset.equals(StandardCharsets.US_ASCII) ? StandardCharsets.UTF_8 : charset);
    }

    /** The same errors, but nothing else. */
    Terminal silenced() {
        return new Terminal(new PrintStream(PrintStream.nullOutputStream()), err, 0, unicode);
    }

    boolean isInteractive() {
        return columns > 0;
    }

    int columns() {
        return columns;
    }

    /** {@code pretty} where it can be shown, else {@code plain}. */
    String choose(String pretty, String plain) {
        return unicode ? pretty : plain;
    }

    /** Prints a whole line to stdout, at once. */
    void line(String text) {
        print(text + "\n");
    }

    /** Prints to stdout exactly this, at once. */
    void print(String text) {
        synchronized (out) {
            clearStatus();
            out.print(text);
            out.flush();
        }
    }

    /**
     * Shows a status in place of the one before, cut to the width: a line that wraps could not be
     * drawn over. For interactive terminals.
     */
    void status(String text) {
        int most = Math.max(1, columns - 1);
        synchronized (out) {
            out.print(
                    START_OF_LINE
                            + text.substring(0, Math.min(text.length(), most))
                            + CLEAR_TO_END);
            out.flush();
            showsStatus = true;
        }
    }

    /** Takes the status away, if there is one. */
    void clearStatus() {
        synchronized (out) {
            if (showsStatus) {
                out.print(START_OF_LINE + CLEAR_TO_END);
                out.flush();
                showsStatus = false;
            }
        }
    }

    /** Whether stdout has been closed by its reader. */
    boolean isClosed() {
        return out.checkError();
    }

    /** Prints a line to stderr: what is wrong, where, and how to mend it. */
    void error(String message) {
        toErr(message);
    }

    /** Prints a remark to stderr that is no error. */
    void note(String message) {
        toErr(message);
    }

    private void toErr(String message) {
        synchronized (out) {
            clearStatus();
            err.println("glissade: " + message);
            err.flush();
        }
    }

    void stackTrace(@Nullable Throwable failure) {
        if (failure != null) {
            clearStatus();
            failure.printStackTrace(err);
            err.flush();
        }
    }
}
