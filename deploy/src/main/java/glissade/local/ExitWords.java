package glissade.local;

import java.util.List;
import java.util.Map;

/** Says in words how a worker process ended. */
final class ExitWords {

    /** Exit values of {@code Process} for a process that a signal ended begin here. */
    private static final int SIGNALLED = 128;

    private static final Map<Integer, String> SIGNALS =
            Map.of(
                    1, "SIGHUP",
                    2, "SIGINT",
                    3, "SIGQUIT",
                    6, "SIGABRT",
                    7, "SIGBUS",
                    9, "SIGKILL",
                    11, "SIGSEGV",
                    15, "SIGTERM");

    private static final String OUT_OF_MEMORY = "Terminating due to java.lang.OutOfMemoryError: ";
    private static final String OWN_PREFIX = "glissade: ";

    private ExitWords() {}

    /**
     * To continue "worker w0 …".
     *
     * @param index number of the worker, for the name of the variable that mends it
     * @param lastLines the last lines that it printed
     */
    static String describe(int index, int exitValue, List<String> lastLines) {
        for (String line : lastLines) {
            if (line.startsWith(OUT_OF_MEMORY)) {
                return "ran out of memory ("
                        + line.substring(OUT_OF_MEMORY.length())
                        + "); give it more with "
                        + JvmFlags.variable(index)
                        + "=-Xmx4g";
            }
        }
        if (exitValue > SIGNALLED && SIGNALS.containsKey(exitValue - SIGNALLED)) {
            int signal = exitValue - SIGNALLED;
            return "was killed by " + SIGNALS.get(signal) + " (signal " + signal + ")";
        }
        String ended = "ended with exit code " + exitValue;
        return lastLines.isEmpty() ? ended : ended + ": " + explanation(lastLines);
    }

    /** Our own message where there is one; a stack trace or a JVM's words otherwise. */
    private static String explanation(List<String> lastLines) {
        for (String line : lastLines.reversed()) {
            if (line.startsWith(OWN_PREFIX)) {
                return line.substring(OWN_PREFIX.length());
            }
        }
        for (String line : lastLines) {
            if (line.startsWith("Exception in thread ") || line.startsWith("Error: ")) {
                return line;
            }
        }
        return lastLines.getLast();
    }
}
