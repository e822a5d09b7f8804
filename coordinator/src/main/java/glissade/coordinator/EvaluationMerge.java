package glissade.coordinator;

import glissade.collective.MergeTree;
import glissade.collective.TreeNode;
import glissade.protocol.EvaluatedNode;
import glissade.run.Measured;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One evaluation put together from the workers' shares, along the tree, so that its bits depend on
 * no division.
 */
final class EvaluationMerge {

    private final int samples;
    private final int slices;
    private final List<EvaluatedNode> nodes = new ArrayList<>();

    EvaluationMerge(int samples, int slices) {
        this.samples = samples;
        this.slices = slices;
    }

    /** Takes a share in; returns loss and accuracy once every slice is covered, null before. */
    @Nullable Measured add(List<EvaluatedNode> share) {
        nodes.addAll(share);
        int covered = 0;
        for (EvaluatedNode node : nodes) {
            covered += node.hi() - node.lo();
        }
        if (covered < slices) {
            return null;
        }
        nodes.sort(Comparator.comparingInt(EvaluatedNode::lo));
        List<TreeNode> senders = new ArrayList<>();
        for (EvaluatedNode node : nodes) {
            senders.add(new TreeNode(node.lo(), node.hi()));
        }
        MergeTree tree = new MergeTree(slices, senders);
        double[] sums = new double[tree.size()];
        long correct = 0;
        for (int index = 0; index < tree.size(); index++) {
            if (index < tree.leaves()) {
                sums[index] = nodes.get(index).lossSum();
                correct += nodes.get(index).correct();
            } else {
                sums[index] = sums[tree.left(index)] + sums[tree.right(index)];
            }
        }
        return new Measured(sums[tree.size() - 1] / samples, (double) correct / samples);
    }
}
