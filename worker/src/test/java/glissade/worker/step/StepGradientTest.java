package glissade.worker.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import glissade.data.Dataset;
import glissade.nn.Network;
import glissade.run.GivenOptions;
import glissade.run.RunConfiguration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requirement M4 and the arithmetic contract: one gradient for any division of the work. */
@Timeout(60)
class StepGradientTest {

    private static final Map<String, String> OPTIONS =
            Map.of(
                    "data", "digits:90",
                    "model", "784-12-9-10",
                    "batch", "43",
                    "slice", "4",
                    "layer-norm", "true",
                    "dropout", "0.2",
                    "label-smoothing", "0.1");

    @ParameterizedTest
    @CsvSource({"1, 2", "2, 1", "3, 1", "5, 2", "40, 1"})
    void shouldGiveTheSameBitsForAnyNumberOfWorkersAndThreads(int workers, int threads) {
        StepGradient alone = gradient(Map.of("workers", "1"));

        StepGradient divided = gradient(Map.of("workers", "" + workers, "threads", "" + threads));

        assertThat(divided.gradient()).containsExactly(alone.gradient());
        assertThat(divided.loss()).isEqualTo(alone.loss());
        assertThat(divided.samples()).isEqualTo(43);
        assertThat(divided.inputs()).containsExactly(alone.inputs());
        assertThat(divided.labels()).containsExactly(alone.labels());
        assertThat(divided.sampleNumbers())
                .containsExactly(alone.sampleNumbers())
                .doesNotHaveDuplicates();
    }

    @Test
    void shouldAddPenaltiesToWeightsAndLeaveOutBounds() {
        StepGradient plain = gradient(Map.of());
        StepGradient penalized = gradient(Map.of("l2", "0.5", "clip-value", "1e-9"));
        RunConfiguration run = run(Map.of());
        float[] parameters = parameters(run);
        int bias = new Network(run.model().network()).layout().biasOffset(0);

        for (int i = 0; i < bias + 12; i++) {
            double penalty = i < bias ? 0.5 * parameters[i] : 0;
            assertThat((double) penalized.gradient()[i])
                    .isCloseTo(plain.gradient()[i] + penalty, within(1e-6));
        }
        assertThat(penalized.loss()).isEqualTo(plain.loss());
    }

    private static StepGradient gradient(Map<String, String> more) {
        RunConfiguration run = run(more);
        Dataset training = run.loadData().training();
        return StepGradient.of(run, training, parameters(run));
    }

    private static RunConfiguration run(Map<String, String> more) {
        return RunConfiguration.of(
                GivenOptions.none()
                        .text(
                                RunConfiguration.of(GivenOptions.none().commandLine(OPTIONS))
                                        .toHocon())
                        .commandLine(more));
    }

    private static float[] parameters(RunConfiguration run) {
        Network network = new Network(run.model().network());
        float[] parameters = new float[network.layout().parameterCount()];
        network.initialize(run.model().initialization(), 1, parameters);
        return parameters;
    }
}
