package glissade.evaluation;

import java.util.ArrayList;
import java.util.List;

/**
 * How well values are predicted.
 *
 * @param meanSquaredError mean over samples and targets of (a - y)²
 * @param meanAbsoluteError mean over samples and targets of |a - y|
 * @param rSquared mean over the targets of their R²: 1 is perfect, 0 no better than always
 *     predicting the mean; NaN where a target has no spread
 * @param targets each by itself; empty when there are too many
 */
public record RegressionFigures(
        double meanSquaredError,
        double meanAbsoluteError,
        double rSquared,
        List<TargetFigures> targets) {

    /** Figures of one target. */
    public record TargetFigures(
            double meanSquaredError, double meanAbsoluteError, double rSquared) {

        private static TargetFigures of(TargetSums sums, long values) {
            double rSquared =
                    sums.squaredDeviations() > 0
                            ? 1 - sums.squaredErrors() / sums.squaredDeviations()
                            : Double.NaN;
            return new TargetFigures(
                    sums.squaredErrors() / values, sums.absoluteErrors() / values, rSquared);
        }
    }

    public RegressionFigures {
        targets = List.copyOf(targets);
    }

    static RegressionFigures of(EvaluationScope scope, List<TargetSums> sums) {
        if (scope.targetSums() < scope.targets()) {
            TargetFigures all =
                    TargetFigures.of(sums.getFirst(), (long) scope.samples() * scope.targets());
            return new RegressionFigures(
                    all.meanSquaredError(), all.meanAbsoluteError(), Double.NaN, List.of());
        }
        List<TargetFigures> targets = new ArrayList<>();
        double squared = 0;
        double absolute = 0;
        double explained = 0;
        for (TargetSums target : sums) {
            TargetFigures figures = TargetFigures.of(target, scope.samples());
            targets.add(figures);
            squared += figures.meanSquaredError();
            absolute += figures.meanAbsoluteError();
            explained += figures.rSquared();
        }
        int count = targets.size();
        return new RegressionFigures(squared / count, absolute / count, explained / count, targets);
    }
}
