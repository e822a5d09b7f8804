package glissade.averaging;

import glissade.collective.MergeTree;
import java.util.Arrays;

/**
 * Adds the losses of one step's nodes along the tree, in double, whatever the order in which they
 * arrive. What comes twice is taken once. Allocates nothing after construction.
 */
public final class LossSums {

    private final boolean[] present;
    private final double[] sums;
    private MergeTree tree;

    /**
     * Room for trees of up to {@code maxLeaves} senders' nodes, the first of which is {@code tree}.
     */
    public LossSums(MergeTree tree, int maxLeaves) {
        this.tree = tree;
        this.present = new boolean[2 * maxLeaves - 1];
        this.sums = new double[2 * maxLeaves - 1];
    }

    /** Forgets the last step and expects the leaves of {@code layout}. */
    public void begin(MergeTree layout) {
        tree = layout;
        Arrays.fill(present, false);
    }

    /**
     * Takes the loss sum of a leaf; a second one is ignored. Returns true when the mini-batch's
     * loss is complete.
     */
    public boolean arrived(int leaf, double lossSum) {
        if (present[leaf]) {
            return false;
        }
        int node = leaf;
        present[node] = true;
        sums[node] = lossSum;
        while (!tree.isRoot(node) && present[tree.sibling(node)]) {
            node = tree.parent(node);
            sums[node] = sums[tree.left(node)] + sums[tree.right(node)];
            present[node] = true;
        }
        return tree.isRoot(node);
    }

    /** Loss summed over the mini-batch, once {@link #arrived} has returned true. */
    public double total() {
        return sums[tree.size() - 1];
    }
}
