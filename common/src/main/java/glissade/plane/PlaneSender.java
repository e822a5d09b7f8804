package glissade.plane;

import static glissade.plane.FrameDescriptor.HEADER_LENGTH;
import static glissade.plane.FrameDescriptor.MAX_DOUBLES;
import static glissade.plane.FrameDescriptor.MAX_FLOATS;
import static glissade.plane.FrameDescriptor.MAX_FRAME_LENGTH;

import glissade.math.Kernels;
import glissade.math.Precision;
import io.aeron.ExclusivePublication;
import io.aeron.Publication;
import io.aeron.logbuffer.BufferClaim;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The sending end of one stream: writes frames straight into the log, or by way of a buffer those
 * that are longer than a datagram. Allocates nothing. Confined to one thread; never blocks.
 */
public final class PlaneSender implements AutoCloseable {
    private static final ValueLayout.OfFloat FLOAT =
            ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfDouble DOUBLE =
            ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final float[] NO_FLOATS = {};

    /** A claim at the end of a term turns to the next term and asks to be repeated, once. */
    private static final int CLAIM_ATTEMPTS = 3;

    private final ExclusivePublication publication;
    private final int rank;
    private final long runId;
    private final BufferClaim claim = new BufferClaim();

    /** Frames longer than this travel in several datagrams. */
    private final int wholeLength;

    /** Where such a frame is put together; empty where there are none. */
    private final UnsafeBuffer staging;

    private final BufferSegments segments = new BufferSegments();
    private MemorySegment target = MemorySegment.NULL;
    private long targetOffset;

    PlaneSender(ExclusivePublication publication, int rank, long runId) {
        this.publication = publication;
        this.rank = rank;
        this.runId = runId;
        this.wholeLength = publication.maxPayloadLength();
        this.staging =
                new UnsafeBuffer(
                        ByteBuffer.allocateDirect(
                                wholeLength < MAX_FRAME_LENGTH ? MAX_FRAME_LENGTH : 0));
    }

    /**
     * Sends a frame of float32, or says why not now.
     *
     * @param header what the frame is; read, not kept
     * @param source the payload is {@code source[sourceOffset .. sourceOffset + floats)}; copied
     * @param floats 1 to {@link FrameDescriptor#MAX_FLOATS}
     * @return a code of {@link SendResult}; the frame is sent as a whole or not at all
     */
    public int trySend(FrameHeader header, float[] source, int sourceOffset, int floats) {
        requirePayload(header, Float.BYTES, floats, MAX_FLOATS);
        Objects.checkFromIndexSize(sourceOffset, floats, source.length);
        return send(header, source, sourceOffset, floats);
    }

    /**
     * Sends floats in the precision that the frame's type has, or says why not now.
     *
     * @param kernels to pack with
     * @param source as for float32; the floats were rounded to that precision
     * @return a code of {@link SendResult}
     */
    public int trySend(
            FrameHeader header, Kernels kernels, float[] source, int sourceOffset, int floats) {
        requirePayload(header, header.type().precision().bytes(), floats, MAX_FLOATS);
        Objects.checkFromIndexSize(sourceOffset, floats, source.length);
        return send(header, kernels, source, sourceOffset, floats);
    }

    /**
     * Sends a frame of float64, or says why not now.
     *
     * @param source the payload is {@code source[sourceOffset .. sourceOffset + doubles)}; copied
     * @param doubles 1 to {@link FrameDescriptor#MAX_DOUBLES}
     * @return a code of {@link SendResult}
     */
    public int trySend(FrameHeader header, double[] source, int sourceOffset, int doubles) {
        requirePayload(header, Double.BYTES, doubles, MAX_DOUBLES);
        Objects.checkFromIndexSize(sourceOffset, doubles, source.length);
        return send(header, source, sourceOffset, doubles);
    }

    /**
     * Sends a frame without payload, or says why not now.
     *
     * @return a code of {@link SendResult}
     */
    public int trySend(FrameHeader header) {
        requirePayload(header, 0, 0, 0);
        return send(header, NO_FLOATS, 0, 0);
    }

    /** True while at least one receiver has the stream's log open. */
    public boolean connected() {
        return publication.isConnected();
    }

    /** Closes the stream; over IPC, receivers still read what was sent. */
    @Override
    public void close() {
        publication.close();
    }

    /** Sends a frame whose arguments were checked. */
    int send(FrameHeader header, float[] source, int sourceOffset, int floats) {
        int length = floats * Float.BYTES;
        int result = begin(header, length);
        if (result == SendResult.SENT) {
            MemorySegment.copy(source, sourceOffset, target, FLOAT, targetOffset, floats);
            result = end(length);
        }
        return result;
    }

