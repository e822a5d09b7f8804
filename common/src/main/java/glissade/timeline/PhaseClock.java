package glissade.timeline;

import java.util.function.LongSupplier;

/**
 * Keeps account of one thread's time. The thread is always in exactly one phase: {@link #enter}
 * ends one and begins the next with the same reading of the clock, so the shares add up to the time
 * from {@link #begin} to {@link #end}, to the nanosecond. Where a timeline is recorded, every
 * change of phase is kept in a ring. Confined to its thread; allocates nothing once made.
 */
public final class PhaseClock {

    private static final int NO_LAYER = -1;

    private final LongSupplier nanoClock;
    private final MomentRing ring;
    private final boolean recorded;
    private long computeNanos;
    private long communicateNanos;
    private long waitNanos;
    private Phase phase = Phase.IDLE;
    private int layer = NO_LAYER;
    private long step;
    private long since;
    private boolean running;

    private PhaseClock(LongSupplier nanoClock, MomentRing ring) {
        this.nanoClock = nanoClock;
        this.ring = ring;
        this.recorded = ring.keeps();
    }

    /** A clock that keeps account and records nothing. */
    public static PhaseClock unrecorded(LongSupplier nanoClock) {
        return new PhaseClock(nanoClock, MomentRing.OFF);
    }

    /** A clock that records every change of phase. */
    public static PhaseClock recorded(LongSupplier nanoClock) {
        return new PhaseClock(nanoClock, new MomentRing());
    }

    /** A clock that records into {@code ring}. */
    static PhaseClock recorded(LongSupplier nanoClock, MomentRing ring) {
        return new PhaseClock(nanoClock, ring);
    }

    /** Whether changes of phase are recorded. */
    public boolean isRecorded() {
        return recorded;
    }

    /** What is recorded; empty where nothing is. */
    public MomentRing ring() {
        return ring;
    }

    /** Begins the account. */
    public void begin(Phase first) {
        running = true;
        since = nanoClock.getAsLong();
        moveTo(since, first, NO_LAYER);
    }

    /** Phases that are entered from now on belong to this step. */
    public void step(long ofStep) {
        step = ofStep;
    }

    /** The thread does something else from now on; returns the reading of the clock. */
    public long enter(Phase next) {
        return enter(next, NO_LAYER);
    }

    /** The thread turns to a layer of the network; otherwise like the other method. */
    public long enter(Phase next, int ofLayer) {
        long now = nanoClock.getAsLong();
        if (running) {
            count(phase.share(), now - since);
        }
        since = now;
        moveTo(now, next, ofLayer);
        return now;
    }

    private void count(Share share, long nanos) {
        switch (share) {
            case COMPUTE -> computeNanos += nanos;
            case COMMUNICATE -> communicateNanos += nanos;
            case WAIT -> waitNanos += nanos;
        }
    }

    private void moveTo(long now, Phase next, int ofLayer) {
        phase = next;
        layer = ofLayer;
        if (recorded) {
            ring.add(now, next, ofLayer, step);
        }
    }

    /**
     * Enters a phase where a timeline is recorded and does nothing elsewhere: for detail that the
     * account can do without. Without effect in that very phase.
     */
    public void mark(Phase next) {
        mark(next, NO_LAYER);
    }

    /** Turns to a layer of the network, like the other method. */
    public void mark(Phase next, int ofLayer) {
        if (recorded && (next != phase || ofLayer != layer)) {
            enter(next, ofLayer);
        }
    }

    /** Ends the account: what follows counts as nothing. */
    public void end() {
        enter(Phase.IDLE);
        running = false;
    }

    /** What the thread is at. */
    public Phase phase() {
        return phase;
    }

    /** Layer that the thread is at, -1 where the phase is of none. */
    public int layer() {
        return layer;
    }

    /** Step that the thread is at. */
    public long step() {
        return step;
    }

    /** Nanoseconds so far, those of the phase at hand left out until it ends. */
    public long nanos(Share share) {
        return switch (share) {
            case COMPUTE -> computeNanos;
            case COMMUNICATE -> communicateNanos;
            case WAIT -> waitNanos;
        };
    }

    /** Reads the clock that this one goes by. */
    public long now() {
        return nanoClock.getAsLong();
    }
}
