package glissade.evaluation;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import glissade.evaluation.ClassificationFigures.ClassFigures;
import glissade.nn.Activation;
import glissade.nn.Loss;
import glissade.nn.NetworkDescription;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Requirements D4 and D5: accuracy, recall, confusion matrix, confidence; M3: figures of values.
 */
class EvaluationFiguresTest {

    private static final double EXACT = 1e-15;

    private static NetworkDescription network(String widths, Activation output, Loss loss) {
        return NetworkDescription.parse(widths, Activation.TANH, output, loss);
    }

    /** Ten samples: classes 0, 0, 0, 0, 1, 1, 1, 2, 2, 2 taken for 0, 0, 0, 1, 1, 1, 0, 2, 2, 1. */
    @Test
    void shouldGiveEachClassItsPrecisionRecallAndF1() {
        EvaluationScope scope =
                EvaluationScope.of(
                        network("5-4", Activation.SOFTMAX, Loss.CROSS_ENTROPY), 10, 10, 0, true);
        Tally tally =
                new Tally(
                        0,
                        List.of(7L, 2L, 1L),
                        List.of(
                                new ClassCounts(4, 4, 3),
                                new ClassCounts(3, 4, 2),
                                new ClassCounts(3, 2, 2),
                                new ClassCounts(0, 0, 0)),
                        List.of(new ConfusionCell(0, 0, 3), new ConfusionCell(2, 1, 1)),
                        List.of());

        EvaluationFigures figures = figures(scope, new NodeSums(0, 1, 5, 7, 6, List.of()), tally);

        ClassificationFigures classes = requireNonNull(figures.classification());
        assertThat(figures.loss()).isEqualTo(0.5);
        assertThat(classes.right()).isEqualTo(7);
        assertThat(classes.topAccuracies()).containsExactly(0.7, 0.9, 1.0);
        assertThat(classes.classes().get(0)).isEqualTo(new ClassFigures(4, 4, 0.75, 0.75, 0.75));
        assertThat(classes.classes().get(1))
                .isEqualTo(new ClassFigures(3, 4, 0.5, 2.0 / 3, 4.0 / 7));
        assertThat(classes.classes().get(2)).isEqualTo(new ClassFigures(3, 2, 1, 2.0 / 3, 0.8));
        assertThat(classes.classes().get(3).precision()).isNaN();
        assertThat(classes.precision()).isCloseTo(2.25 / 3, within(EXACT));
        assertThat(classes.recall()).isCloseTo((0.75 + 4.0 / 3) / 3, within(EXACT));
        assertThat(classes.f1()).isCloseTo((0.75 + 4.0 / 7 + 0.8) / 3, within(EXACT));
        assertThat(requireNonNull(classes.confusionMatrix()).at(2, 1)).isEqualTo(1);
        ConfidenceFigures confidence = requireNonNull(figures.confidence());
        assertThat(confidence.maximum()).isEqualTo(0.6);
        assertThat(confidence.entropy()).isEqualTo(0.7);
        assertThat(confidence.normalizedEntropy()).isCloseTo(0.7 / Math.log(4), within(EXACT));
    }

    @Test
    void shouldCountAClassThatIsNeverPredictedAsZeroInTheMacroAverage() {
        EvaluationScope scope =
                EvaluationScope.of(
                        network("5-2", Activation.SOFTMAX, Loss.CROSS_ENTROPY), 4, 4, 0, true);
        Tally tally =
                new Tally(
                        0,
                        List.of(3L),
                        List.of(new ClassCounts(3, 4, 3), new ClassCounts(1, 0, 0)),
                        List.of(),
                        List.of());

        ClassificationFigures classes =
                requireNonNull(figures(scope, zeros(), tally).classification());

        assertThat(classes.classes().get(1).precision()).isNaN();
        assertThat(classes.precision()).isEqualTo(0.375);
        assertThat(classes.recall()).isEqualTo(0.5);
    }

