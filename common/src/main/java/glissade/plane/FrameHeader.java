package glissade.plane;

import static glissade.plane.FrameDescriptor.*;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import glissade.math.Precision;
import org.agrona.MutableDirectBuffer;

/**
 * What a sender says about the frame it is about to send: one mutable object, filled again for
 * every frame, so that sending allocates nothing. Each filling method sets every field, unused ones
 * to zero. The sender's rank and the run id are the {@link PlaneSender}'s. Confined to one thread.
 */
public final class FrameHeader {
    /** Step of the last greeting; that of one before is 0. */
    static final long LAST_HELLO = 1;

    private FrameType type = FrameType.HELLO;
    private int generation;
    private long step;
    private int nodeLo;
    private int nodeHi;
    private int bucket;
    private long offset;
    private int vector;
    private int addressee;

    /** A greeting: the sender hears the other side's session of this generation. */
    public FrameHeader hello(int generation) {
        return set(FrameType.HELLO, generation, 0L, 0, 0, 0, 0L, 0);
    }

    /**
     * The last greeting between two ranks, sent when the other's was heard: what follows it on the
     * stream is no greeting.
     */
    FrameHeader lastHello(int generation) {
        return set(FrameType.HELLO, generation, LAST_HELLO, 0, 0, 0, 0L, 0);
    }

    /**
     * Parameters of {@code step}, starting at {@code offset} of the parameter vector, which lies in
     * {@code bucket}.
     */
    public FrameHeader parameters(int generation, long step, int bucket, long offset) {
        return set(FrameType.PARAMETERS, generation, step, 0, 0, bucket, offset, 0);
    }

    /**
     * The gradient sum over the slices {@code [nodeLo, nodeHi)} of {@code step}, starting at {@code
     * offset} of the parameter vector, which lies in {@code bucket}.
     */
    public FrameHeader partialSum(
            int generation, long step, int nodeLo, int nodeHi, int bucket, long offset) {
        return set(FrameType.PARTIAL_SUM, generation, step, nodeLo, nodeHi, bucket, offset, 0);
    }

    /** The same for a sum that was rounded to {@code precision}, which is how it travels. */
    public FrameHeader partialSum(
            Precision precision,
            int generation,
            long step,
            int nodeLo,
            int nodeHi,
            int bucket,
            long offset) {
        FrameType rounded = FrameType.partialSum(precision);
        return set(rounded, generation, step, nodeLo, nodeHi, bucket, offset, 0);
    }

    /** As {@link #partialSum} of float32, without the zeros. */
    public FrameHeader sparseSum(
            int generation, long step, int nodeLo, int nodeHi, int bucket, long offset) {
        return set(
                FrameType.PARTIAL_SUM_SPARSE, generation, step, nodeLo, nodeHi, bucket, offset, 0);
    }

    /** Loss sums over the slices {@code [nodeLo, nodeHi)} of {@code step}. */
    public FrameHeader loss(int generation, long step, int nodeLo, int nodeHi) {
        return set(FrameType.LOSS, generation, step, nodeLo, nodeHi, 0, 0L, 0);
    }

    /**
     * State after {@code step}: vector number {@code vector} of the {@link FrameBounds}, starting
     * at {@code offset} of it.
     */
    public FrameHeader state(int generation, long step, int vector, long offset) {
        return set(FrameType.STATE, generation, step, 0, 0, 0, offset, vector);
    }

    /** The state of {@code step} is complete. */
    public FrameHeader stateEnd(int generation, long step) {
        return set(FrameType.STATE_END, generation, step, 0, 0, 0, 0L, 0);
    }

    /**
     * Moments of the slices {@code [nodeLo, nodeHi)} of the training data, taken in the pass of
     * that number, 0 or 1, starting at {@code offset} of them.
     */
    public FrameHeader moments(int generation, int pass, int nodeLo, int nodeHi, long offset) {
        return set(FrameType.MOMENTS, generation, pass, nodeLo, nodeHi, 0, offset, 0);
    }

