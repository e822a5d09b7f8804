package glissade.cli;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import glissade.data.DataSchema;
import glissade.evaluation.ClassCounts;
import glissade.evaluation.ConfusionCell;
import glissade.evaluation.EvaluationFigures;
import glissade.evaluation.EvaluationMerge;
import glissade.evaluation.EvaluationScope;
import glissade.evaluation.LayerTally;
import glissade.evaluation.NodeSums;
import glissade.evaluation.Tally;
import glissade.evaluation.TargetSums;
import glissade.nn.Activation;
import glissade.nn.Loss;
import glissade.nn.NetworkDescription;
import glissade.run.EvaluationJson;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Requirement D4: the figures as people and programs read them. */
class EvaluationTextTest {

    private static final DataSchema ANIMALS = DataSchema.classes(List.of("cat", "dog", "emu"));

    private static EvaluationFigures classes() {
        EvaluationScope scope =
                EvaluationScope.of(
                        NetworkDescription.parse(
                                "5-4-3", Activation.RELU, Activation.SOFTMAX, Loss.CROSS_ENTROPY),
                        10,
                        10,
                        0,
                        true);
        return figures(
                scope,
                new NodeSums(0, 1, 5, 2.5, 9, List.of()),
                new Tally(
                        1,
                        List.of(7L, 2L),
                        List.of(
                                new ClassCounts(6, 6, 5),
                                new ClassCounts(4, 3, 2),
                                new ClassCounts(0, 0, 0)),
                        List.of(
                                new ConfusionCell(0, 0, 5),
                                new ConfusionCell(0, 1, 1),
                                new ConfusionCell(1, 0, 1),
                                new ConfusionCell(1, 1, 2)),
                        List.of(new LayerTally(4, 0, List.of(7L)))));
    }

    private static EvaluationFigures figures(EvaluationScope scope, NodeSums sums, Tally tally) {
        return requireNonNull(new EvaluationMerge(scope).add(List.of(sums), tally));
    }

    @Test
    void shouldShowClassesByNameWithWhatTheyWereTakenFor() {
        List<String> lines = new EvaluationText(classes(), ANIMALS, 2).lines();

        assertThat(String.join("\n", lines))
                .isEqualTo(
                        """
                        accuracy   70.00 % (7 right), top 2 90.00 %; 1 sample without an answer: the model's outputs are not finite
                        loss       0.5000
                        macro      precision 75.00 %, recall 66.67 %, F1 70.24 %
                        confidence mean probability of the answer 90.00 %, mean entropy 0.2500 nats (22.76 % of guessing's)
                        layer 1    25.00 % of 4 units dead: 0 for every sample

                           class  samples  precision     recall         F1   taken for
                                                                                cat   dog   emu
                             cat        6    83.33 %    83.33 %    83.33 %        5     1     .
                             dog        4    66.67 %    50.00 %    57.14 %        1     2     .
                             emu        0          –          –          –        .     .     .\
                        """);
    }

    @Test
    void shouldListTheMistakesWhereAMatrixWouldBeTooWide() {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            names.add("class" + i);
        }
        EvaluationScope scope =
                EvaluationScope.of(
                        NetworkDescription.parse(
                                "5-30", Activation.RELU, Activation.SOFTMAX, Loss.CROSS_ENTROPY),
                        10,
                        10,
                        0,
                        true);
        Tally tally =
                scope.emptyTally()
                        .plus(
                                new Tally(
                                        0,
                                        scope.emptyTally().ranks(),
                                        scope.emptyTally().classes(),
                                        List.of(
                                                new ConfusionCell(3, 4, 2),
                                                new ConfusionCell(28, 7, 8)),
                                        List.of()));

        List<String> lines =
                new EvaluationText(
                                figures(scope, new NodeSums(0, 1, 5, 2, 9, List.of()), tally),
                                DataSchema.classes(names),
                                1)
                        .lines();

        assertThat(lines)
                .endsWith(
                        "most frequent mistakes",
                        "  class28 taken for class7: 8 times",
                        "  class3 taken for class4: 2 times");
    }

    @Test
    void shouldShowErrorsOfPredictedValuesInsteadOfAccuracy() {
        EvaluationScope scope =
                EvaluationScope.of(
                        NetworkDescription.parse(
                                "5-2", Activation.RELU, Activation.IDENTITY, Loss.MSE),
                        4,
                        4,
                        2,
                        true);
        EvaluationFigures figures =
                figures(
                        scope,
                        new NodeSums(
                                0,
                                1,
                                2,
                                0,
                                0,
                                List.of(new TargetSums(1, 2, 7, 4), new TargetSums(8, 4, 0, 16))),
                        scope.emptyTally());

        List<String> lines =
                new EvaluationText(figures, DataSchema.targets(List.of("price", "rent")), 1)
                        .lines();

        assertThat(String.join("\n", lines))
                .isEqualTo(
                        """
                        loss       0.5000
                        R²         0.6250
                        MAE        0.7500
                        MSE        1.1250

                          target          R²         MAE         MSE
                           price      0.7500      0.5000      0.2500
                            rent      0.5000      1.0000      2.0000\
                        """);
    }

    @Test
    void shouldWriteUndefinedFiguresAsNull() {
        String json = EvaluationJson.of(classes(), ANIMALS).toString();

        assertThat(json)
                .startsWith(
                        "{\"samples\":10,\"loss\":0.5,\"accuracy\":0.7,\"top_accuracy\":[0.7,0.9],"
                                + "\"undecided\":1,\"classes\":[\"cat\",\"dog\",\"emu\"],"
                                + "\"samples_by_class\":[6,4,0],\"predicted_by_class\":[6,3,0],")
                .contains("\"recall\":[0.8333333333333334,0.5,null]")
                .contains("\"confusion\":[[5,1,0],[1,2,0],[0,0,0]]")
                .endsWith("\"hidden_layers\":[{\"layer\":1,\"units\":4,\"dead_units\":0.25}]}");
    }
}
