package glissade.local;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/** Reads what a process prints until its end, and keeps the last lines. Thread-safe. */
final class OutputTail {

    private static final int MOST_LINES = 50;
    private static final int MOST_CHARACTERS = 2_000;

    /** Said by every JVM with the vector module; there is no flag against it. */
    private static final String INCUBATOR_WARNING = "WARNING: Using incubator modules: ";

    private final Deque<String> lines = new ArrayDeque<>();
    private final Consumer<String> listener;

    /**
     * @param listener hears each line too, on the thread that reads
     */
    OutputTail(Consumer<String> listener) {
        this.listener = listener;
    }

    /** Returns when nobody can print any more. */
    void readAll(BufferedReader output) {
        try (output) {
            String line = output.readLine();
            while (line != null) {
                if (!line.startsWith(INCUBATOR_WARNING)) {
                    keep(line.substring(0, Math.min(line.length(), MOST_CHARACTERS)));
                    listener.accept(line);
                }
                line = output.readLine();
            }
        } catch (IOException e) {
            // The process is gone, and its pipe with it: what was read is all there is.
        }
    }

    private synchronized void keep(String line) {
        if (lines.size() == MOST_LINES) {
            lines.removeFirst();
        }
        lines.addLast(line);
    }

    synchronized List<String> lines() {
        return List.copyOf(lines);
    }
}
