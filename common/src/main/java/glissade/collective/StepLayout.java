package glissade.collective;

import java.util.List;

/**
 * One mini-batch divided: its samples, who computes which slices, and the tree that their sums meet
 * in. Immutable.
 */
public final class StepLayout {

    private final int samples;
    private final UnitRounding rounding;
    private final SliceShares shares;
    private final MergeTree tree;
    private final int[] rankOfLeaf;

    StepLayout(int samples, int slices, int worldSize, UnitRounding rounding) {
        this.samples = samples;
        this.rounding = rounding;
        this.shares = SliceShares.of(slices, worldSize);
        List<TreeNode> nodes = shares.nodes();
        this.tree = new MergeTree(slices, nodes, rounding);
        this.rankOfLeaf = new int[nodes.size()];
        for (int leaf = 0; leaf < rankOfLeaf.length; leaf++) {
            rankOfLeaf[leaf] = shares.rankOf(nodes.get(leaf));
        }
    }

    /** Samples in the mini-batch: what its sums are divided by. */
    public int samples() {
        return samples;
    }

    /** Which sums are rounded. */
    public UnitRounding rounding() {
        return rounding;
    }

    public SliceShares shares() {
        return shares;
    }

    public MergeTree tree() {
        return tree;
    }

    /** The rank that sends a leaf of {@link #tree()}. */
    public int rankOf(int leaf) {
        return rankOfLeaf[leaf];
    }
}
