package glissade.evaluation;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How well a network does on a whole data set. Immutable.
 *
 * @param samples that were evaluated, each once
 * @param loss mean over the samples; NaN where the answers are not known
 * @param classification null for regression
 * @param regression null for classes, and where the answers are not known
 * @param confidence null for regression
 * @param units hidden layers that are watched, first to last
 */
public record EvaluationFigures(
        long samples,
        double loss,
        @Nullable ClassificationFigures classification,
        @Nullable RegressionFigures regression,
        @Nullable ConfidenceFigures confidence,
        List<LayerFigures> units) {

    public EvaluationFigures {
        units = List.copyOf(units);
    }

    static EvaluationFigures of(EvaluationScope scope, NodeSums sums, Tally tally) {
        boolean classifies = scope.classifies();
        return new EvaluationFigures(
                scope.samples(),
                scope.answered() ? sums.loss() / scope.samples() : Double.NaN,
                classifies ? ClassificationFigures.of(scope, tally) : null,
                scope.targetSums() > 0 ? RegressionFigures.of(scope, sums.targets()) : null,
                classifies ? ConfidenceFigures.of(scope, sums) : null,
                layers(scope, tally));
    }

    private static List<LayerFigures> layers(EvaluationScope scope, Tally tally) {
        List<LayerFigures> layers = new ArrayList<>();
        for (int layer = 0; layer < tally.layers().size(); layer++) {
            layers.add(LayerFigures.of(layer + 1, scope, tally.layers().get(layer)));
        }
        return layers;
    }
}
