package glissade.collective;

import java.util.ArrayList;
import java.util.List;

/**
 * The fixed binary tree along which everything is summed that is summed over slices or over blocks:
 * a node {@code [lo, hi)} splits at {@code lo} + the largest power of two below {@code hi - lo}.
 * Its shape is a function of the number of leaves alone, never of workers, threads or arrival.
 */
public final class SliceTree {

    private SliceTree() {}

    /** First leaf of the right half of {@code [lo, hi)}, which must hold at least two leaves. */
    public static int split(int lo, int hi) {
        return lo + Integer.highestOneBit(hi - lo - 1);
    }

    /**
     * Returns the fewest nodes of the tree over {@code [0, leaves)} that together cover {@code [lo,
     * hi)}, left to right: what a worker that owns this range may sum by itself.
     */
    public static List<TreeNode> cover(int leaves, int lo, int hi) {
        if (lo < 0 || hi > leaves || lo > hi) {
            throw new IllegalArgumentException(
                    "range outside the tree: lo=" + lo + ", hi=" + hi + ", leaves=" + leaves);
        }
        List<TreeNode> nodes = new ArrayList<>();
        if (lo < hi) {
            cover(0, leaves, lo, hi, nodes);
        }
        return nodes;
    }

    private static void cover(int nodeLo, int nodeHi, int lo, int hi, List<TreeNode> nodes) {
        if (lo <= nodeLo && nodeHi <= hi) {
            nodes.add(new TreeNode(nodeLo, nodeHi));
            return;
        }
        int middle = split(nodeLo, nodeHi);
        if (lo < middle) {
            cover(nodeLo, middle, lo, hi, nodes);
        }
        if (hi > middle) {
            cover(middle, nodeHi, lo, hi, nodes);
        }
    }

    /**
     * Sums {@code values[0, leaves)} along the tree; {@code leaves} is at least one. Allocates
     * nothing.
     */
    public static double sum(double[] values, int leaves) {
        return sum(values, 0, leaves);
    }

    /** Sums {@code values[lo, hi)} along the subtree of that node. Allocates nothing. */
    public static double sum(double[] values, int lo, int hi) {
        if (hi - lo == 1) {
            return values[lo];
        }
        int middle = split(lo, hi);
        return sum(values, lo, middle) + sum(values, middle, hi);
    }
}
