package glissade.worker.step;

import glissade.collective.SliceTree;
import glissade.collective.StepShare;
import glissade.collective.TreeNode;
import glissade.math.Precision;
import java.util.ArrayList;
import java.util.List;

/**
 * How a rank comes to the gradient sums of its nodes in a step. A node that lies above units is the
 * sum of those: each is computed and rounded, and they are added along the tree. So is a node of
 * more slices than there is room for at once: its parts are computed in several passes over the
 * samples. Any other is computed at once. Immutable.
 */
final class SumPlan {

    private final List<TreeNode> nodes;
    private final List<TreeNode> units;
    private final Precision precision;
    private final boolean holdsBack;
    private final Precision[] ofNodes;
    private final int slicesAtOnce;
    private final List<Pass> passes = new ArrayList<>();
    private int arrays;

    /**
     * One sum: computed over the slices {@code [lo, hi)}, or added to another, and then rounded.
     *
     * @param target number of the array that it comes to lie in
     * @param addend number of the array that is added to {@code target}, or {@link #COMPUTED}
     * @param unit number of the unit whose sum it is, where small elements of it are held back, or
     *     {@link #NO_UNIT}
     */
    record Sum(int target, int addend, int lo, int hi, Precision precision, int unit) {

        static final int COMPUTED = -1;
        static final int NO_UNIT = -1;

        boolean isComputed() {
            return addend == COMPUTED;
        }
    }

    /** The slices {@code [from, to)}, computed together, and what becomes of them, in order. */
    record Pass(int from, int to, List<Sum> sums) {}

    /**
     * @param slicesAtOnce most slices that there is room for, at least 1
     */
    SumPlan(StepShare share, int slicesAtOnce) {
        this.slicesAtOnce = slicesAtOnce;
        nodes = share.nodes();
        units = share.rounding().of(share.slices());
        precision = share.rounding().precision();
        holdsBack = share.rounding().holdsBack();
        arrays = nodes.size();
        ofNodes = new Precision[nodes.size()];
        for (int index = 0; index < nodes.size(); index++) {
            ofNodes[index] = plan(nodes.get(index), index, nodes.size());
        }
        if (passes.isEmpty()) {
            passes.add(new Pass(share.from(), share.from(), List.of()));
        }
    }

    /**
     * Plans a node.
     *
     * @param spare first number of an array that nothing lies in
     * @return what its sum is rounded to
     */
    private Precision plan(TreeNode node, int target, int spare) {
        Precision to = units.contains(node) ? precision : Precision.FP32;
        int unit = holdsBack ? units.indexOf(node) : Sum.NO_UNIT;
        if (node.slices() > slicesAtOnce || isAboveUnits(node)) {
            int middle = SliceTree.split(node.lo(), node.hi());
            arrays = Math.max(arrays, spare + 1);
            plan(new TreeNode(node.lo(), middle), target, spare);
            plan(new TreeNode(middle, node.hi()), spare, spare + 1);
            passes.getLast().sums().add(new Sum(target, spare, node.lo(), node.hi(), to, unit));
        } else {
            pass(node).sums().add(new Sum(target, Sum.COMPUTED, node.lo(), node.hi(), to, unit));
        }
        return to;
    }

    /** The last pass, with the slices of the node in it, or a new one. */
    private Pass pass(TreeNode node) {
        Pass last = passes.isEmpty() ? null : passes.removeLast();
        if (last != null && node.hi() - last.from() > slicesAtOnce) {
            passes.add(last);
            last = null;
        }
        passes.add(
                last == null
                        ? new Pass(node.lo(), node.hi(), new ArrayList<>())
                        : new Pass(last.from(), node.hi(), last.sums()));
        return passes.getLast();
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

    /** What is to be done, in this order; one pass at least, empty where the rank has no slices. */
    List<Pass> passes() {
        return passes;
    }

    /** The most slices of a pass. */
    int mostSlices() {
        int most = 0;
        for (Pass pass : passes) {
            most = Math.max(most, pass.to() - pass.from());
        }
        return most;
    }

    /** How many arrays that takes. */
    int arrays() {
        return arrays;
    }
}
