package glissade.timeline;

import java.util.ArrayList;
import java.util.List;

/**
 * The last moments of one thread, two longs each; when it is full, the oldest go. Confined to that
 * thread until it has ended or handed the ring over; only {@link #moments} allocates.
 */
public final class MomentRing {

    /** Moments that a thread keeps: 1 MiB of them. */
    public static final int CAPACITY = 1 << 16;

    /** Keeps nothing. */
    static final MomentRing OFF = new MomentRing(0);

    private static final int STEP_BITS = 40;
    private static final int LAYER_BITS = 16;
    private static final long STEP_MASK = (1L << STEP_BITS) - 1;
    private static final long LAYER_MASK = (1L << LAYER_BITS) - 1;

    private final long[] ring;
    private final int mask;
    private long count;

    /** A ring that keeps {@link #CAPACITY} moments. */
    public MomentRing() {
        this(CAPACITY);
    }

    /** For tests: keeps {@code capacity} moments, a power of two, or 0 for none. */
    MomentRing(int capacity) {
        ring = new long[2 * capacity];
        mask = capacity - 1;
    }

    boolean keeps() {
        return ring.length > 0;
    }

    /** Adds a moment, on a ring that keeps any. */
    void add(long nanos, Phase phase, int layer, long step) {
        int at = 2 * ((int) count & mask);
        ring[at] = nanos;
        ring[at + 1] = label(phase, layer, step);
        count++;
    }

    /** Phase in the highest bits, layer + 1 below it, the step in the lowest. */
    private static long label(Phase phase, int layer, long step) {
        return ((long) phase.code() << (STEP_BITS + LAYER_BITS))
                | (((layer + 1L) & LAYER_MASK) << STEP_BITS)
                | (step & STEP_MASK);
    }

    /** Moments that were overwritten. */
    public long lost() {
        return Math.max(0, count - ring.length / 2);
    }

    /** What is kept, oldest first. */
    public List<Moment> moments() {
        List<Moment> kept = new ArrayList<>();
        for (long number = lost(); number < count; number++) {
            int at = 2 * ((int) number & mask);
            long label = ring[at + 1];
            kept.add(
                    new Moment(
                            ring[at],
                            Phase.of((int) (label >>> (STEP_BITS + LAYER_BITS))),
                            (int) ((label >>> STEP_BITS) & LAYER_MASK) - 1,
                            label & STEP_MASK));
        }
        return kept;
    }
}
