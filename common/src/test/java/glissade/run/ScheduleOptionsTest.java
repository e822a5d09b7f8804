package glissade.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import glissade.collective.EpochShape;
import glissade.optim.OptimizerDescription;
import glissade.optim.Schedule;
import glissade.optim.ScheduleDescription;
import glissade.optim.ScheduleKind;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requirements G2 and G3: optimizers, weight decay and schedules as options. */
class ScheduleOptionsTest {

    private static RunConfiguration given(String options) {
        Map<String, String> byName = new HashMap<>();
        for (String option : options.split(" ", -1)) {
            int equals = option.indexOf('=');
            byName.put(option.substring(0, equals), option.substring(equals + 1));
        }
        return RunConfiguration.of(GivenOptions.none().commandLine(byName));
    }

    private static ScheduleDescription schedule(String options) {
        return given(options).training().schedule();
    }

    @Test
    void shouldHaveDefaultsBySchedule() {
        assertThat(schedule("warmup=0")).isEqualTo(ScheduleDescription.CONSTANT);
        assertThat(schedule("schedule=step"))
                .isEqualTo(new ScheduleDescription(ScheduleKind.STEP, 0, 0.1, null));
        assertThat(schedule("schedule=exponential"))
                .isEqualTo(new ScheduleDescription(ScheduleKind.EXPONENTIAL, 0, 0.95, 1));
        assertThat(schedule("schedule=cosine warmup=100"))
                .isEqualTo(new ScheduleDescription(ScheduleKind.COSINE, 100, 1, null));
        assertThat(schedule("schedule=one-cycle"))
                .isEqualTo(new ScheduleDescription(ScheduleKind.ONE_CYCLE, 0, 1, null));
    }

    @ParameterizedTest
    @CsvSource({
        "schedule=step lr-decay=0.5 lr-decay-epochs=7 warmup=20",
        "schedule=step lr=0.3",
        "schedule=exponential lr-decay=1.3",
        "schedule=exponential lr-decay=0.9 lr-decay-epochs=3",
        "schedule=cosine warmup=12 steps=1000",
        "schedule=ramp lr=1e-7 lr-decay=1e8 steps=200",
        "schedule=one-cycle optimizer=nesterov momentum=0.8 weight-decay=1e-4",
        "optimizer=adamw",
        "optimizer=adamw weight-decay=0",
        "optimizer=rmsprop weight-decay=0.001"
    })
    void shouldBeRepeatedByWhatIsWritten(String options) {
        RunConfiguration run = given(options);

        assertThat(RunConfiguration.fromHocon(run.toHocon())).isEqualTo(run);
    }

    @Test
    void shouldDecayWeightsAsAsked() {
        assertThat(given("optimizer=sgd").training().optimizer().weightDecay()).isZero();
        assertThat(given("optimizer=adamw").training().optimizer().weightDecay()).isEqualTo(0.01);
        assertThat(given("optimizer=nesterov weight-decay=0.3 momentum=0.5").training().optimizer())
                .isEqualTo(
                        OptimizerDescription.of("nesterov").withMomentum(0.5).withWeightDecay(0.3));
    }

    @Test
    void shouldGiveEveryStepItsRate() {
        Schedule rates = given("schedule=cosine lr=0.2 warmup=4 epochs=3").learningRates(shape());

        assertThat(rates.learningRate(0)).isCloseTo(0.04, within(1e-15));
        assertThat(rates.learningRate(4)).isEqualTo(0.2);
        assertThat(rates.learningRate(17)).isCloseTo(0.1, within(1e-15));
    }

    @Test
    void shouldCountEpochsOfADecayInSteps() {
        Schedule rates = given("schedule=step lr=0.2 lr-decay-epochs=2").learningRates(shape());

        assertThat(rates.learningRate(19)).isEqualTo(0.2);
        assertThat(rates.learningRate(20)).isCloseTo(0.02, within(1e-15));
    }

    /** Ten steps an epoch. */
    private static EpochShape shape() {
        return new EpochShape(80, 8, 8);
    }

    @Test
    void shouldLetADecayOfAFileGoWithItsSchedule() {
        GivenOptions file = GivenOptions.none().text("schedule = step, lr-decay = 0.5");

        RunConfiguration run = RunConfiguration.of(file.commandLine(Map.of("schedule", "cosine")));

        assertThat(run.training().schedule())
                .isEqualTo(ScheduleDescription.of(ScheduleKind.COSINE));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "schedule=cosine lr-decay=0.5 | --lr-decay 0.5: has no effect with --schedule"
                        + " cosine; leave it out, or use schedule step or exponential",
                "schedule=one-cycle lr-decay-epochs=2 | --lr-decay-epochs 2: has no effect with"
                        + " --schedule one-cycle; leave it out, or use schedule step or exponential",
                "schedule=step lr-decay=1 | --lr-decay 1: expected a number below 1 with --schedule"
                        + " step; only schedules exponential and ramp may let the learning rate grow",
                "schedule=ramp lr-decay=0.5 | --lr-decay 0.5: expected a number above 1 with"
                        + " --schedule ramp, which climbs",
                "schedule=ramp lr-decay-epochs=2 | --lr-decay-epochs 2: has no effect with --schedule"
                        + " ramp; leave it out, or use schedule step or exponential",
            })
    void shouldRefuseADecayThatDoesNotSuit(String options, String message) {
        assertThatThrownBy(() -> given(options))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource({"30, epochs=3", "100, epochs=3", "5, steps=5"})
    void shouldRefuseAWarmUpThatLastsAsLongAsTraining(int warmup, String length) {
        RunConfiguration run = given("data=digits:80 batch=8 warmup=" + warmup + ' ' + length);

        int steps = length.startsWith("steps") ? 5 : 30;
        assertThatThrownBy(run::loadData)
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(
                        "--warmup %d: the learning rate would still be rising when training ends,"
                                + " after %d steps; use less than %d",
                        warmup, steps, steps);
    }
}
