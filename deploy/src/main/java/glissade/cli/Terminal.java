package glissade.cli;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Where output goes: results and progress to stdout, errors to stderr. A stdout that nobody reads
 * any more ({@code | head}) swallows the rest in silence. Thread-safe.
 */
final class Terminal {

    private static final int BUFFER_BYTES = 8_192;

    private final PrintStream out;
    private final PrintStream err;
    private final int columns;
    private final boolean unicode;

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
        synchronized (out) {
            out.print(text + "\n");
            out.flush();
        }
    }

    /** Prints to stdout exactly this, at once. */
    void print(String text) {
        synchronized (out) {
            out.print(text);
            out.flush();
        }
    }

    /** Whether stdout has been closed by its reader. */
    boolean isClosed() {
        return out.checkError();
    }

    /** Prints a line to stderr: what is wrong, where, and how to mend it. */
    void error(String message) {
        err.println("glissade: " + message);
        err.flush();
    }

    /** Prints a remark to stderr that is no error. */
    void note(String message) {
        err.println("glissade: " + message);
        err.flush();
    }

    void stackTrace(@Nullable Throwable failure) {
        if (failure != null) {
            failure.printStackTrace(err);
            err.flush();
        }
    }
}
