package glissade.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import glissade.evaluation.LayerFigures;
import glissade.evaluation.UnitWatch;
import glissade.nn.Activation;
import glissade.run.RunEvent;
import glissade.run.WarningKind;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Requirement G3: what goes wrong in a network is said in words, with what to try. */
class UnitHealthTest {

    @Test
    void shouldTellEveryEvaluationButWarnOfALayerOnce() {
        UnitHealth health = new UnitHealth(Activation.RELU);
        List<LayerFigures> layers =
                List.of(
                        new LayerFigures(1, 50, UnitWatch.DEAD, 0.62),
                        new LayerFigures(2, 10, UnitWatch.DEAD, 0.1));

        List<RunEvent> first = health.measured(30, "after epoch 3", layers);
        List<RunEvent> second = health.measured(40, "after epoch 4", layers);

        RunEvent.Health told =
                new RunEvent.Health(
                        30,
                        WarningKind.DEAD_UNITS,
                        List.of(
                                new RunEvent.LayerHealth(1, 50, 0.62),
                                new RunEvent.LayerHealth(2, 10, 0.1)));
        assertThat(first)
                .containsExactly(
                        told,
                        new RunEvent.Warning(
                                30,
                                WarningKind.DEAD_UNITS,
                                "layer 1: 62 % of the ReLU units are dead after epoch 3 (0 for every"
                                        + " sample): try a smaller --lr or --activation leaky-relu"));
        assertThat(second).containsExactly(new RunEvent.Health(40, told.kind(), told.layers()));
    }

    @Test
    void shouldWarnOfSaturatedActivations() {
        UnitHealth health = new UnitHealth(Activation.TANH);

        List<RunEvent> events =
                health.measured(
                        7,
                        "after step 7",
                        List.of(new LayerFigures(1, 30, UnitWatch.SATURATED, 0.8)));

        assertThat(events.getLast())
                .isEqualTo(
                        new RunEvent.Warning(
                                7,
                                WarningKind.SATURATED_UNITS,
                                "layer 1: 80 % of the tanh activations are saturated after step 7 (where"
                                        + " the slope is almost 0): try a smaller --lr, --layer-norm true or"
                                        + " --activation relu"));
    }

    @Test
    void shouldSayNothingOfNetworksThatAreNotWatched() {
        assertThat(new UnitHealth(Activation.IDENTITY).measured(7, "after step 7", List.of()))
                .isEmpty();
    }
}
