package glissade.plane;

import glissade.collective.Buckets;

/**
 * What the frames of one stream may say. A frame outside is counted and dropped before any of its
 * fields is used, so that code behind {@link FrameHandler} may index with them.
 *
 * @param runId run that the stream belongs to
 * @param generation generation that the stream belongs to
 * @param senderRank who sends on it: a worker's rank, or {@link FrameDescriptor#COORDINATOR_RANK}
 * @param buckets division of the parameter vector; also the length of every state vector
 * @param stateVectors vectors of the training state: parameters and the optimizer's
 * @param slices most slices of a mini-batch, or of the training data where a preprocessing is
 *     fitted: tree nodes lie within {@code [0, slices)}
 * @param fitting how much a fit sends; {@link FittingLengths#NONE} where nothing is fitted
 */
public record FrameBounds(
        long runId,
        int generation,
        int senderRank,
        Buckets buckets,
        int stateVectors,
        int slices,
        FittingLengths fitting) {

    /** A fit knows no buckets: the least that there can be. */
    private static final Buckets NO_BUCKETS = new Buckets(1);

    public FrameBounds {
        if (generation < 0
                || senderRank < FrameDescriptor.COORDINATOR_RANK
                || senderRank > PlaneSettings.MAX_RANK
                || stateVectors < 1
                || slices < 1) {
            throw new IllegalArgumentException(
                    "frame bounds out of range: generation="
                            + generation
                            + ", senderRank="
                            + senderRank
                            + ", stateVectors="
                            + stateVectors
                            + ", slices="
                            + slices);
        }
    }

    /** The same, of the stream on which {@code rank} sends. */
    public FrameBounds from(int rank) {
        return new FrameBounds(runId, generation, rank, buckets, stateVectors, slices, fitting);
    }

    /** Bounds of a generation that trains. */
    public FrameBounds(
            long runId,
            int generation,
            int senderRank,
            Buckets buckets,
            int stateVectors,
            int slices) {
        this(runId, generation, senderRank, buckets, stateVectors, slices, FittingLengths.NONE);
    }

    /** Bounds of a generation that fits a preprocessing to training data in so many slices. */
    public static FrameBounds ofFit(
            long runId, int generation, int senderRank, int slices, FittingLengths fitting) {
        return new FrameBounds(runId, generation, senderRank, NO_BUCKETS, 1, slices, fitting);
    }
}
