package glissade.collective;

import glissade.math.Precision;
import java.util.List;

/**
 * The top of the canonical tree above the nodes that workers send: who is whose sibling, and where
 * their sum goes. The senders' nodes are its leaves 0, 1, … from left to right; a parent has a
 * higher number than its children. Immutable.
 */
public final class MergeTree {

    private static final int NONE = -1;

    private final TreeNode[] nodes;
    private final int[] parent;
    private final int[] left;
    private final int[] right;
    private final int[] firstLeaf;
    private final boolean[] isUnit;
    private final Precision unitPrecision;
    private final boolean holdsBack;
    private final int leaves;
    private int used;

    /** Builds a tree in which nothing is rounded; otherwise like the other. */
    public MergeTree(int slices, List<TreeNode> senders) {
        this(slices, senders, UnitRounding.NONE);
    }

    /**
     * Builds the tree over {@code [0, slices)} whose leaves are {@code senders}.
     *
     * @param senders nodes of the tree over {@code slices} that partition it, left to right
     * @param rounding of the sums of some nodes
     * @throws IllegalArgumentException if they do not
     */
    public MergeTree(int slices, List<TreeNode> senders, UnitRounding rounding) {
        leaves = senders.size();
        int size = Math.max(1, 2 * leaves - 1);
        nodes = new TreeNode[size];
        parent = new int[size];
        left = new int[size];
        right = new int[size];
        firstLeaf = new int[size];
        for (int leaf = 0; leaf < leaves; leaf++) {
            nodes[leaf] = senders.get(leaf);
            left[leaf] = NONE;
            right[leaf] = NONE;
            firstLeaf[leaf] = leaf;
        }
        used = leaves;
        int root = leaves == 0 ? NONE : build(0, slices);
        if (root != size - 1) {
            throw new IllegalArgumentException(
                    "not a partition into tree nodes: slices=" + slices + ", nodes=" + senders);
        }
        parent[root] = NONE;
        unitPrecision = rounding.precision();
        holdsBack = rounding.holdsBack();
        isUnit = new boolean[size];
        List<TreeNode> units = rounding.of(slices);
        for (int node = 0; node < size; node++) {
            isUnit[node] = units.contains(nodes[node]);
        }
    }

    private int build(int lo, int hi) {
        int leaf = leafOf(lo, hi);
        if (leaf != NONE) {
            return leaf;
        }
        if (hi - lo == 1) {
            return NONE;
        }
        int middle = SliceTree.split(lo, hi);
        int first = build(lo, middle);
        int second = first == NONE ? NONE : build(middle, hi);
        if (second == NONE || used == nodes.length) {
            return NONE;
        }
        int node = used++;
        nodes[node] = new TreeNode(lo, hi);
        left[node] = first;
        right[node] = second;
        firstLeaf[node] = firstLeaf[first];
        parent[first] = node;
        parent[second] = node;
        return node;
    }

    /** Number of nodes that senders send. */
    public int leaves() {
        return leaves;
    }

    /** Number of nodes, leaves included; the root is the last. */
    public int size() {
        return nodes.length;
    }

    /**
     * Number of the sent node {@code [lo, hi)}, or -1 when nobody was planned to send it. Allocates
     * nothing.
     */
    public int leafOf(int lo, int hi) {
        for (int leaf = 0; leaf < leaves; leaf++) {
            if (nodes[leaf].lo() == lo && nodes[leaf].hi() == hi) {
                return leaf;
            }
        }
        return NONE;
    }

    public TreeNode node(int index) {
        return nodes[index];
    }

    /** What the sum of a node is rounded to once it is complete: float32 for all but units. */
    public Precision precision(int index) {
        return isUnit[index] ? unitPrecision : Precision.FP32;
    }

    /** Whether small elements of the sums were held back, so that zeros need not be sent. */
    public boolean holdsBack() {
        return holdsBack;
    }

    /** True for the node whose sum is that of the whole mini-batch. */
    public boolean isRoot(int index) {
        return index == nodes.length - 1;
    }

    public int parent(int index) {
        return parent[index];
    }

    public int left(int index) {
        return left[index];
    }

    public int right(int index) {
        return right[index];
    }

    /** The other child of this node's parent; the root has none. */
    public int sibling(int index) {
        int above = parent[index];
        return left[above] == index ? right[above] : left[above];
    }

    /** Leftmost leaf below a node: the place where its sum is kept. */
    public int firstLeaf(int index) {
        return firstLeaf[index];
    }
}
