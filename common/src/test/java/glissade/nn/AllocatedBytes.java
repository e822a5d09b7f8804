package glissade.nn;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** Measures what a piece of code allocates on the heap, in the current thread. */
public final class AllocatedBytes {
    private static final int WARM_UPS = 200;
    private static final int ATTEMPTS = 10;

    private AllocatedBytes() {}

    /**
     * Bytes that one run allocates once it is warm: the least of several runs, since the JVM may
     * allocate for itself in some of them.
     */
    public static long of(Runnable code) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        for (int i = 0; i < WARM_UPS; i++) {
            code.run();
        }
        long least = Long.MAX_VALUE;
        for (int i = 0; i < ATTEMPTS; i++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            code.run();
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        return least;
    }
}
