package glissade.collective;

/**
 * How the parameter vector is cut for travel and averaging. A block is the unit of every range that
 * the arithmetic fixes (4,096 parameters: norms are summed per block); a bucket is a whole number
 * of blocks and the unit in which partial sums are sent, added, updated and broadcast. Bucket sizes
 * change no bit. Immutable.
 */
public final class Buckets {

    /**
     * Parameters in a block: fixed, since sums over parameters are taken per block and then along
     * the tree.
     */
    public static final int BLOCK = 4_096;

    /**
     * Parameters in a bucket: 32 KiB of payload, one frame, and small enough to stay in the
     * first-level cache.
     */
    public static final int DEFAULT_LENGTH = 2 * BLOCK;

    private final int parameterCount;
    private final int bucketLength;
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

    /** Number of blocks of the whole vector. */
    public int blocks() {
        return (parameterCount - 1) / BLOCK + 1;
    }
}