    /** Sends a frame whose arguments were checked. */
    int send(FrameHeader header, Kernels kernels, float[] source, int sourceOffset, int floats) {
        Precision precision = header.type().precision();
        if (precision == Precision.FP32) {
            return send(header, source, sourceOffset, floats);
        }
        int length = floats * precision.bytes();
        int result = begin(header, length);
        if (result == SendResult.SENT) {
            kernels.pack(precision, source, sourceOffset, floats, target, targetOffset);
            result = end(length);
        }
        return result;
    }

    /** Sends a frame without its zeros, whose arguments were checked. */
    int sendSparse(FrameHeader header, float[] source, int sourceOffset, int floats, int count) {
        int length = SparseFloats.payloadLength(count);
        int result = begin(header, length);
        if (result == SendResult.SENT) {
            boolean isWhole = HEADER_LENGTH + length <= wholeLength;
            MutableDirectBuffer buffer = isWhole ? claim.buffer() : staging;
            int payload = (isWhole ? claim.offset() : 0) + HEADER_LENGTH;
            SparseFloats.write(buffer, payload, source, sourceOffset, floats, count);
            result = end(length);
        }
        return result;
    }

    /** Sends a frame whose arguments were checked. */
    int send(FrameHeader header, double[] source, int sourceOffset, int doubles) {
        int length = doubles * Double.BYTES;
        int result = begin(header, length);
        if (result == SendResult.SENT) {
            MemorySegment.copy(source, sourceOffset, target, DOUBLE, targetOffset, doubles);
            result = end(length);
        }
        return result;
    }

    /**
     * Finds room for a frame and writes its header: after {@link SendResult#SENT} the caller fills
     * the payload in at {@link #targetOffset} of {@link #target}, and calls {@link #end}.
     */
    private int begin(FrameHeader header, int payloadLength) {
        return HEADER_LENGTH + payloadLength <= wholeLength
                ? claim(header, payloadLength)
                : stage(header, payloadLength);
    }

    /** Lets the frame go; one in several datagrams may be refused even now. */
    private int end(int payloadLength) {
        if (HEADER_LENGTH + payloadLength <= wholeLength) {
            claim.commit();
            return SendResult.SENT;
        }
        for (int attempt = 0; attempt < CLAIM_ATTEMPTS; attempt++) {
            long position = publication.offer(staging, 0, HEADER_LENGTH + payloadLength);
            if (position > 0) {
                return SendResult.SENT;
            }
            if (position != Publication.ADMIN_ACTION) {
                return resultOf(position);
            }
        }
        return SendResult.BACK_PRESSURED;
    }

    private int claim(FrameHeader header, int payloadLength) {
        for (int attempt = 0; attempt < CLAIM_ATTEMPTS; attempt++) {
            long position = publication.tryClaim(HEADER_LENGTH + payloadLength, claim);
            if (position > 0) {
                header.encode(claim.buffer(), claim.offset(), rank, runId, payloadLength);
                aim(claim.buffer(), claim.offset());
                return SendResult.SENT;
            }
            if (position != Publication.ADMIN_ACTION) {
                return resultOf(position);
            }
        }
        return SendResult.BACK_PRESSURED;
    }

    private int stage(FrameHeader header, int payloadLength) {
        // Not put together in vain, again and again, while there is no room anyway.
        if (publication.isConnected() && publication.availableWindow() <= 0) {
            return SendResult.BACK_PRESSURED;
        }
        header.encode(staging, 0, rank, runId, payloadLength);
        aim(staging, 0);
        return SendResult.SENT;
    }

    private void aim(MutableDirectBuffer buffer, int frameOffset) {
        target = segments.behind(buffer);
        targetOffset = (long) buffer.wrapAdjustment() + frameOffset + HEADER_LENGTH;
    }

    private static int resultOf(long refusal) {
        if (refusal == Publication.BACK_PRESSURED) {
            return SendResult.BACK_PRESSURED;
        }
        // Else closed, or the log's last position is reached, which is as final (after 2 PiB).
        return refusal == Publication.NOT_CONNECTED ? SendResult.NOT_CONNECTED : SendResult.CLOSED;
    }

    /** Refuses a payload that the frame's type cannot have. */
    static void requirePayload(FrameHeader header, int elementLength, int count, int maxCount) {
        if (header.type().elementLength() != elementLength
                || count > maxCount
                || count < Math.min(1, maxCount)) {
            throw new IllegalArgumentException(
                    "payload does not fit the frame: type="
                            + header.type()
                            + ", elementLength="
                            + elementLength
                            + ", count="
                            + count
                            + ", maxCount="
                            + maxCount);
        }
    }
}
