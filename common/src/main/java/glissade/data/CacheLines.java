package glissade.data;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Brings bytes into the cache before they are copied: {@link Dataset#touch}. */
final class CacheLines {

    /** Bytes; a wrong guess costs time only. */
    private static final int LENGTH = 64;

    private CacheLines() {}

    /**
     * Looks at every line of {@code [start, start + length)}, at least one byte long; returns a
     * number without meaning.
     */
    static int touch(MemorySegment bytes, long start, int length) {
        long end = start + length;
        int all = bytes.get(ValueLayout.JAVA_BYTE, end - 1);
        for (long at = start; at < end; at += LENGTH) {
            all |= bytes.get(ValueLayout.JAVA_BYTE, at);
        }
        return all;
    }
}
