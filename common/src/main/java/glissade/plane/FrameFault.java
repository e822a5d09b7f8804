package glissade.plane;

/** Why a frame was dropped, in the order in which a receiver looks. */
public enum FrameFault {
    /** Shorter than a header, longer than the longest frame, or one fragment of a message. */
    SIZE,
    MAGIC,
    VERSION,
    /** Unknown type, or reserved bytes that are not zero. */
    TYPE,
    /** Of another run. */
    RUN,
    /** Of another generation. */
    GENERATION,
    /** Not from the rank that owns the stream. */
    SENDER,
    /** Addressed to a rank that does not read the stream. */
    ADDRESSEE,
    /** Payload length that does not fit the message's length or the type's elements. */
    PAYLOAD,
    /** Negative step. */
    STEP,
    /** Slices outside the mini-batch. */
    NODE,
    /** Bucket outside the vector, or a range that leaves its bucket. */
    BUCKET,
    /** Vector number or range outside the state. */
    STATE,
    /** A pass that there is none of, or a range outside the moments or the preprocessing. */
    FITTING,
    /** Figures of an unknown kind, or with numbers that there are none of. */
    FIGURES
}
