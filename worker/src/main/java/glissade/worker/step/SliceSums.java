package glissade.worker.step;

import glissade.collective.SliceTree;
import glissade.collective.TreeNode;
import glissade.evaluation.EvaluationScope;
import glissade.evaluation.NodeSums;
import glissade.evaluation.OutputMeaning;
import glissade.evaluation.TargetSums;
import glissade.math.Kernels;
import glissade.nn.Propagation;
import java.util.ArrayList;
import java.util.List;

/**
 * Sums in double over each slice of an evaluation, rows ascending within a slice, and along the
 * canonical tree above. Lanes may work on different slices at once.
 */
final class SliceSums {

    private final EvaluationScope scope;
    private final int outputs;
    private final double[] losses;
    private final double[] entropies;
    private final double[] largest;

    /** [target][slice] */
    private final TargetSums[][] targets;

    SliceSums(EvaluationScope scope, int outputs) {
        this.scope = scope;
        this.outputs = outputs;
        int slices = scope.slices();
        losses = new double[slices];
        entropies = new double[slices];
        largest = new double[slices];
        targets = new TargetSums[scope.targetSums()][slices];
    }

    /**
     * Sums up the rows of a slice, which went forward.
     *
     * @param scratch twice as many values as the rows have probabilities, at least
     */
    void add(
            int slice,
            Kernels kernels,
            Propagation propagation,
            float[] scratch,
            int fromRow,
            int toRow) {
        if (scope.answered()) {
            losses[slice] = propagation.loss(kernels, fromRow, toRow);
        }
        if (scope.classifies()) {
            addConfidence(slice, kernels, propagation.outputs(), scratch, fromRow, toRow);
        }
        for (int target = 0; target < targets.length; target++) {
            // One by one, or all of a row when they are too many.
            int step = scope.targetSums() == scope.targets() ? outputs : 1;
            targets[target][slice] =
                    targetSums(propagation, fromRow * outputs + target, toRow * outputs, step);
        }
    }

    private static TargetSums targetSums(Propagation propagation, int from, int to, int step) {
        float[] values = propagation.targets();
        float[] predicted = propagation.outputs();
        double squared = 0;
        double absolute = 0;
        double sum = 0;
        int count = 0;
        for (int i = from; i < to; i += step) {
            double error = (double) predicted[i] - values[i];
            squared += error * error;
            absolute += Math.abs(error);
            sum += values[i];
            count++;
        }
        double mean = sum / count;
        double deviations = 0;
        for (int i = from; i < to; i += step) {
            double deviation = values[i] - mean;
            deviations += deviation * deviation;
        }
        return new TargetSums(squared, absolute, mean, deviations);
    }

    private void addConfidence(
            int slice, Kernels kernels, float[] values, float[] scratch, int fromRow, int toRow) {
        double maxima = 0;
        for (int row = fromRow; row < toRow; row++) {
            maxima += largest(values, row);
        }
        largest[slice] = maxima;
        if (scope.outputs().areProbabilities()) {
            entropies[slice] = entropy(kernels, values, scratch, fromRow, toRow);
        }
    }

    private float largest(float[] values, int row) {
        int offset = row * outputs;
        if (scope.outputs() == OutputMeaning.SECOND_OF_TWO) {
            return Math.max(values[offset], 1f - values[offset]);
        }
        float most = values[offset];
        for (int i = offset + 1; i < offset + outputs; i++) {
            most = Math.max(most, values[i]);
        }
        return most;
    }

    /** Sum over the rows of {@code -Σ p log p}, where a probability of 0 adds nothing. */
    private double entropy(
            Kernels kernels, float[] values, float[] scratch, int fromRow, int toRow) {
        int length = 0;
        for (int i = fromRow * outputs; i < toRow * outputs; i++) {
            scratch[length++] = values[i];
            if (scope.outputs() == OutputMeaning.SECOND_OF_TWO) {
                scratch[length++] = 1f - values[i];
            }
        }
        System.arraycopy(scratch, 0, scratch, length, length);
        kernels.log(scratch, length, length);
        double sum = 0;
        for (int i = 0; i < length; i++) {
            if (scratch[i] != 0) {
                sum -= (double) scratch[i] * scratch[length + i];
            }
        }
        return sum;
    }

    /** Sums of a node of the tree, all of whose slices were added. */
    NodeSums node(TreeNode node) {
        List<TargetSums> sums = new ArrayList<>();
        for (TargetSums[] ofSlices : targets) {
            sums.add(sum(ofSlices, node.lo(), node.hi()));
        }
        return new NodeSums(
                node.lo(),
                node.hi(),
                SliceTree.sum(losses, node.lo(), node.hi()),
                SliceTree.sum(entropies, node.lo(), node.hi()),
                SliceTree.sum(largest, node.lo(), node.hi()),
                sums);
    }

    private TargetSums sum(TargetSums[] ofSlices, int lo, int hi) {
        if (hi - lo == 1) {
            return ofSlices[lo];
        }
        int middle = SliceTree.split(lo, hi);
        return sum(ofSlices, lo, middle)
                .plus(
                        scope.samples(lo, middle),
                        sum(ofSlices, middle, hi),
                        scope.samples(middle, hi));
    }
}
