package glissade.averaging;

/**
 * How long a wait within a step may last: a multiple of the longest step so far, within bounds,
 * since a machine under load may take many times its usual time and a step of a large network takes
 * seconds. Processes that die are noticed elsewhere, at once; this ends waits for those that hang.
 * Confined to one thread.
 */
public final class StepDeadline {

    private static final long FIRST_NANOS = 120_000_000_000L;

    /** Ends the wait for a thread that hangs in a process that lives, and nothing else. */
    private static final long FIRST_AMONG_LIVING_HOURS = 24;

    private static final long FIRST_AMONG_LIVING_NANOS =
            FIRST_AMONG_LIVING_HOURS * 3_600_000_000_000L;

    private static final long LEAST_NANOS = 30_000_000_000L;
    private static final long STEPS = 50;

    /** So many steps tell how long one takes, to those that compute and to those that wait. */
    private static final int LEAST_MEASURED = 2;

    /** What each further step of a round may add to the first wait. */
    private static final long FURTHER_NANOS = 10_000_000_000L;

    private final long steps;
    private final long firstNanos;
    private boolean stepping;

    /** Steps measured; the first of a worker's contains nothing but its own share. */
    private int measured;

    private long stepNanos;
    private long waitNanos;
    private long longestNanos;

    /** Whether it was the patience with those that live that ended the wait at hand. */
    private boolean livingExpired;

    /**
     * Waits for {@code pauseSteps} steps longer than usual are in order.
     *
     * @param pauseSteps how many steps the evaluation that may lie between two steps amounts to
     */
    public StepDeadline(long pauseSteps) {
        this(pauseSteps, 1);
    }

    /**
     * Counts rounds in place of steps.
     *
     * @param roundSteps most steps in a round
     */
    public StepDeadline(long pauseSteps, int roundSteps) {
        steps = STEPS + pauseSteps;
        firstNanos = FIRST_NANOS + (roundSteps - 1) * FURTHER_NANOS;
    }

    /** A step begins now; the one before, if any, has ended. Starts a wait, too. */
    public void beginStep(long nowNanos) {
        if (stepping) {
            longestNanos = Math.max(longestNanos, nowNanos - stepNanos);
            measured = Math.min(measured + 1, LEAST_MEASURED);
        }
        stepping = true;
        stepNanos = nowNanos;
        beginWait(nowNanos);
    }

    /** A wait begins now, within the step at hand or before the first. */
    public void beginWait(long nowNanos) {
        waitNanos = nowNanos;
        livingExpired = false;
    }

    /** Nanoseconds that a wait may take. */
    public long allowedNanos() {
        return longestNanos == 0 ? firstNanos : Math.max(LEAST_NANOS, steps * longestNanos);
    }

    /** True when the wait has lasted too long. */
    public boolean expired(long nowNanos) {
        return nowNanos - waitNanos > allowedNanos();
    }

    /**
     * True when the wait has lasted too long for others that are known to live: before the first
     * steps are done nobody knows how long they compute.
     */
    public boolean expiredAmongLiving(long nowNanos) {
        if (!expired(nowNanos)) {
            return false;
        }
        if (measured == LEAST_MEASURED || !stepping) {
            return true;
        }
        livingExpired = nowNanos - waitNanos > FIRST_AMONG_LIVING_NANOS;
        return livingExpired;
    }

    /** The time allowed, in words; once a wait has ended, that which ended it: {@code 30 s}. */
    public String words() {
        return livingExpired && allowedNanos() < FIRST_AMONG_LIVING_NANOS
                ? FIRST_AMONG_LIVING_HOURS + " h"
                : allowedNanos() / 1_000_000_000L + " s";
    }
}