    @Test
    void shouldMeasurePredictedValuesPerTargetAndOnAverage() {
        EvaluationScope scope =
                EvaluationScope.of(network("5-2", Activation.IDENTITY, Loss.MSE), 4, 4, 2, true);
        NodeSums sums =
                new NodeSums(
                        0,
                        1,
                        2,
                        0,
                        0,
                        List.of(new TargetSums(1, 2, 7, 4), new TargetSums(8, 4, 0, 0)));

        EvaluationFigures figures = figures(scope, sums, scope.emptyTally());

        RegressionFigures values = requireNonNull(figures.regression());
        assertThat(figures.classification()).isNull();
        assertThat(figures.confidence()).isNull();
        assertThat(values.targets().get(0).rSquared()).isEqualTo(0.75);
        assertThat(values.targets().get(0).meanSquaredError()).isEqualTo(0.25);
        assertThat(values.targets().get(1).rSquared())
                .as("a target that is always the same has no R²")
                .isNaN();
        assertThat(values.rSquared()).isNaN();
        assertThat(values.meanAbsoluteError()).isEqualTo(0.75);
        assertThat(values.meanSquaredError()).isEqualTo(1.125);
    }

    @Test
    void shouldKeepTheSpreadOfTargetsThatLieFarFromZero() {
        TargetSums first = new TargetSums(0, 0, 1e9 + 1, 2);
        TargetSums second = new TargetSums(0, 0, 1e9 + 4, 2);

        TargetSums both = first.plus(2, second, 2);

        assertThat(both.mean()).isEqualTo(1e9 + 2.5);
        assertThat(both.squaredDeviations()).isEqualTo(2 + 2 + 9);
    }

    @Test
    void shouldSayThatOutputsAreNoProbabilitiesWhereTheyAreNot() {
        EvaluationScope scope =
                EvaluationScope.of(
                        network("5-3", Activation.SIGMOID, Loss.QUADRATIC), 4, 4, 0, true);

        ConfidenceFigures confidence =
                requireNonNull(figures(scope, zeros(), scope.emptyTally()).confidence());

        assertThat(confidence.probabilities()).isFalse();
        assertThat(confidence.entropy()).isNaN();
    }

    @Test
    void shouldKnowNeitherLossNorAccuracyWithoutAnswers() {
        EvaluationScope scope =
                EvaluationScope.of(
                        network("5-3", Activation.SOFTMAX, Loss.CROSS_ENTROPY), 4, 4, 0, false);

        EvaluationFigures figures = figures(scope, zeros(), scope.emptyTally());

        assertThat(figures.loss()).isNaN();
        ClassificationFigures classes = requireNonNull(figures.classification());
        assertThat(classes.accuracy()).isNaN();
        assertThat(classes.topAccuracies()).isEmpty();
        assertThat(classes.precision()).isNaN();
    }

    @Test
    void shouldWatchWhatTheActivationCanSufferFrom() {
        NetworkDescription tanh = network("5-4-3", Activation.SOFTMAX, Loss.CROSS_ENTROPY);
        EvaluationScope scope = EvaluationScope.of(tanh, 10, 10, 0, true);
        Tally empty = scope.emptyTally();
        Tally tally =
                new Tally(
                        0,
                        empty.ranks(),
                        empty.classes(),
                        List.of(),
                        List.of(new LayerTally(4, 30, List.of(0L))));

        assertThat(figures(scope, zeros(), tally).units())
                .containsExactly(new LayerFigures(1, 4, UnitWatch.SATURATED, 0.75));
    }

    private static NodeSums zeros() {
        return new NodeSums(0, 1, 0, 0, 0, List.of());
    }

    private static EvaluationFigures figures(EvaluationScope scope, NodeSums sums, Tally tally) {
        return requireNonNull(new EvaluationMerge(scope).add(List.of(sums), tally));
    }
}
