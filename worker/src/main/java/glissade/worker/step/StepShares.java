package glissade.worker.step;

import glissade.collective.Assignment;
import glissade.collective.EpochShape;
import glissade.collective.Replication;
import glissade.collective.StepShare;
import glissade.collective.UnitRounding;
import java.util.ArrayList;
import java.util.List;

/**
 * What one computes of all steps: a share of each, or those of several replicas, and how; worked
 * out once. Immutable.
 */
final class StepShares {

    /** What is computed of a step, and how. */
    record Share(StepShare of, SumPlan plan) {

        int slices() {
            return of.to() - of.from();
        }

        SumPlan.Pass pass(int number) {
            return plan.passes().get(number);
        }
    }

    private final EpochShape shape;
    private final int slicesAtOnce;

    /** Of a full mini-batch. */
    private final List<Share> full = new ArrayList<>();

    /** Of the last one of an epoch. */
    private final List<Share> last = new ArrayList<>();

    private int mostSlices;
    private int mostSlicesOfPass;
    private int mostSums;

    private StepShares(EpochShape shape, int samplesAtOnce) {
        this.shape = shape;
        this.slicesAtOnce =
                samplesAtOnce >= shape.batchSize()
                        ? shape.slices(shape.batchSize())
                        : Math.max(1, samplesAtOnce / shape.sliceSize());
    }

    /**
     * The share of one of several ranks that compute the sums of one tree together.
     *
     * @param samplesAtOnce most samples that are computed in a pass, at least those of a slice
     */
    static StepShares of(Assignment assignment, int rank, int samplesAtOnce) {
        StepShares shares = new StepShares(assignment.shape(), samplesAtOnce);
        shares.add(
                StepShare.of(assignment.layout(0), rank),
                StepShare.of(assignment.layout(shares.lastOfEpoch()), rank));
        return shares;
    }

    /**
     * The shares of the replicas {@code [from, to)}, or of nothing when there are none.
     *
     * @param samplesAtOnce most samples that are computed in a pass, at least those of a slice
     */
    static StepShares of(
            EpochShape shape, Replication replication, int from, int to, int samplesAtOnce) {
        StepShares shares = new StepShares(shape, samplesAtOnce);
        for (int replica = from; replica < to; replica++) {
            shares.add(
                    replication.share(shape, 0, replica),
                    replication.share(shape, shares.lastOfEpoch(), replica));
        }
        if (from == to) {
            int batch = shape.batchSize();
            StepShare nothing =
                    new StepShare(batch, 0, 0, List.of(), shape.slices(batch), UnitRounding.NONE);
            shares.add(nothing, nothing);
        }
        return shares;
    }

    private long lastOfEpoch() {
        return shape.stepsPerEpoch() - 1L;
    }

    private void add(StepShare ofFull, StepShare ofLast) {
        full.add(planned(ofFull));
        last.add(planned(ofLast));
    }

    private Share planned(StepShare of) {
        Share share = new Share(of, new SumPlan(of, slicesAtOnce));
        mostSlices = Math.max(mostSlices, share.slices());
        mostSlicesOfPass = Math.max(mostSlicesOfPass, share.plan().mostSlices());
        mostSums = Math.max(mostSums, share.plan().arrays());
        return share;
    }

    EpochShape shape() {
        return shape;
    }

    /** The share of this number in a step. */
    Share share(long step, int number) {
        return (shape.endsEpoch(step) ? last : full).get(number);
    }

    /** The first share of a full mini-batch. */
    Share first() {
        return full.getFirst();
    }

    /** Most slices of a share. */
    int mostSlices() {
        return mostSlices;
    }

    /** Most samples of a pass, at least 1. */
    int mostSamplesOfPass() {
        return Math.max(1, mostSlicesOfPass * shape.sliceSize());
    }

    /** Arrays that the sums of a share take. */
    int mostSums() {
        return mostSums;
    }
}
