package glissade.evaluation;

import java.util.List;

/**
 * Sums in double over the samples of evaluation slices [lo, hi), a node of the canonical tree.
 *
 * @param loss of the samples
 * @param entropy of the predicted probabilities, in nats; 0 where there are none
 * @param largest probability, or output where there are no probabilities
 * @param targets for each regression target, or all together where there are many
 */
public record NodeSums(
        int lo, int hi, double loss, double entropy, double largest, List<TargetSums> targets) {

    public NodeSums {
        targets = List.copyOf(targets);
        if (lo < 0 || hi <= lo || targets.size() > EvaluationScope.MOST_TARGETS) {
            throw new IllegalArgumentException(
                    "not sums of a node: lo=" + lo + ", hi=" + hi + ", targets=" + targets.size());
        }
    }
}
