package glissade.averaging;

/**
 * How long a step may keep a waiter waiting: a multiple of the longest step so far, within bounds,
 * since a machine under load may take many times its usual time and a step of a large network takes
 * seconds. Processes that die are noticed elsewhere, at once; this ends waits for those that hang.
 * Confined to one thread.
 */
public final class StepDeadline {

    private static final long FIRST_NANOS = 120_000_000_000L;
    private static final long LEAST_NANOS = 30_000_000_000L;
    private static final long STEPS = 50;

    private long startedNanos;
    private long longestNanos;
    private boolean first = true;

    /** A step begins now; the one before, if any, has ended. */
    public void restart(long nowNanos) {
        if (!first) {
            longestNanos = Math.max(longestNanos, nowNanos - startedNanos);
        }
        first = false;
        startedNanos = nowNanos;
    }

    /** Nanoseconds that the step may take in all. */
    public long allowedNanos() {
        return longestNanos == 0 ? FIRST_NANOS : Math.max(LEAST_NANOS, STEPS * longestNanos);
    }

    public boolean expired(long nowNanos) {
        return !first && nowNanos - startedNanos > allowedNanos();
    }

    /** The time allowed, in words: {@code 30 s}. */
    public String words() {
        return allowedNanos() / 1_000_000_000L + " s";
    }
}
