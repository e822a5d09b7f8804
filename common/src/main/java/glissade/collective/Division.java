package glissade.collective;

/**
 * After which rule the slices of a step are divided among ranks. Neither changes a bit of the
 * result.
 */
public enum Division {
    /**
     * Shares as equal as slices allow: the rule where every rank has a core of its own, and the
     * slowest of them is what all wait for.
     */
    EVEN,

    /**
     * Each rank computes one subtree, so that there are as few partial sums as ranks: the rule
     * where ranks share cores. There it does not matter who computes a slice, but every further
     * partial sum costs all of them another gradient of traffic.
     */
    SUBTREES;

    /** The shares of so many ranks; those that come too late for a slice have none. */
    public SliceShares shares(int slices, int worldSize) {
        return switch (this) {
            case EVEN -> SliceShares.even(slices, worldSize);
            case SUBTREES -> SliceShares.subtrees(slices, worldSize);
        };
    }
}
