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
 * @param slices most slices of a mini-batch: tree nodes lie within {@code [0, slices)}
 */
public record FrameBounds(
        long runId, int generation, int senderRank, Buckets buckets, int stateVectors, int slices) {

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
}
