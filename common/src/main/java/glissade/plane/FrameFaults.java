package glissade.plane;

/**
 * Dropped frames, counted by reason. Written by the thread that polls; a count read by another
 * thread may be a little old.
 */
@SuppressWarnings("EnumOrdinal") // the index of a table that nobody else sees
public final class FrameFaults {
    private static final FrameFault[] FAULTS = FrameFault.values();

    private final long[] counts = new long[FAULTS.length];

    /** Frames dropped for this reason. */
    public long count(FrameFault fault) {
        return counts[fault.ordinal()];
    }

    /** Frames dropped in all. */
    public long total() {
        long total = 0;
        for (long count : counts) {
            total += count;
        }
        return total;
    }

    void add(FrameFault fault) {
        counts[fault.ordinal()]++;
    }

    /** The reasons that occurred, as {@code MAGIC=3, RUN=1}; empty when nothing was dropped. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (FrameFault fault : FAULTS) {
            if (count(fault) > 0) {
                text.append(text.isEmpty() ? "" : ", ")
                        .append(fault)
                        .append('=')
                        .append(count(fault));
            }
        }
        return text.toString();
    }
}
