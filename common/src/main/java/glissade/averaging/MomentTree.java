package glissade.averaging;

import glissade.collective.MergeTree;
import glissade.collective.SliceShares;
import glissade.collective.TreeNode;
import glissade.plane.FrameFlyweight;
import glissade.preprocess.MomentPass;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Meeting place of the moments of one pass: merges what arrives in tree order, whatever the order
 * of arrival. The frames of one sender are ordered, so a node is complete when its last element is
 * there; then it is merged as far up as siblings are there, and its room given back. Confined to
 * the averager's thread.
 */
final class MomentTree {

    /** In the place of moments whose room was given back. */
    private static final double[] MERGED = {};

    private final int passNumber;
    private final MomentPass pass;
    private final int length;
    private final MergeTree tree;
    private final int[] rankOfLeaf;
    private final double[][] moments;
    private final int[] received;

    /**
     * Awaits one pass.
     *
     * @param length doubles of a node's moments
     */
    MomentTree(int passNumber, MomentPass pass, int length, SliceShares shares) {
        this.passNumber = passNumber;
        this.pass = pass;
        this.length = length;
        this.tree = new MergeTree(shares.slices(), shares.nodes());
        List<Integer> ranks = new ArrayList<>();
        for (int rank = 0; rank < shares.worldSize(); rank++) {
            for (int node = 0; node < shares.nodes(rank).size(); node++) {
                ranks.add(rank);
            }
        }
        this.rankOfLeaf = new int[ranks.size()];
        for (int leaf = 0; leaf < rankOfLeaf.length; leaf++) {
            rankOfLeaf[leaf] = ranks.get(leaf);
        }
        this.moments = new double[tree.size()][];
        this.received = new int[tree.size()];
    }

    /** Takes a MOMENTS frame in; one that was not planned or comes again is ignored. */
    void take(FrameFlyweight frame) {
        int leaf = tree.leafOf(frame.nodeLo(), frame.nodeHi());
        if (leaf < 0
                || frame.step() != passNumber
                || rankOfLeaf[leaf] != frame.senderRank()
                || frame.offset() != received[leaf]
                || received[leaf] == length) {
            return;
        }
        if (received[leaf] == 0) {
            moments[leaf] = new double[length];
        }
        frame.copyDoubles(moments[leaf], received[leaf]);
        received[leaf] += frame.doubles();
        if (received[leaf] == length) {
            merge(leaf);
        }
    }

    private void merge(int complete) {
        int node = complete;
        while (!tree.isRoot(node) && received[tree.sibling(node)] == length) {
            node = tree.parent(node);
            double[] left = moments[tree.left(node)];
            pass.merge(left, moments[tree.right(node)], 0, length);
            moments[tree.left(node)] = MERGED;
            moments[tree.right(node)] = MERGED;
            moments[node] = left;
            received[node] = length;
        }
    }

    /** The moments of all samples, or null while some are missing. */
    double @Nullable [] root() {
        int root = tree.size() - 1;
        return received[root] == length ? moments[root] : null;
    }

    /** Whether a rank owes moments still. */
    boolean awaits(int rank) {
        return firstMissing(rank) >= 0;
    }

    /** What is missing of a rank that owes something, in words. */
    String missing(int rank) {
        int leaf = firstMissing(rank);
        TreeNode node = tree.node(leaf);
        return (length - received[leaf])
                + " of "
                + length
                + " moments of slices "
                + node.lo()
                + " to "
                + (node.hi() - 1)
                + " of the training data";
    }

    private int firstMissing(int rank) {
        for (int leaf = 0; leaf < rankOfLeaf.length; leaf++) {
            if (rankOfLeaf[leaf] == rank && received[leaf] < length) {
                return leaf;
            }
        }
        return -1;
    }
}
