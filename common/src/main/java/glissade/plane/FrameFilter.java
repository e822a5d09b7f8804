package glissade.plane;

import static glissade.plane.FrameDescriptor.EVERYONE;
import static glissade.plane.FrameDescriptor.HEADER_LENGTH;
import static glissade.plane.FrameDescriptor.MAGIC;
import static glissade.plane.FrameDescriptor.MAX_FRAME_LENGTH;
import static glissade.plane.FrameDescriptor.MEMORY_DOUBLES;
import static glissade.plane.FrameDescriptor.VERSION;

import glissade.collective.Buckets;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a frame may be used: everything a handler could index with lies within the {@link
 * FrameBounds}. Looks at no byte beyond the message's length. Stateless.
 */
final class FrameFilter {
    private final FrameBounds bounds;
    private final int worldSize;

    /** A filter of a stream whose frames are all for everyone who reads it. */
    FrameFilter(FrameBounds bounds) {
        this(bounds, 0);
    }

    /** A filter of a stream whose frames may be addressed to one of so many ranks. */
    FrameFilter(FrameBounds bounds, int worldSize) {
        this.bounds = bounds;
        this.worldSize = worldSize;
    }

    /** The first thing that is wrong with the frame, or null. */
    @Nullable FrameFault check(FrameFlyweight frame) {
        int length = frame.messageLength();
        if (length < HEADER_LENGTH || length > MAX_FRAME_LENGTH) {
            return FrameFault.SIZE;
        }
        if (frame.magic() != MAGIC) {
            return FrameFault.MAGIC;
        }
        if (frame.version() != VERSION) {
            return FrameFault.VERSION;
        }
        FrameType type = frame.knownType();
        if (type == null || frame.reserved() != 0) {
            return FrameFault.TYPE;
        }
        FrameFault origin = checkOrigin(frame);
        if (origin != null) {
            return origin;
        }
        int addressee = frame.addressee();
        if (addressee < EVERYONE || addressee > worldSize) {
            return FrameFault.ADDRESSEE;
        }
        if (!payloadFits(frame, type)) {
            return FrameFault.PAYLOAD;
        }
        if (frame.step() < 0) {
            return FrameFault.STEP;
        }
        return switch (type) {
            case HELLO -> null;
            case STATE_END -> frame.doubles() == MEMORY_DOUBLES ? null : FrameFault.PAYLOAD;
            case PARAMETERS -> rangeFits(frame) ? null : FrameFault.BUCKET;
            case PARTIAL_SUM, PARTIAL_SUM_BF16, PARTIAL_SUM_FP16 ->
                    !nodeFits(frame)
                            ? FrameFault.NODE
                            : rangeFits(frame) ? null : FrameFault.BUCKET;
            case PARTIAL_SUM_SPARSE ->
                    !frame.sparseIsWhole()
                            ? FrameFault.PAYLOAD
                            : !nodeFits(frame)
                                    ? FrameFault.NODE
                                    : rangeFits(frame) ? null : FrameFault.BUCKET;
            case LOSS -> nodeFits(frame) ? null : FrameFault.NODE;
            case STATE -> stateFits(frame) ? null : FrameFault.STATE;
            case MOMENTS ->
                    !nodeFits(frame)
                            ? FrameFault.NODE
                            : momentsFit(frame) ? null : FrameFault.FITTING;
            case TRANSFORM -> transformFits(frame) ? null : FrameFault.FITTING;
            case FIGURES -> figuresFit(frame) ? null : FrameFault.FIGURES;
        };
    }

    private @Nullable FrameFault checkOrigin(FrameFlyweight frame) {
        if (frame.runId() != bounds.runId()) {
            return FrameFault.RUN;
        }
        if (frame.generation() != bounds.generation()) {
            return FrameFault.GENERATION;
        }
        return frame.senderRank() == bounds.senderRank() ? null : FrameFault.SENDER;
    }

    /** The payload is what the message holds, in whole elements, at least one where any belongs. */
    private static boolean payloadFits(FrameFlyweight frame, FrameType type) {
        int payloadLength = frame.payloadLength();
        if (payloadLength != frame.messageLength() - HEADER_LENGTH) {
            return false;
        }
        int elementLength = type.elementLength();
        return elementLength == 0
                ? payloadLength == 0
                : payloadLength > 0 && payloadLength % elementLength == 0;
    }

    private boolean nodeFits(FrameFlyweight frame) {
        int lo = frame.nodeLo();
        int hi = frame.nodeHi();
        return lo >= 0 && lo < hi && hi <= bounds.slices();
    }

    /** The floats lie within one bucket of the parameter vector, the one that the frame names. */
    private boolean rangeFits(FrameFlyweight frame) {
        Buckets buckets = bounds.buckets();
        int bucket = frame.bucket();
        if (bucket < 0 || bucket >= buckets.count()) {
            return false;
        }
        // Relative to the bucket, so that no sum can overflow.
        long from = frame.offset() - buckets.offset(bucket);
        return frame.offset() >= 0 && from >= 0 && from <= buckets.length(bucket) - frame.floats();
    }

    private boolean momentsFit(FrameFlyweight frame) {
        long offset = frame.offset();
        return offset >= 0 && offset <= bounds.fitting().pass(frame.step()) - frame.doubles();
    }

    private boolean transformFits(FrameFlyweight frame) {
        long offset = frame.offset();
        return offset >= 0 && offset <= bounds.fitting().transform() - frame.floats();
    }

    /**
     * At most a few figures for each parameter there is; exact ranges are the handler's to check.
     */
    private boolean figuresFit(FrameFlyweight frame) {
        int kind = frame.vector();
        long offset = frame.offset();
        return kind >= 0
                && kind < FigureKind.COUNT
                && offset >= 0
                && offset <= Integer.MAX_VALUE - frame.doubles();
    }

    private boolean stateFits(FrameFlyweight frame) {
        int vector = frame.vector();
        long offset = frame.offset();
        return vector >= 0
                && vector < bounds.stateVectors()
                && offset >= 0
                && offset <= bounds.buckets().parameterCount() - frame.floats();
    }
}
