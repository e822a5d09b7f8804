package glissade.plane;

import java.util.concurrent.locks.LockSupport;

/**
 * What a loop does when it found nothing to do: spins for a moment, then yields, then parks. Made
 * for more processes than cores: whoever waits must let the one it waits for run. Confined to one
 * thread.
 */
public final class PlaneIdle {
    /** A few hundred nanoseconds: the other side is often about to finish. */
    private static final int SPINS = 16;

    /** Yields before parking; each gives the core to whoever is runnable. */
    private static final int YIELDS = 64;

    /** Longest park; short against a step, long against the cost of waking. */
    private static final long PARK_NS = 50_000;

    /** Yields of one that waits for threads of its own process, which soon have done their part. */
    private static final int PATIENT_YIELDS = 4_096;

    /**
     * Yields, over many waits, after which {@link #roaming} parks. Two processes that give each
     * other the core every few microseconds look busy to the scheduler and may share one core for
     * seconds while another is idle; a thread that wakes up is put on the idle one.
     */
    private static final int YIELDS_A_PARK = 4_096;

    /** As short as the kernel makes it: the wake-up is the point. */
    private static final long SHORTEST_PARK_NS = 1;

    /** Longest park of one for whom nothing is meant for seconds at a time. */
    private static final long LONG_PARK_NS = 5_000_000;

    /** Parks of the usual length before {@link #drowse} parks longer: some milliseconds. */
    private static final int WAKEFUL_PARKS = 64;

    private final int yields;
    private final int yieldsAPark;
    private int idles;
    private int yieldsSincePark;

    /** Waits as is good between processes. */
    public PlaneIdle() {
        this(YIELDS, Integer.MAX_VALUE);
    }

    private PlaneIdle(int yields, int yieldsAPark) {
        this.yields = yields;
        this.yieldsAPark = yieldsAPark;
    }

    /** Parks later: a park and waking from it cost more than what threads of one step wait for. */
    public static PlaneIdle patient() {
        return new PlaneIdle(PATIENT_YIELDS, Integer.MAX_VALUE);
    }

    /**
     * As patient, for whoever waits for another process every few microseconds: parks for a moment
     * now and then, so that the scheduler may move one of the two to an idle core.
     */
    public static PlaneIdle roaming() {
        return new PlaneIdle(PATIENT_YIELDS, YIELDS_A_PARK);
    }

    /**
     * Idles for one who has nothing to do for most of a run, and takes no time from those who have:
     * its parks become long once nothing has come for a while.
     */
    public void drowse() {
        if (idles < SPINS + yields + WAKEFUL_PARKS) {
            if (idles >= SPINS + yields) {
                idles++;
            }
            idle();
        } else {
            LockSupport.parkNanos(this, LONG_PARK_NS);
        }
    }

    /** Idles when {@code workCount} is 0, else starts over. */
    public void idle(int workCount) {
        if (workCount > 0) {
            reset();
        } else {
            idle();
        }
    }

    /** Waits a little, longer each time since the last {@link #reset()}. */
    @SuppressWarnings("ThreadPriorityCheck") // giving the core away is the point
    public void idle() {
        if (idles < SPINS) {
            idles++;
            Thread.onSpinWait();
        } else if (idles < SPINS + yields) {
            idles++;
            if (++yieldsSincePark < yieldsAPark) {
                Thread.yield();
            } else {
                yieldsSincePark = 0;
                LockSupport.parkNanos(this, SHORTEST_PARK_NS);
            }
        } else {
            LockSupport.parkNanos(this, PARK_NS);
        }
    }

    /** There was work: the next wait is short again. */
    public void reset() {
        idles = 0;
    }
}
