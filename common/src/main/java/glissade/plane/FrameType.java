package glissade.plane;

import glissade.math.Precision;
import org.jspecify.annotations.Nullable;

/** What a frame carries. The codes are part of the wire format and are never reused. */
public enum FrameType {
    /** The sender hears the receiver's stream, or shows that it is alive; no payload. */
    HELLO(1, 0),
    /** A stretch of the parameters of {@code step}; float32. */
    PARAMETERS(2, Float.BYTES),
    /** A stretch of the gradient sum of one tree node at {@code step}; float32. */
    PARTIAL_SUM(3, Float.BYTES),
    /** Loss sums of one tree node at {@code step}; float64. */
    LOSS(4, Double.BYTES),
    /** A stretch of one vector of the state of {@code step}: parameters or optimizer's; float32. */
    STATE(5, Float.BYTES),
    /**
     * All that the sender has to send of the state of {@code step} has been sent; what the averager
     * remembers of the steps so far, {@link FrameDescriptor#MEMORY_DOUBLES} of float64.
     */
    STATE_END(6, Double.BYTES),
    /**
     * A stretch of the moments of one tree node of the training data; {@code step} is the pass over
     * them, 0 or 1; float64.
     */
    MOMENTS(7, Double.BYTES),
    /** A stretch of the fitted preprocessing; float32. */
    TRANSFORM(8, Float.BYTES),
    /**
     * What one owner has to tell the others of the gradient of {@code step} in its range; {@code
     * vector} is a {@link FigureKind}; float64.
     */
    FIGURES(9, Double.BYTES),
    /** As {@link #PARTIAL_SUM}, of a node whose sum was rounded to bfloat16. */
    PARTIAL_SUM_BF16(10, Short.BYTES),
    /** As {@link #PARTIAL_SUM}, of a node whose sum was rounded to binary16. */
    PARTIAL_SUM_FP16(11, Short.BYTES),
    /** As {@link #PARTIAL_SUM}, without the zeros; see {@link SparseFloats}. */
    PARTIAL_SUM_SPARSE(12, Short.BYTES);

    private static final FrameType[] TYPES = values();

    private final byte code;
    private final int elementLength;

    FrameType(int code, int elementLength) {
        this.code = (byte) code;
        this.elementLength = elementLength;
    }

    /** The type's byte on the wire. */
    public byte code() {
        return code;
    }

    /** Length in bytes of one element of the payload; 0 where there is no payload. */
    public int elementLength() {
        return elementLength;
    }

    /** How the gradient sum of a tree node travels that was rounded to this precision. */
    public static FrameType partialSum(Precision precision) {
        return switch (precision) {
            case FP32 -> PARTIAL_SUM;
            case BF16 -> PARTIAL_SUM_BF16;
            case FP16 -> PARTIAL_SUM_FP16;
        };
    }

    /** How the numbers of a type travel that are floats where they are used. */
    public Precision precision() {
        return switch (this) {
            case PARTIAL_SUM_BF16 -> Precision.BF16;
            case PARTIAL_SUM_FP16 -> Precision.FP16;
            default -> Precision.FP32;
        };
    }

    /** The type with this byte on the wire, or null when there is none. */
    static @Nullable FrameType of(byte code) {
        int index = code - 1;
        return index >= 0 && index < TYPES.length ? TYPES[index] : null;
    }
}
