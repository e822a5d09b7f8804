package glissade.collective;

import java.util.List;

/**
 * What one computes of a step: the slices {@code [from, to)} of its mini-batch, and the sums wanted
 * of them. Immutable.
 *
 * @param samples in the whole mini-batch
 * @param nodes whose sums are wanted, left to right, and together all the slices
 * @param slices of the whole mini-batch
 * @param rounding of the sums of some nodes
 */
public record StepShare(
        int samples, int from, int to, List<TreeNode> nodes, int slices, UnitRounding rounding) {

    public StepShare {
        nodes = List.copyOf(nodes);
    }

    /** The share of one of several ranks that compute the sums of one tree together. */
    public static StepShare of(StepLayout layout, int rank) {
        SliceShares shares = layout.shares();
        return new StepShare(
                layout.samples(),
                shares.from(rank),
                shares.to(rank),
                shares.nodes(rank),
                shares.slices(),
                layout.rounding());
    }
}
