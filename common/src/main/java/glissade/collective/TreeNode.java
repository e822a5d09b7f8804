package glissade.collective;

/**
 * A node of the canonical tree: the half-open range of slice numbers {@code [lo, hi)} of one
 * mini-batch whose gradient sums it adds up. Equal ranges have equal bits, whoever computed them.
 */
public record TreeNode(int lo, int hi) {

    public TreeNode {
        if (lo < 0 || hi <= lo) {
            throw new IllegalArgumentException(
                    "a tree node covers at least one slice: lo=" + lo + ", hi=" + hi);
        }
    }

    /** Number of slices below this node. */
    public int slices() {
        return hi - lo;
    }
}
