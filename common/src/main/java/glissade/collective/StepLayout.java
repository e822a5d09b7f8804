package glissade.collective;

/**
 * One mini-batch divided: its samples, who computes which slices, and the tree that their sums meet
 * in. Immutable.
 */
public record StepLayout(int samples, SliceShares shares, MergeTree tree) {

    static StepLayout of(int samples, int slices, int worldSize) {
        SliceShares shares = SliceShares.of(slices, worldSize);
        return new StepLayout(samples, shares, new MergeTree(slices, shares.nodes()));
    }
}
