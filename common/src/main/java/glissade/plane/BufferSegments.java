package glissade.plane;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.agrona.DirectBuffer;

/**
 * Memory segments over the few buffers that a stream keeps coming back to: the three terms of its
 * log. Segments allow bulk copies of floats, which Agrona's buffers lack; a new one per frame would
 * be garbage. Confined to one thread.
 */
final class BufferSegments {
    /** Three terms, and one to spare so that the slot is a mask. */
    private static final int CAPACITY = 4;

    private final Object[] backings = new Object[CAPACITY];
    private final MemorySegment[] segments = new MemorySegment[CAPACITY];
    private int next;

    BufferSegments() {
        for (int i = 0; i < CAPACITY; i++) {
            backings[i] = this;
            segments[i] = MemorySegment.NULL;
        }
    }

    /**
     * The segment over the memory behind {@code buffer}; {@code buffer}'s first byte is byte {@link
     * DirectBuffer#wrapAdjustment()} of it. Aeron wraps the same backing buffer again and again, so
     * the backing and not the view is the key.
     */
    @SuppressWarnings("ReferenceEquality") // equal content says nothing about equal memory
    MemorySegment behind(DirectBuffer buffer) {
        byte[] array = buffer.byteArray();
        Object backing = array != null ? array : Objects.requireNonNull(buffer.byteBuffer());
        for (int i = 0; i < CAPACITY; i++) {
            if (backings[i] == backing) {
                return segments[i];
            }
        }
        int slot = next++ & (CAPACITY - 1);
        segments[slot] =
                array != null
                        ? MemorySegment.ofArray(array)
                        : MemorySegment.ofBuffer(((ByteBuffer) backing).duplicate().clear());
        backings[slot] = backing;
        return segments[slot];
    }
}
