package glissade.worker.step;

import static org.assertj.core.api.Assertions.assertThat;

import glissade.collective.SliceShares;
import glissade.preprocess.Preprocessing;
import org.junit.jupiter.api.Test;

class EvaluationTest {

    private final StepFixture fixture = new StepFixture();

    @Test
    void shouldCountAndSumTheSameForAnyDivisionAndAnyLanes() {
        try (Evaluation whole =
                new Evaluation(
                        fixture.network,
                        fixture.data,
                        Preprocessing.none(fixture.data.inputs()),
                        40)) {
            whole.run(fixture.parameters, 0, whole.slices());
            double loss = whole.lossSum(0, whole.slices());
            long correct = whole.correct(0, whole.slices());

            assertThat(whole.slices()).isEqualTo(8);
            assertThat(loss / StepFixture.SAMPLES).isBetween(1.5, 4.0);
            try (Lanes lanes = new Lanes(3, "test")) {
                Evaluation divided =
                        new Evaluation(
                                fixture.network,
                                fixture.data,
                                Preprocessing.none(fixture.data.inputs()),
                                40,
                                lanes);
                SliceShares shares = SliceShares.of(divided.slices(), 2);
                divided.run(fixture.parameters, shares.from(0), shares.to(0));
                divided.run(fixture.parameters, shares.from(1), shares.to(1));

                assertThat(divided.lossSum(0, 8)).isEqualTo(loss);
                assertThat(divided.correct(0, 8)).isEqualTo(correct);
            }
        }
    }
}
