package glissade.evaluation;

/**
 * How sure a network is of its answers, right or wrong.
 *
 * @param entropy mean over the samples of the entropy of the predicted probabilities, in nats; NaN
 *     where the outputs are no probabilities
 * @param normalizedEntropy the same with 1 for the entropy of equal probabilities; NaN as above
 * @param maximum mean over the samples of the largest probability, or of the largest output where
 *     they are no probabilities
 * @param probabilities whether the outputs are probabilities
 */
public record ConfidenceFigures(
        double entropy, double normalizedEntropy, double maximum, boolean probabilities) {

    static ConfidenceFigures of(EvaluationScope scope, NodeSums sums) {
        boolean probabilities = scope.outputs().areProbabilities();
        double entropy = probabilities ? sums.entropy() / scope.samples() : Double.NaN;
        return new ConfidenceFigures(
                entropy,
                entropy / StrictMath.log(scope.classes()),
                sums.largest() / scope.samples(),
                probabilities);
    }
}