    /** The fitted preprocessing, starting at {@code offset} of its values. */
    public FrameHeader transform(int generation, long offset) {
        return set(FrameType.TRANSFORM, generation, 0L, 0, 0, 0, offset, 0);
    }

    /**
     * Figures of an owner's range at {@code step}, starting with number {@code offset}.
     *
     * @param kind one of {@link FigureKind}
     */
    public FrameHeader figures(int generation, long step, int kind, long offset) {
        return set(FrameType.FIGURES, generation, step, 0, 0, 0, offset, kind);
    }

    public FrameType type() {
        return type;
    }

    /** Says who is to take the frame, of those who read the stream. */
    void address(int addressee) {
        this.addressee = addressee;
    }

    /** Takes over every field of {@code other} but the addressee, which becomes everyone. */
    void copyFrom(FrameHeader other) {
        set(
                other.type,
                other.generation,
                other.step,
                other.nodeLo,
                other.nodeHi,
                other.bucket,
                other.offset,
                other.vector);
    }

    /** True when both describe the same frame, whoever is to take it. */
    boolean sameAs(FrameHeader other) {
        return type == other.type
                && generation == other.generation
                && step == other.step
                && nodeLo == other.nodeLo
                && nodeHi == other.nodeHi
                && bucket == other.bucket
                && offset == other.offset
                && vector == other.vector;
    }

    /**
     * Writes the 64 bytes of the header.
     *
     * @param buffer little-endian fields are written at {@code index} and after
     * @param payloadLength length in bytes of the payload that follows
     */
    void encode(
            MutableDirectBuffer buffer, int index, int senderRank, long runId, int payloadLength) {
        buffer.putInt(index + MAGIC_OFFSET, MAGIC, LITTLE_ENDIAN);
        buffer.putByte(index + VERSION_OFFSET, VERSION);
        buffer.putByte(index + TYPE_OFFSET, type.code());
        buffer.putShort(index + SENDER_RANK_OFFSET, (short) senderRank, LITTLE_ENDIAN);
        buffer.putLong(index + RUN_ID_OFFSET, runId, LITTLE_ENDIAN);
        buffer.putInt(index + GENERATION_OFFSET, generation, LITTLE_ENDIAN);
        buffer.putInt(index + NODE_LO_OFFSET, nodeLo, LITTLE_ENDIAN);
        buffer.putLong(index + STEP_OFFSET, step, LITTLE_ENDIAN);
        buffer.putInt(index + NODE_HI_OFFSET, nodeHi, LITTLE_ENDIAN);
        buffer.putInt(index + BUCKET_OFFSET, bucket, LITTLE_ENDIAN);
        buffer.putLong(index + ELEMENT_OFFSET_OFFSET, offset, LITTLE_ENDIAN);
        buffer.putInt(index + PAYLOAD_LENGTH_OFFSET, payloadLength, LITTLE_ENDIAN);
        buffer.putInt(index + VECTOR_OFFSET, vector, LITTLE_ENDIAN);
        buffer.putInt(index + ADDRESSEE_OFFSET, addressee, LITTLE_ENDIAN);
        buffer.putInt(index + RESERVED_OFFSET, 0, LITTLE_ENDIAN);
    }

    @Override
    public String toString() {
        return type
                + "[generation="
                + generation
                + ", step="
                + step
                + ", node="
                + nodeLo
                + ".."
                + nodeHi
                + ", bucket="
                + bucket
                + ", offset="
                + offset
                + ", vector="
                + vector
                + ']';
    }

    private FrameHeader set(
            FrameType type,
            int generation,
            long step,
            int nodeLo,
            int nodeHi,
            int bucket,
            long offset,
            int vector) {
        this.type = type;
        this.generation = generation;
        this.step = step;
        this.nodeLo = nodeLo;
        this.nodeHi = nodeHi;
        this.bucket = bucket;
        this.offset = offset;
        this.vector = vector;
        this.addressee = FrameDescriptor.EVERYONE;
        return this;
    }
}
