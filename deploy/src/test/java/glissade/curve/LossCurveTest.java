package glissade.curve;

import static org.assertj.core.api.Assertions.assertThat;

import glissade.chart.Curve;
import glissade.curve.LossCurve.Stretch;
import glissade.run.StepRow;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Requirement V3: curves as they are compared and drawn. */
class LossCurveTest {

    @Test
    void shouldAverageOverEqualStretchesOfSamples() {
        LossCurve curve =
                new LossCurve(new long[] {10, 20, 30, 40, 50, 60}, new double[] {6, 4, 3, 1, 1, 0});

        assertThat(curve.stretches(3, 1))
                .containsExactly(new Stretch(20, 5.0), new Stretch(40, 2.0), new Stretch(60, 0.5));
    }

    @Test
    void shouldMakeFewerStretchesSoThatEachHasEnoughSamples() {
        LossCurve curve = falling(100);

        assertThat(curve.stretches(40, 1)).hasSize(40);
        assertThat(curve.stretches(40, 100)).hasSize(10);
    }

    @Test
    void shouldShowHowAShortTrainingEnded() {
        assertThat(falling(80).stretches(40, 1_000_000)).hasSize(8).endsWith(new Stretch(800, 4.5));
    }

    /** Ten samples a step, losses that fall to 0. */
    private static LossCurve falling(int steps) {
        long[] samples = new long[steps];
        double[] losses = new double[steps];
        for (int step = 0; step < steps; step++) {
            samples[step] = 10L * (step + 1);
            losses[step] = steps - 1.0 - step;
        }
        return new LossCurve(samples, losses);
    }

    @Test
    void shouldHaveNoMoreStretchesThanLosses() {
        LossCurve curve = new LossCurve(new long[] {5_000, 10_000}, new double[] {2, 1});

        assertThat(curve.stretches(40, 512)).hasSize(2);
        assertThat(curve.stretches(40, 1_000_000)).hasSize(2);
        assertThat(new LossCurve(new long[0], new double[0]).stretches(40, 512)).isEmpty();
    }

    @Test
    void shouldSkipStretchesWithoutALoss() {
        LossCurve curve = new LossCurve(new long[] {1_000, 9_000, 10_000}, new double[] {3, 2, 1});

        assertThat(curve.stretches(3, 1))
                .containsExactly(new Stretch(1_000, 3), new Stretch(10_000, 1.5));
    }

    @Test
    void shouldBeginItsPictureWhereTrainingBegan() {
        Curve picture =
                new LossCurve(new long[] {10, 20, 30, 40}, new double[] {8, 4, 2, 2})
                        .picture("sgd", 40, 2, 1);

        assertThat(picture.size()).isEqualTo(3);
        assertThat(List.of(picture.x(0), picture.x(1), picture.x(2)))
                .containsExactly(0.25, 0.5, 1.0);
        assertThat(List.of(picture.y(0), picture.y(1), picture.y(2)))
                .containsExactly(8.0, 6.0, 2.0);
    }

    @Test
    void shouldRecordStepsAndForgetThoseThatAreRepeated() {
        LossRecorder recorder = new LossRecorder();
        for (int step = 1; step <= 3_000; step++) {
            recorder.onStep(row(step, 1.0 / step));
        }

        recorder.onStep(row(2_999, 7));

        LossCurve curve = recorder.curve();
        assertThat(curve.size()).isEqualTo(2_999);
        assertThat(curve.loss(2_998)).isEqualTo(7);
        assertThat(curve.loss(2_997)).isEqualTo(1.0 / 2_998);
        assertThat(curve.totalSamples()).isEqualTo(2_999 * 10);
        assertThat(recorder.learningRates()).hasSize(2_999).containsOnly(0.1);
    }

    private static StepRow row(long step, double loss) {
        return new StepRow(step, 1, step * 10, loss, 0.1, 1, 1, 1, 0, List.of());
    }
}
