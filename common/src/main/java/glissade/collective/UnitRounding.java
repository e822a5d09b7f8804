package glissade.collective;

import glissade.math.Precision;
import java.util.ArrayList;
import java.util.List;

/**
 * What is left out of gradient sums before they travel: digits, where they are rounded, or, with a
 * threshold, elements that are small, which are held back for a later step. It is the sums of the
 * <em>units</em>, the top nodes of the slice tree, that this is done to. Whoever completes the sum
 * of a unit rounds it, once, before it is added to that of another or sent; sums below and above
 * units are float32. So the rounding is a function of the mini-batch, whoever computes what.
 * Immutable.
 *
 * @param precision float32 for no rounding at all
 * @param units how many, where there are as many slices
 * @param threshold least magnitude, of the mean over a unit's samples, of an element that is not
 *     held back; 0 to hold nothing back
 */
public record UnitRounding(Precision precision, int units, double threshold) {

    /** Nothing is rounded. */
    public static final UnitRounding NONE = new UnitRounding(Precision.FP32, 1);

    public UnitRounding {
        if (units < 1) {
            throw new IllegalArgumentException("there is no sum without a unit: units=" + units);
        }
        if (threshold < 0 || (threshold > 0 && precision != Precision.FP32)) {
            throw new IllegalArgumentException(
                    "sums are rounded or held back, not both: precision="
                            + precision
                            + ", threshold="
                            + threshold);
        }
    }

    /** Rounds only. */
    public UnitRounding(Precision precision, int units) {
        this(precision, units, 0);
    }

    /** Whether small elements are held back. */
    public boolean holdsBack() {
        return threshold > 0;
    }

    /**
     * The units of a mini-batch, left to right: from the root down the node of the most slices is
     * split, the first of these, until there are as many as asked for, or nothing is left to split.
     * Empty where nothing is rounded or held back.
     */
    public List<TreeNode> of(int slices) {
        if (precision == Precision.FP32 && !holdsBack()) {
            return List.of();
        }
        List<TreeNode> nodes = new ArrayList<>();
        nodes.add(new TreeNode(0, slices));
        while (nodes.size() < Math.min(units, slices)) {
            int widest = 0;
            for (int i = 1; i < nodes.size(); i++) {
                if (nodes.get(i).slices() > nodes.get(widest).slices()) {
                    widest = i;
                }
            }
            TreeNode node = nodes.get(widest);
            int middle = SliceTree.split(node.lo(), node.hi());
            nodes.set(widest, new TreeNode(node.lo(), middle));
            nodes.add(widest + 1, new TreeNode(middle, node.hi()));
        }
        return nodes;
    }
}
