package glissade.cli;

import java.util.concurrent.TimeUnit;

/**
 * The process through which the launcher script passes our stderr. It must have written everything
 * before this process ends, since a caller waits for this one only.
 */
final class StderrFilter {

    private static final long MOST_SECONDS = 2;

    private StderrFilter() {}

    /** Closes stderr and waits until the filter, if there is one, is done with it. */
    static void drain() {
        Long id = Long.getLong("glissade.stderr.filter");
        ProcessHandle filter = id == null ? null : ProcessHandle.of(id).orElse(null);
        if (filter == null) {
            System.err.flush();
            return;
        }
        System.err.close();
        filter.onExit().completeOnTimeout(filter, MOST_SECONDS, TimeUnit.SECONDS).join();
    }
}
