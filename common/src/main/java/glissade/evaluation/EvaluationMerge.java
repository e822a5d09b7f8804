package glissade.evaluation;

import glissade.collective.MergeTree;
import glissade.collective.TreeNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One evaluation put together from the shares of those who took part, along the tree, so that its
 * bits depend on no division. Confined to one thread.
 */
public final class EvaluationMerge {

    private final EvaluationScope scope;
    private final List<NodeSums> nodes = new ArrayList<>();
    private Tally tally;

    public EvaluationMerge(EvaluationScope scope) {
        this.scope = scope;
        this.tally = scope.emptyTally();
    }

    /**
     * Takes a share in; returns the figures once every slice is covered, null before.
     *
     * @throws IllegalArgumentException if the share is of another network
     */
    public @Nullable EvaluationFigures add(List<NodeSums> share, Tally counted) {
        nodes.addAll(share);
        tally = tally.plus(counted);
        int covered = 0;
        for (NodeSums node : nodes) {
            covered += node.hi() - node.lo();
        }
        return covered < scope.slices() ? null : EvaluationFigures.of(scope, root(), tally);
    }

    private NodeSums root() {
        nodes.sort(Comparator.comparingInt(NodeSums::lo));
        List<TreeNode> senders = new ArrayList<>();
        for (NodeSums node : nodes) {
            senders.add(new TreeNode(node.lo(), node.hi()));
        }
        MergeTree tree = new MergeTree(scope.slices(), senders);
        List<NodeSums> sums = new ArrayList<>(nodes);
        for (int index = tree.leaves(); index < tree.size(); index++) {
            sums.add(sum(sums.get(tree.left(index)), sums.get(tree.right(index))));
        }
        return sums.getLast();
    }

    private NodeSums sum(NodeSums left, NodeSums right) {
        List<TargetSums> targets = new ArrayList<>();
        for (int target = 0; target < left.targets().size(); target++) {
            targets.add(
                    left.targets()
                            .get(target)
                            .plus(
                                    scope.samples(left.lo(), left.hi()),
                                    right.targets().get(target),
                                    scope.samples(right.lo(), right.hi())));
        }
        return new NodeSums(
                left.lo(),
                right.hi(),
                left.loss() + right.loss(),
                left.entropy() + right.entropy(),
                left.largest() + right.largest(),
                targets);
    }
}
