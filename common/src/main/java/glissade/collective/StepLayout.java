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

    StepLayout(int samples, int slices, int worldSize, UnitRounding rounding, Division division) {
        this.samples = samples;
        this.rounding = rounding;
        this.shares =
                rounding.holdsBack()
                        ? SliceShares.ofUnits(rounding.of(slices), slices, worldSize)
                        : division.shares(slices, worldSize);
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

    /** How many units small elements are held back of. */
    public int heldUnits() {
        return rounding.holdsBack() ? rounding.of(shares.slices()).size() : 0;
    }

    /** The first unit, counted from 0, that a rank holds small elements back of. */
    public int fromUnit(int rank) {
        return unitsUpTo(shares.from(rank));
    }

    /** One past the last of them. */
    public int toUnit(int rank) {
        return unitsUpTo(shares.to(rank));
    }

    private int unitsUpTo(int slice) {
        int units = 0;
        if (rounding.holdsBack()) {
            for (TreeNode unit : rounding.of(shares.slices())) {
                units += unit.hi() <= slice ? 1 : 0;
            }
        }
        return units;
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
