package glissade.collective;

import java.util.List;

/**
 * Local descent: so many logical replicas of the model, each with its own share of every
 * mini-batch, go their own ways for some steps and are averaged then. Replicas, not workers, are
 * what the result depends on: a worker holds a contiguous range of them, each whole. Immutable.
 *
 * <p>The mean over replicas is added up along the tree over their numbers.
 *
 * @param every steps of an epoch from one averaging to the next
 * @see <a href="https://arxiv.org/abs/1805.09767">Stich 2019, Local SGD Converges Fast and
 *     Communicates Little</a>
 */
public record Replication(int replicas, int every) {

    public Replication {
        if (replicas < 1 || every < 1) {
            throw new IllegalArgumentException(
                    "nothing to replicate: replicas=" + replicas + ", every=" + every);
        }
    }

    public Rounds rounds(EpochShape shape, long endStep) {
        return new Rounds(shape, every, endStep);
    }

    /** Which replicas each rank holds; ranks without one appear only when there are too few. */
    public SliceShares holders(int worldSize) {
        return SliceShares.even(replicas, worldSize);
    }

    /**
     * How a replica's state travels: its parameters and the optimizer's vectors are one vector, cut
     * into buckets of one frame.
     */
    public Buckets buckets(int parameterCount, int optimizerVectors) {
        return new Buckets(Math.multiplyExact(1 + optimizerVectors, parameterCount));
    }

    /** The first of {@code slices} that belongs to a replica, or to one after it. */
    public int firstSlice(int slices, int replica) {
        return (int) ((long) slices * replica / replicas);
    }

    /**
     * A replica's share of the step: contiguous slices, as many as the others have or one more, and
     * one sum of them, along a tree of its own. Where there are fewer slices than replicas, as
     * there may be at the end of an epoch, some have none.
     */
    public StepShare share(EpochShape shape, long step, int replica) {
        int samples = shape.batchSamples(step);
        int slices = shape.slices(samples);
        int from = firstSlice(slices, replica);
        int to = firstSlice(slices, replica + 1);
        return new StepShare(
                samples,
                from,
                to,
                from == to ? List.of() : List.of(new TreeNode(from, to)),
                slices,
                UnitRounding.NONE);
    }

    /** Samples of a replica in the step. */
    public int samples(EpochShape shape, long step, int replica) {
        int samples = shape.batchSamples(step);
        int slices = shape.slices(samples);
        int from = firstSlice(slices, replica) * shape.sliceSize();
        return Math.min(samples, firstSlice(slices, replica + 1) * shape.sliceSize()) - from;
    }

    /** Replicas that have samples in the step. */
    public int active(EpochShape shape, long step) {
        return Math.min(replicas, shape.slices(shape.batchSamples(step)));
    }
}
