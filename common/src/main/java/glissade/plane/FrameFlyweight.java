package glissade.plane;

import static glissade.plane.FrameDescriptor.*;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import glissade.math.Kernels;
import glissade.math.Precision;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Objects;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A view of one received frame; copies nothing by itself. Layout: {@link FrameDescriptor}. Valid
 * during one call of {@link FrameHandler#onFrame}, confined to the polling thread.
 */
public final class FrameFlyweight {
    private static final ValueLayout.OfFloat FLOAT =
            ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private static final ValueLayout.OfDouble DOUBLE =
            ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final BufferSegments segments = new BufferSegments();
    private DirectBuffer buffer = new UnsafeBuffer(0, 0);
    private int index;
    private int messageLength;

    /** Looks at {@code length} bytes of {@code buffer} from {@code index}; checks nothing. */
    FrameFlyweight wrap(DirectBuffer buffer, int index, int length) {
        this.buffer = buffer;
        this.index = index;
        this.messageLength = length;
        return this;
    }

    /** Type of the frame; only of one that has passed the checks. */
    public FrameType type() {
        return Objects.requireNonNull(knownType());
    }

    public int senderRank() {
        return buffer.getShort(index + SENDER_RANK_OFFSET, LITTLE_ENDIAN);
    }

    public long runId() {
        return buffer.getLong(index + RUN_ID_OFFSET, LITTLE_ENDIAN);
    }

    public int generation() {
        return buffer.getInt(index + GENERATION_OFFSET, LITTLE_ENDIAN);
    }

    public long step() {
        return buffer.getLong(index + STEP_OFFSET, LITTLE_ENDIAN);
    }

    /** First slice of the tree node. */
    public int nodeLo() {
        return buffer.getInt(index + NODE_LO_OFFSET, LITTLE_ENDIAN);
    }

    /** Slice after the last one of the tree node. */
    public int nodeHi() {
        return buffer.getInt(index + NODE_HI_OFFSET, LITTLE_ENDIAN);
    }

    public int bucket() {
        return buffer.getInt(index + BUCKET_OFFSET, LITTLE_ENDIAN);
    }

    /** Index of the payload's first element within its vector. */
    public long offset() {
        return buffer.getLong(index + ELEMENT_OFFSET_OFFSET, LITTLE_ENDIAN);
    }

    /** Number of the state vector. */
    public int vector() {
        return buffer.getInt(index + VECTOR_OFFSET, LITTLE_ENDIAN);
    }

    /** Length in bytes of the payload. */
    public int payloadLength() {
        return buffer.getInt(index + PAYLOAD_LENGTH_OFFSET, LITTLE_ENDIAN);
    }

    /** Floats that the payload stands for, in whichever way they travel. */
    public int floats() {
        return isSparse()
                ? SparseFloats.floats(buffer, index + HEADER_LENGTH)
                : payloadLength() / type().precision().bytes();
    }

    private boolean isSparse() {
        return type() == FrameType.PARTIAL_SUM_SPARSE;
    }

    /** Whether a payload that leaves zeros out is a whole one. */
    boolean sparseIsWhole() {
        return SparseFloats.isWhole(buffer, index + HEADER_LENGTH, payloadLength());
    }

    /** Doubles in the payload. */
    public int doubles() {
        return payloadLength() / Double.BYTES;
    }

    /** Copies all float32 into {@code target}, starting at {@code targetOffset}. */
    public void copyFloats(float[] target, int targetOffset) {
        copyFloats(0, target, targetOffset, floats());
    }

    /**
     * Copies {@code length} float32 into {@code target}, starting at {@code targetOffset}.
     *
     * @param first number, 0-based, of the first of them within the payload
     */
    public void copyFloats(int first, float[] target, int targetOffset, int length) {
        Objects.checkFromIndexSize(first, length, floats());
        long offset = payloadOffset() + (long) first * Float.BYTES;
        MemorySegment.copy(payload(), FLOAT, offset, target, targetOffset, length);
    }

    /**
     * Copies all {@link #floats()} into {@code target}, starting at {@code targetOffset}, whichever
     * way they travelled.
     */
    public void copyFloats(Kernels kernels, float[] target, int targetOffset) {
        Precision precision = type().precision();
        if (isSparse()) {
            SparseFloats.copy(buffer, index + HEADER_LENGTH, payloadLength(), target, targetOffset);
        } else if (precision == Precision.FP32) {
            copyFloats(target, targetOffset);
        } else {
            kernels.unpack(precision, payload(), payloadOffset(), target, targetOffset, floats());
        }
    }

    /** Copies all {@link #doubles()} into {@code target}, starting at {@code targetOffset}. */
    public void copyDoubles(double[] target, int targetOffset) {
        MemorySegment.copy(payload(), DOUBLE, payloadOffset(), target, targetOffset, doubles());
    }

    /** The double with this number, 0-based, of a frame of float64. */
    public double doubleAt(int number) {
        return buffer.getDouble(
                index + HEADER_LENGTH + Objects.checkIndex(number, doubles()) * Double.BYTES,
                LITTLE_ENDIAN);
    }

    /**
     * Adds all float32 to {@code target}, starting at {@code targetOffset}, straight out of the
     * log, zeros that were left out included.
     */
    public void addFloats(Kernels kernels, float[] target, int targetOffset) {
        if (isSparse()) {
            SparseFloats.add(buffer, index + HEADER_LENGTH, payloadLength(), target, targetOffset);
            return;
        }
        kernels.add(target, targetOffset, payload(), payloadOffset(), floats());
    }

    /**
     * The memory in which the payload lies, for whoever adds straight from the log; the payload
     * begins at {@link #payloadOffset()}. Allocates nothing in steady state. Not to be touched
     * after the handler returns: the memory is unmapped when the stream closes.
     */
    public MemorySegment payload() {
        return segments.behind(buffer);
    }

    /** Where the payload begins in {@link #payload()}, in bytes. */
    public long payloadOffset() {
        return (long) buffer.wrapAdjustment() + index + HEADER_LENGTH;
    }

    int messageLength() {
        return messageLength;
    }

    int magic() {
        return buffer.getInt(index + MAGIC_OFFSET, LITTLE_ENDIAN);
    }

    byte version() {
        return buffer.getByte(index + VERSION_OFFSET);
    }

    /** For whom the frame is: {@link FrameDescriptor#EVERYONE}, or a rank + 1. */
    int addressee() {
        return buffer.getInt(index + ADDRESSEE_OFFSET, LITTLE_ENDIAN);
    }

    int reserved() {
        return buffer.getInt(index + RESERVED_OFFSET, LITTLE_ENDIAN);
    }

    @Nullable FrameType knownType() {
        return FrameType.of(buffer.getByte(index + TYPE_OFFSET));
    }
}
