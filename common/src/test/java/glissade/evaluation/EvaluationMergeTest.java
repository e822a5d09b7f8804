package glissade.evaluation;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import glissade.nn.Activation;
import glissade.nn.Loss;
import glissade.nn.NetworkDescription;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Requirement D4: one evaluation, whoever took part in it. */
class EvaluationMergeTest {

    private static final NetworkDescription TWO_CLASSES =
            NetworkDescription.parse(
                    "4-3-2", Activation.RELU, Activation.SOFTMAX, Loss.CROSS_ENTROPY);

    private static NodeSums node(int lo, int hi, double loss) {
        return new NodeSums(lo, hi, loss, 0, 0, List.of());
    }

    private static Tally counted(EvaluationScope scope, long right) {
        Tally nothing = scope.emptyTally();
        return new Tally(
                0,
                List.of(right),
                List.of(new ClassCounts(right, right, right), new ClassCounts(0, 0, 0)),
                List.of(new ConfusionCell(0, 0, right)),
                nothing.layers());
    }

    @Test
    void shouldBeCompleteOnlyWhenEverySliceIsCovered() {
        EvaluationScope scope = EvaluationScope.of(TWO_CLASSES, 30, 10, 0, true);
        EvaluationMerge merge = new EvaluationMerge(scope);

        assertThat(merge.add(List.of(node(2, 3, 5)), counted(scope, 8))).isNull();
        EvaluationFigures figures =
                requireNonNull(merge.add(List.of(node(0, 2, 10)), counted(scope, 19)));

        assertThat(figures.loss()).isEqualTo(0.5);
        ClassificationFigures classes = requireNonNull(figures.classification());
        assertThat(classes.accuracy()).isEqualTo(0.9);
        assertThat(classes.confusion()).containsExactly(new ConfusionCell(0, 0, 27));
    }

    @Test
    void shouldAddAlongTheTreeWhateverTheOrderOfArrival() {
        EvaluationScope scope = EvaluationScope.of(TWO_CLASSES, 3, 1, 0, true);
        EvaluationMerge forwards = new EvaluationMerge(scope);
        EvaluationMerge backwards = new EvaluationMerge(scope);
        List<NodeSums> all = List.of(node(0, 1, 0.1), node(1, 2, 0.2), node(2, 3, 0.3));

        EvaluationFigures sum = requireNonNull(forwards.add(all, counted(scope, 3)));
        backwards.add(List.of(all.get(2)), counted(scope, 1));
        EvaluationFigures same = backwards.add(List.of(all.get(1), all.get(0)), counted(scope, 2));

        assertThat(same).isEqualTo(sum);
        assertThat(sum.loss()).isEqualTo(((0.1 + 0.2) + 0.3) / 3);
    }

    @Test
    void shouldCallAUnitDeadOnlyWhenNobodySawItAlive() {
        EvaluationScope scope = EvaluationScope.of(TWO_CLASSES, 20, 10, 0, true);
        EvaluationMerge merge = new EvaluationMerge(scope);
        Tally first = new Tally(20, List.of(0L), scope.emptyTally().classes(), List.of(), alive(1));
        Tally second = new Tally(0, List.of(0L), scope.emptyTally().classes(), List.of(), alive(4));

        merge.add(List.of(node(0, 1, 0)), first);
        EvaluationFigures figures = requireNonNull(merge.add(List.of(node(1, 2, 0)), second));

        assertThat(figures.units())
                .containsExactly(new LayerFigures(1, 3, UnitWatch.DEAD, 1.0 / 3));
        assertThat(requireNonNull(figures.classification()).undecided()).isEqualTo(20);
    }

    private static List<LayerTally> alive(long bits) {
        return List.of(new LayerTally(3, 0, List.of(bits)));
    }

    @Test
    void shouldRefuseCountsOfAnotherNetwork() {
        EvaluationScope scope = EvaluationScope.of(TWO_CLASSES, 20, 10, 0, true);
        Tally other = new Tally(0, List.of(), List.of(), List.of(), List.of());

        assertThatThrownBy(() -> new EvaluationMerge(scope).add(List.of(), other))
                .hasMessage("tallies of different networks");
    }

    @Test
    void shouldRefuseCellsOutsideTheMatrix() {
        EvaluationScope scope = EvaluationScope.of(TWO_CLASSES, 20, 10, 0, true);
        Tally wrong =
                new Tally(
                        0,
                        List.of(0L),
                        scope.emptyTally().classes(),
                        List.of(new ConfusionCell(0, 2, 1)),
                        scope.emptyTally().layers());

        assertThatThrownBy(() -> new EvaluationMerge(scope).add(List.of(), wrong))
                .hasMessageStartingWith("outside the matrix: classes=2");
    }
}
