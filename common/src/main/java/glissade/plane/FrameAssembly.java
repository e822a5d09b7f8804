package glissade.plane;

import static io.aeron.logbuffer.FrameDescriptor.BEGIN_FRAG_FLAG;
import static io.aeron.logbuffer.FrameDescriptor.END_FRAG_FLAG;

import java.nio.ByteBuffer;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Puts frames together that were longer than a datagram and travelled in several. Aeron hands over
 * the parts of one session in order, without gaps. Allocates nothing once it is made; whatever is
 * longer than a frame can be is refused before it is stored. Confined to one thread.
 */
final class FrameAssembly {
    /** More parts are to come. */
    static final int INCOMPLETE = 0;

    /** The last part was taken: {@link #buffer} holds {@link #length} bytes of a frame. */
    static final int COMPLETE = 1;

    /** With this part it is longer than a frame can be; the rest is passed over. */
    static final int REFUSED = 2;

    private final UnsafeBuffer buffer =
            new UnsafeBuffer(ByteBuffer.allocateDirect(FrameDescriptor.MAX_FRAME_LENGTH));
    private int length;
    private boolean open;

    /**
     * Takes the next part.
     *
     * @param flags Aeron's, of the part
     * @return {@link #INCOMPLETE}, {@link #COMPLETE} or {@link #REFUSED}
     */
    int add(DirectBuffer source, int index, int partLength, byte flags) {
        boolean first = (flags & BEGIN_FRAG_FLAG) != 0;
        if (first) {
            length = 0;
            open = true;
        } else if (!open) {
            return INCOMPLETE;
        }
        if (length + partLength > buffer.capacity()) {
            open = false;
            return REFUSED;
        }
        buffer.putBytes(length, source, index, partLength);
        length += partLength;
        boolean last = (flags & END_FRAG_FLAG) != 0;
        open = !last;
        return last ? COMPLETE : INCOMPLETE;
    }

    DirectBuffer buffer() {
        return buffer;
    }

    int length() {
        return length;
    }
}
