package glissade.plane;

/**
 * Layout of a frame of the gradient plane: a header of 64 bytes, then the payload. Every field is
 * little-endian.
 *
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +---------------------------------------------------------------+
 *  |                 Magic ('G' 'L' 'S' 'D')                       |  0
 *  +---------------+---------------+-------------------------------+
 *  |    Version    |     Type      |          Sender rank          |  4
 *  +---------------+---------------+-------------------------------+
 *  |                            Run id                             |  8
 *  |                                                               |
 *  +---------------------------------------------------------------+
 *  |                          Generation                           | 16
 *  +---------------------------------------------------------------+
 *  |                      Tree node, first slice                   | 20
 *  +---------------------------------------------------------------+
 *  |                             Step                              | 24
 *  |                                                               |
 *  +---------------------------------------------------------------+
 *  |                   Tree node, end of slices                    | 32
 *  +---------------------------------------------------------------+
 *  |                            Bucket                             | 36
 *  +---------------------------------------------------------------+
 *  |            Offset: first element within its vector            | 40
 *  |                                                               |
 *  +---------------------------------------------------------------+
 *  |                    Payload length in bytes                    | 48
 *  +---------------------------------------------------------------+
 *  |                            Vector                             | 52
 *  +---------------------------------------------------------------+
 *  |                          Addressee                            | 56
 *  +---------------------------------------------------------------+
 *  |                       Reserved, zero                          | 60
 *  +---------------------------------------------------------------+
 *  |                       Payload                                ...  64
 * </pre>
 *
 * <p>The same in words, with the rules a receiver applies: {@code common/docs/wire-format.md}.
 */
public final class FrameDescriptor {

    /** The bytes {@code G L S D} in the order in which they lie in memory. */
    public static final int MAGIC = 0x44534C47;

    public static final byte VERSION = 1;

    /** Sender rank of the averager in the coordinator, which is no worker. */
    public static final int COORDINATOR_RANK = -1;

    /** Length in bytes of the header; the payload begins here. */
    public static final int HEADER_LENGTH = 64;

    public static final int MAGIC_OFFSET = 0;
    public static final int VERSION_OFFSET = 4;
    public static final int TYPE_OFFSET = 5;
    public static final int SENDER_RANK_OFFSET = 6;
    public static final int RUN_ID_OFFSET = 8;
    public static final int GENERATION_OFFSET = 16;
    public static final int NODE_LO_OFFSET = 20;
    public static final int STEP_OFFSET = 24;
    public static final int NODE_HI_OFFSET = 32;
    public static final int BUCKET_OFFSET = 36;
    public static final int ELEMENT_OFFSET_OFFSET = 40;
    public static final int PAYLOAD_LENGTH_OFFSET = 48;
    public static final int VECTOR_OFFSET = 52;
    public static final int ADDRESSEE_OFFSET = 56;
    public static final int RESERVED_OFFSET = 60;

    /** Addressee of a frame that is for all who read the stream; a rank is told as rank + 1. */
    public static final int EVERYONE = 0;

    /** Most floats in one frame: two blocks of 4,096, 32 KiB. */
    public static final int MAX_FLOATS = 8_192;

    /** Most doubles in one frame: as many bytes as {@link #MAX_FLOATS} floats. */
    public static final int MAX_DOUBLES = MAX_FLOATS / 2;

    /** Float64 numbers at the end of a state: what is remembered of the steps so far. */
    public static final int MEMORY_DOUBLES = 26;

    /** Length in bytes of the longest frame. */
    public static final int MAX_FRAME_LENGTH = HEADER_LENGTH + MAX_FLOATS * Float.BYTES;

    private FrameDescriptor() {}
}
