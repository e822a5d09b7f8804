package glissade.data;

/** Divides independent items among the processors. */
final class Parallel {
    /** Fewer items than this are not worth a thread. */
    private static final int SMALLEST_SHARE = 256;

    private Parallel() {}

    /** Work on the items [from, to); independent of all others. */
    @FunctionalInterface
    interface Range {
        void run(int from, int to);
    }

    /**
     * Runs {@code work} on [0, count), cut into one range a processor; returns when all is done.
     */
    static void run(int count, Range work) {
        int processors = Runtime.getRuntime().availableProcessors();
        int shares = Math.clamp(count / SMALLEST_SHARE, 1, processors);
        Thread[] threads = new Thread[shares];
        Throwable[] failures = new Throwable[shares];
        for (int i = 1; i < shares; i++) {
            int share = i;
            int from = border(count, i, shares);
            int to = border(count, i + 1, shares);
            threads[i] =
                    Thread.ofPlatform()
                            .name("data-" + i)
                            .daemon()
                            .uncaughtExceptionHandler(
                                    (thread, failure) -> failures[share] = failure)
                            .start(() -> work.run(from, to));
        }
        work.run(0, border(count, 1, shares));
        boolean interrupted = false;
        for (int i = 1; i < shares; i++) {
            while (threads[i].isAlive()) {
                try {
                    threads[i].join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (failures[i] != null) {
                throw new IllegalStateException("a share of the work failed", failures[i]);
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static int border(int count, int share, int shares) {
        return (int) ((long) count * share / shares);
    }
}
