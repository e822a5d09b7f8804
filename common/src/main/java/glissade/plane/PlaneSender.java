package glissade.plane;

import static glissade.plane.FrameDescriptor.HEADER_LENGTH;
import static glissade.plane.FrameDescriptor.MAX_DOUBLES;
import static glissade.plane.FrameDescriptor.MAX_FLOATS;

import glissade.math.Kernels;
import glissade.math.Precision;
import io.aeron.ExclusivePublication;
import io.aeron.Publication;
import io.aeron.logbuffer.BufferClaim;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Objects;
import org.agrona.MutableDirectBuffer;

/**
 * The sending end of one stream: writes frames straight into the log. Allocates nothing. Confined
 * to one thread; never blocks.
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
    private final BufferSegments segments = new BufferSegments();

    PlaneSender(ExclusivePublication publication, int rank, long runId) {
        this.publication = publication;
        this.rank = rank;
        this.runId = runId;
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
        int result = claim(header, floats * Float.BYTES);
        if (result == SendResult.SENT) {
            MutableDirectBuffer buffer = claim.buffer();
            long payload = (long) buffer.wrapAdjustment() + claim.offset() + HEADER_LENGTH;
            MemorySegment.copy(
                    source, sourceOffset, segments.behind(buffer), FLOAT, payload, floats);
            claim.commit();
        }
        return result;
    }

    /** Sends a frame whose arguments were checked. */
    int send(FrameHeader header, Kernels kernels, float[] source, int sourceOffset, int floats) {
        Precision precision = header.type().precision();
        if (precision == Precision.FP32) {
            return send(header, source, sourceOffset, floats);
        }
        int result = claim(header, floats * precision.bytes());
        if (result == SendResult.SENT) {
            MutableDirectBuffer buffer = claim.buffer();
            long payload = (long) buffer.wrapAdjustment() + claim.offset() + HEADER_LENGTH;
            MemorySegment target = segments.behind(buffer);
            kernels.pack(precision, source, sourceOffset, floats, target, payload);
            claim.commit();
        }
        return result;
    }

    /** Sends a frame whose arguments were checked. */
    int send(FrameHeader header, double[] source, int sourceOffset, int doubles) {
        int result = claim(header, doubles * Double.BYTES);
        if (result == SendResult.SENT) {
            MutableDirectBuffer buffer = claim.buffer();
            long payload = (long) buffer.wrapAdjustment() + claim.offset() + HEADER_LENGTH;
            MemorySegment.copy(
                    source, sourceOffset, segments.behind(buffer), DOUBLE, payload, doubles);
            claim.commit();
        }
        return result;
    }

    /** Claims room in the log and writes the header; on success the caller fills and commits. */
    private int claim(FrameHeader header, int payloadLength) {
        for (int attempt = 0; attempt < CLAIM_ATTEMPTS; attempt++) {
            long position = publication.tryClaim(HEADER_LENGTH + payloadLength, claim);
            if (position > 0) {
                header.encode(claim.buffer(), claim.offset(), rank, runId, payloadLength);
                return SendResult.SENT;
            }
            if (position != Publication.ADMIN_ACTION) {
                return resultOf(position);
            }
        }
        return SendResult.BACK_PRESSURED;
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
