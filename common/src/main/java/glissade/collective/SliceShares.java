package glissade.collective;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Which contiguous range of slices each rank computes: a function of two numbers and a {@link
 * Division}, so that everyone who knows the plan works it out alike. Immutable.
 */
public final class SliceShares {

    private final int slices;
    private final int[] cuts;

    private SliceShares(int slices, int[] cuts) {
        this.slices = slices;
        this.cuts = cuts;
    }

    /**
     * Divides {@code slices} among {@code worldSize} ranks; ranks without a slice appear only when
     * there are too few. Among the divisions with the least possible largest share the one with the
     * fewest partial sums is taken, since every tree node that is sent costs a whole gradient of
     * traffic: 16 slices among 3 ranks take five sums, where 6, 5 and 5 would take seven.
     */
    public static SliceShares even(int slices, int worldSize) {
        requireSome(slices, worldSize);
        int busy = Math.min(slices, worldSize);
        int largest = (slices - 1) / busy + 1;
        int[][] cost = new int[busy + 1][slices + 1];
        int[][] from = new int[busy + 1][slices + 1];
        for (int[] row : cost) {
            Arrays.fill(row, Integer.MAX_VALUE);
        }
        cost[0][0] = 0;
        for (int rank = 1; rank <= busy; rank++) {
            // Only ends that leave no rank before or behind with more than the largest share.
            int firstEnd = Math.max(rank, Math.toIntExact(slices - (long) (busy - rank) * largest));
            int lastEnd = Math.toIntExact(Math.min(slices, (long) rank * largest));
            for (int end = firstEnd; end <= lastEnd; end++) {
                for (int start = Math.max(rank - 1, end - largest); start < end; start++) {
                    if (cost[rank - 1][start] == Integer.MAX_VALUE) {
                        continue;
                    }
                    int sums = cost[rank - 1][start] + SliceTree.cover(slices, start, end).size();
                    if (sums < cost[rank][end]) {
                        cost[rank][end] = sums;
                        from[rank][end] = start;
                    }
                }
            }
        }
        int[] cuts = new int[worldSize + 1];
        Arrays.fill(cuts, slices);
        int end = slices;
        for (int rank = busy; rank > 0; rank--) {
            cuts[rank] = end;
            end = from[rank][end];
        }
        cuts[0] = 0;
        return new SliceShares(slices, cuts);
    }

    /**
     * Divides {@code slices} among {@code worldSize} ranks so that each computes whole units.
     *
     * @param units nodes that partition the slices, left to right
     */
    static SliceShares ofUnits(List<TreeNode> units, int slices, int worldSize) {
        int[] cuts = even(units.size(), worldSize).cuts;
        for (int i = 0; i < cuts.length; i++) {
            cuts[i] = cuts[i] == units.size() ? slices : units.get(cuts[i]).lo();
        }
        return new SliceShares(slices, cuts);
    }

    /**
     * Gives each rank one subtree; ranks without a slice appear only when there are too few. The
     * widest subtree, the first of equals, is split until there are enough: 8 slices among 3 ranks
     * become 2, 2 and 4.
     */
    public static SliceShares subtrees(int slices, int worldSize) {
        requireSome(slices, worldSize);
        PriorityQueue<TreeNode> widestFirst =
                new PriorityQueue<>(
                        Comparator.comparingInt(SliceShares::width)
                                .reversed()
                                .thenComparingInt(TreeNode::lo));
        widestFirst.add(new TreeNode(0, slices));
        while (widestFirst.size() < Math.min(slices, worldSize)) {
            TreeNode widest = widestFirst.remove();
            int middle = SliceTree.split(widest.lo(), widest.hi());
            widestFirst.add(new TreeNode(widest.lo(), middle));
            widestFirst.add(new TreeNode(middle, widest.hi()));
        }
        int[] cuts = new int[worldSize + 1];
        Arrays.fill(cuts, slices);
        int rank = 0;
        for (TreeNode node : widestFirst) {
            cuts[rank++] = node.lo();
        }
        Arrays.sort(cuts);
        return new SliceShares(slices, cuts);
    }

    private static int width(TreeNode node) {
        return node.hi() - node.lo();
    }

    private static void requireSome(int slices, int worldSize) {
        if (slices < 1 || worldSize < 1) {
            throw new IllegalArgumentException(
                    "nothing to share out: slices=" + slices + ", worldSize=" + worldSize);
        }
    }

    public int slices() {
        return slices;
    }

    public int worldSize() {
        return cuts.length - 1;
    }

    /** First slice of a rank. */
    public int from(int rank) {
        return cuts[rank];
    }

    /** One past the last slice of a rank; equal to {@link #from} when the rank has none. */
    public int to(int rank) {
        return cuts[rank + 1];
    }

    /** The partial sums that a rank sends, left to right. */
    public List<TreeNode> nodes(int rank) {
        return SliceTree.cover(slices, from(rank), to(rank));
    }

    /** The partial sums of all ranks, left to right: a partition of the tree. */
    public List<TreeNode> nodes() {
        List<TreeNode> nodes = new ArrayList<>();
        for (int rank = 0; rank < worldSize(); rank++) {
            nodes.addAll(nodes(rank));
        }
        return nodes;
    }

    /** The rank whose range this node lies in. */
    int rankOf(TreeNode node) {
        int rank = 0;
        while (cuts[rank + 1] <= node.lo()) {
            rank++;
        }
        return rank;
    }
}
