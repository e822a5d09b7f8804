package glissade.collective;

/**
 * How the parameter vector is cut for travel and averaging. A block is the unit of every range that
 * the arithmetic fixes (4,096 parameters: norms are summed per block); a bucket is a whole number
 * of blocks and the unit in which partial sums leave, are updated, and parameters are broadcast: it
 * travels as soon as it is whole, in as many frames as it takes. A frame is the unit in which sums
 * arrive and are added. Bucket sizes change no bit. Immutable.
 */
public final class Buckets {

    /**
     * Parameters in a block: fixed, since sums over parameters are taken per block and then along
     * the tree.
     */
    public static final int BLOCK = 4_096;

    /**
     * Parameters in a bucket unless asked otherwise: 32 KiB of payload, one frame, and small enough
     * to stay in the first-level cache.
     */
    public static final int DEFAULT_LENGTH = 2 * BLOCK;

    /** Blocks in the longest frame. */
    private static final int FRAME_BLOCKS = 2;

    private final int parameterCount;
    private final int bucketLength;
    private final int frameLength;
    private final int count;

    public Buckets(int parameterCount) {
        this(parameterCount, DEFAULT_LENGTH);
    }

    /**
     * Cuts {@code parameterCount} parameters into buckets of {@code bucketLength}, a multiple of
     * {@link #BLOCK}.
     */
    public Buckets(int parameterCount, int bucketLength) {
        if (parameterCount < 1 || bucketLength < BLOCK || bucketLength % BLOCK != 0) {
            throw new IllegalArgumentException(
                    "a bucket is a whole number of blocks: parameterCount="
                            + parameterCount
                            + ", bucketLength="
                            + bucketLength);
        }
        this.parameterCount = parameterCount;
        this.bucketLength = bucketLength;
        // A whole number of frames to a bucket, so that a frame never lies in two.
        this.frameLength = bucketLength / BLOCK % FRAME_BLOCKS == 0 ? FRAME_BLOCKS * BLOCK : BLOCK;
        this.count = (parameterCount - 1) / bucketLength + 1;
    }

    public int parameterCount() {
        return parameterCount;
    }

    public int count() {
        return count;
    }

    /** First parameter of a bucket. */
    public int offset(int bucket) {
        return bucket * bucketLength;
    }

    /** Parameters in a bucket; only the last may be shorter than the others. */
    public int length(int bucket) {
        return Math.min(bucketLength, parameterCount - bucket * bucketLength);
    }

    /** The frames that the buckets travel in, as buckets of one frame each. */
    public Buckets frames() {
        return bucketLength == frameLength ? this : new Buckets(parameterCount, frameLength);
    }

    /** First frame of a bucket. */
    public int firstFrame(int bucket) {
        return bucket * (bucketLength / frameLength);
    }

    /** One past the last frame of a bucket. */
    public int endFrame(int bucket) {
        return (offset(bucket) + length(bucket) - 1) / frameLength + 1;
    }

    /** The frame that a parameter travels in. */
    public int frameOf(long parameter) {
        return (int) (parameter / frameLength);
    }

    /** The bucket that a frame belongs to. */
    public int bucketOf(int frame) {
        return frame / (bucketLength / frameLength);
    }

    /** Number of blocks of the whole vector. */
    public int blocks() {
        return (parameterCount - 1) / BLOCK + 1;
    }
}
