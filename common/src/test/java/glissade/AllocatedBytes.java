package glissade;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** Measures what a piece of code allocates on the heap, in the current thread. */
public final class AllocatedBytes {
    private static final long PATIENCE_NANOS = 60_000_000_000L;

    private AllocatedBytes() {}

    /**
     * Bytes that one run allocates once it is warm: the least of all runs until one allocates
     * nothing. Compilers need their time, more on a busy machine, so patience runs out late.
     */
    public static long of(Runnable code) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        long least = Long.MAX_VALUE;
        while (least > 0 && System.nanoTime() < deadline) {
            long before = threads.getCurrentThreadAllocatedBytes();
            code.run();
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        return least;
    }
}
