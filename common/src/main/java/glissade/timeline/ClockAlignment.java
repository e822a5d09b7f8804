package glissade.timeline;

/**
 * How one process's clock stands to the clock of reference, by questions and answers: a reading
 * that an answer carries was taken between question and answer, so half of the time between the two
 * bounds the error. A clock all of whose readings lie between question and answer is taken for the
 * same clock: processes on one machine share it. Otherwise the difference is interpolated between
 * the shortest round trip at the beginning and the shortest later, since clocks drift. Confined to
 * one thread.
 */
public final class ClockAlignment {

    /** Round trips of which the shortest counts for the beginning. */
    public static final int FIRST_TRIPS = 8;

    private int trips;
    private boolean shared = true;
    private long firstNanos;
    private long firstAhead;
    private long firstTrip = Long.MAX_VALUE;
    private long lastNanos;
    private long lastAhead;
    private long lastTrip = Long.MAX_VALUE;

    /**
     * Takes in a round trip.
     *
     * @param asked reading of the clock of reference in the question
     * @param told reading of the other clock in the answer
     * @param heard reading of the clock of reference when the answer came
     */
    public void trip(long asked, long told, long heard) {
        long trip = heard - asked;
        long ahead = told - (asked + trip / 2);
        shared &= told - asked >= 0 && heard - told >= 0;
        trips++;
        if (trips <= FIRST_TRIPS) {
            if (trip < firstTrip) {
                firstTrip = trip;
                firstNanos = told;
                firstAhead = ahead;
            }
        } else if (trip < lastTrip) {
            lastTrip = trip;
            lastNanos = told;
            lastAhead = ahead;
        }
    }

    /** Round trips so far. */
    public int trips() {
        return trips;
    }

    /** Whether the clock is, or may as well be, the clock of reference. */
    public boolean isShared() {
        return shared;
    }

    /** Reading of the clock of reference at the moment of this reading of the other. */
    public long toReference(long nanos) {
        return nanos - ahead(nanos);
    }

    /** By how much the other clock is ahead when it reads {@code nanos}; 0 where it is shared. */
    public long ahead(long nanos) {
        if (shared) {
            return 0;
        }
        if (lastTrip == Long.MAX_VALUE || nanos - firstNanos <= 0 || lastNanos <= firstNanos) {
            return firstAhead;
        }
        double way = (double) (nanos - firstNanos) / (lastNanos - firstNanos);
        return firstAhead + Math.round((lastAhead - firstAhead) * Math.min(1, way));
    }

    /** Most that a converted reading may be wrong by at either end; 0 where the clock is shared. */
    public long uncertaintyNanos() {
        if (shared) {
            return 0;
        }
        return Math.max(firstTrip, lastTrip == Long.MAX_VALUE ? 0 : lastTrip) / 2;
    }
}
