package glissade.worker.step;

import glissade.collective.SliceTree;
import glissade.collective.StepLayout;
import glissade.collective.TreeNode;
import glissade.math.Precision;
import java.util.ArrayList;
import java.util.List;

/**
 * How a rank comes to the gradient sums of its nodes in a step. A node that lies above units is the
 * sum of those: each is computed and rounded, and they are added along the tree. Any other is
 * computed at once. Immutable.
 */
final class SumPlan {

    private final List<TreeNode> nodes;
    private final List<TreeNode> units;
    private final Precision precision;
    private final Precision[] ofNodes;
    private final List<Sum> sums = new ArrayList<>();
    private int arrays;

    /**
     * One sum: computed over the slices {@code [lo, hi)}, or added to another, and then rounded.
     *
     * @param target number of the array that it comes to lie in
     * @param addend number of the array that is added to {@code target}, or {@link #COMPUTED}
     */
    record Sum(int target, int addend, int lo, int hi, Precision precision) {

        static final int COMPUTED = -1;

        boolean isComputed() {
            return addend == COMPUTED;
        }
    }

    SumPlan(StepLayout layout, int rank) {
        nodes = layout.shares().nodes(rank);
        units = layout.rounding().of(layout.shares().slices());
        precision = layout.rounding().precision();
        arrays = nodes.size();
        ofNodes = new Precision[nodes.size()];
        for (int index = 0; index < nodes.size(); index++) {
            plan(nodes.get(index), index, nodes.size());
            ofNodes[index] = sums.getLast().precision();
        }
    }

    /**
     * @param spare first number of an array that nothing lies in
     */
    private void plan(TreeNode node, int target, int spare) {
        int addend = Sum.COMPUTED;
        if (isAboveUnits(node)) {
            int middle = SliceTree.split(node.lo(), node.hi());
            arrays = Math.max(arrays, spare + 1);
            plan(new TreeNode(node.lo(), middle), target, spare);
            plan(new TreeNode(middle, node.hi()), spare, spare + 1);
            addend = spare;
        }
        Precision to = units.contains(node) ? precision : Precision.FP32;
        sums.add(new Sum(target, addend, node.lo(), node.hi(), to));
    }

    private boolean isAboveUnits(TreeNode node) {
        for (TreeNode unit : units) {
            if (node.lo() <= unit.lo() && unit.hi() <= node.hi() && !unit.equals(node)) {
                return true;
            }
        }
        return false;
    }

    /** Tree nodes of the rank, whose sums come to lie in the arrays of the same numbers. */
    List<TreeNode> nodes() {
        return nodes;
    }

    /** What the sum of a node of the rank, counted from 0, was rounded to. */
    Precision precision(int index) {
        return ofNodes[index];
    }

    /** What is to be done, in this order. */
    List<Sum> sums() {
        return sums;
    }

    /** How many arrays that takes. */
    int arrays() {
        return arrays;
    }
}
