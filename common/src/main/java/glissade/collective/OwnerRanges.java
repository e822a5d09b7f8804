package glissade.collective;

/**
 * Which contiguous range of buckets each rank owns when every worker averages a part: ranges as
 * equal as whole buckets allow. Ranks without a bucket appear only where there are fewer buckets
 * than ranks. Ranges change no bit. Immutable.
 */
public final class OwnerRanges {

    private final Buckets buckets;
    private final int worldSize;

    public OwnerRanges(Buckets buckets, int worldSize) {
        if (worldSize < 1) {
            throw new IllegalArgumentException(
                    "there is no owner without a rank: worldSize=" + worldSize);
        }
        this.buckets = buckets;
        this.worldSize = worldSize;
    }

    public Buckets buckets() {
        return buckets;
    }

    public int worldSize() {
        return worldSize;
    }

    /** First bucket of a rank. */
    public int from(int rank) {
        return (int) ((long) buckets.count() * rank / worldSize);
    }

    /** One past the last bucket of a rank; equal to {@link #from} when it owns none. */
    public int to(int rank) {
        return from(rank + 1);
    }

    /** Buckets of a rank. */
    public int count(int rank) {
        return to(rank) - from(rank);
    }

    /** First frame of a rank. */
    public int fromFrame(int rank) {
        return frame(from(rank));
    }

    /** One past the last frame of a rank. */
    public int toFrame(int rank) {
        return frame(to(rank));
    }

    /** The rank that owns a bucket. */
    public int owner(int bucket) {
        return (int) (((long) (bucket + 1) * worldSize - 1) / buckets.count());
    }

    /** First parameter of a rank. */
    public int fromParameter(int rank) {
        return parameter(from(rank));
    }

    /** One past the last parameter of a rank. */
    public int toParameter(int rank) {
        return parameter(to(rank));
    }

    /** First block of a rank. */
    public int fromBlock(int rank) {
        return block(fromParameter(rank));
    }

    /** One past the last block of a rank. */
    public int toBlock(int rank) {
        return block(toParameter(rank));
    }

    private int frame(int bucket) {
        return bucket == 0 ? 0 : buckets.endFrame(bucket - 1);
    }

    private int parameter(int bucket) {
        return bucket == buckets.count() ? buckets.parameterCount() : buckets.offset(bucket);
    }

    private static int block(int parameter) {
        return parameter == 0 ? 0 : (parameter - 1) / Buckets.BLOCK + 1;
    }
}
