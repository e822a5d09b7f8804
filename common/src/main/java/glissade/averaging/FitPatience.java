package glissade.averaging;

/**
 * How long either end of a fit bears with the other: while a worker goes through its data, or the
 * averager looks for eigenvectors, each gives a sign of life every second, so that silence means
 * trouble however long the work takes. Confined to one thread.
 */
public final class FitPatience {

    private static final long SILENCE_NANOS = 120_000_000_000L;
    private static final long BEAT_NANOS = 1_000_000_000L;

    private long heardNanos;
    private long beatNanos;

    /** Silence begins now. */
    public FitPatience(long nowNanos) {
        heardNanos = nowNanos;
        beatNanos = nowNanos;
    }

    /** The other side has given a sign of life, or this one has got on with it. */
    public void heard(long nowNanos) {
        heardNanos = nowNanos;
    }

    /** True when the other side has been silent for too long. */
    public boolean expired(long nowNanos) {
        return nowNanos - heardNanos > SILENCE_NANOS;
    }

    /** True once a second: this side is to give a sign of life. */
    public boolean beatDue(long nowNanos) {
        if (nowNanos - beatNanos < BEAT_NANOS) {
            return false;
        }
        beatNanos = nowNanos;
        return true;
    }

    /** The silence that is borne, in words: {@code 120 s}. */
    public String words() {
        return SILENCE_NANOS / 1_000_000_000L + " s";
    }
}
