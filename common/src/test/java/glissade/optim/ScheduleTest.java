package glissade.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import glissade.AllocatedBytes;
import glissade.nn.Golden;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requirement G3: learning rates as PyTorch's schedulers give them, functions of the step. */
class ScheduleTest {
    private static final double RATE = 0.25;

    /** A case of {@code golden/schedules.json}. */
    record Case(JsonNode node) {

        double learningRate() {
            return node.get("learning_rate").doubleValue();
        }

        Schedule schedule() {
            ScheduleDescription description =
                    ScheduleDescription.of(kind(node)).withWarmup(warmup());
            if (node.get("decay").isNumber()) {
                description =
                        description
                                .withDecay(node.get("decay").doubleValue())
                                .withDecayEpochs(node.get("decay_epochs").intValue());
            }
            return description.create(
                    learningRate(),
                    node.get("steps").longValue(),
                    node.get("steps_per_epoch").longValue());
        }

        private static ScheduleKind kind(JsonNode node) {
            for (ScheduleKind kind : ScheduleKind.values()) {
                if (kind.optionName().equals(node.get("schedule").textValue())) {
                    return kind;
                }
            }
            throw new IllegalArgumentException(node.get("schedule").textValue());
        }

        private long warmup() {
            return node.get("warmup").longValue();
        }

        @Override
        public String toString() {
            return node.get("schedule").textValue() + ", warm-up " + warmup();
        }
    }

    static Stream<Case> cases() {
        return StreamSupport.stream(Golden.schedules().get("cases").spliterator(), false)
                .map(Case::new);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldFollowPyTorch(Case golden) {
        Schedule schedule = golden.schedule();
        JsonNode rates = golden.node().get("rates");
        for (int step = 0; step < rates.size(); step++) {
            double expected = rates.get(step).doubleValue();

            assertThat(schedule.learningRate(step))
                    .as("step %d", step)
                    .isCloseTo(expected, within(1e-12 * (golden.learningRate() + expected)));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"CONSTANT", "PLATEAU"})
    void shouldKeepTheRateWhereTheStepDecidesNothing(ScheduleKind kind) {
        Schedule schedule = ScheduleDescription.of(kind).create(RATE, 10, 1);

        assertThat(schedule.learningRate(0)).isEqualTo(RATE);
        assertThat(schedule.learningRate(Long.MAX_VALUE)).isEqualTo(RATE);
    }

    @ParameterizedTest
    @EnumSource
    void shouldRiseOnALineToWhereTheScheduleBegins(ScheduleKind kind) {
        ScheduleDescription description = ScheduleDescription.of(kind);
        Schedule alone = description.create(RATE, 100, 10);
        Schedule behind = description.withWarmup(4).create(RATE, 104, 10);

        double begin = alone.learningRate(0);
        for (int step = 0; step < 4; step++) {
            assertThat(behind.learningRate(step)).isCloseTo(begin * (step + 1) / 5, within(1e-15));
        }
        for (int step = 0; step < 100; step++) {
            assertThat(behind.learningRate(step + 4)).isEqualTo(alone.learningRate(step));
        }
    }

    @Test
    void shouldStayPreciseOverMillionsOfSteps() {
        ScheduleDescription description = ScheduleDescription.of(ScheduleKind.EXPONENTIAL);
        Schedule schedule = description.create(1, 100_000_000, 1_000_000);

        assertThat(schedule.learningRate(50_000_000))
                .isCloseTo(StrictMath.pow(0.95, 50), within(1e-15));
        assertThat(schedule.learningRate(50_999_999))
                .isCloseTo(StrictMath.pow(0.95, 50.999999), within(1e-11));
    }

    /** Requirement G4: equal factors from step to step. */
    @ParameterizedTest
    @ValueSource(longs = {2, 3, 100, 1_000_001})
    void shouldClimbEvenlyFromTheFirstStepToTheLast(long steps) {
        Schedule ramp =
                ScheduleDescription.of(ScheduleKind.RAMP).withDecay(1e8).create(1e-7, steps, 1);

        assertThat(ramp.learningRate(0)).isEqualTo(1e-7);
        assertThat(ramp.learningRate(steps - 1)).isCloseTo(10, within(1e-7));
        double factor = StrictMath.pow(1e8, 1.0 / (steps - 1));
        assertThat(ramp.learningRate(1)).isCloseTo(1e-7 * factor, within(1e-7));
    }

    @Test
    void shouldNotClimbInOneStep() {
        assertThat(ScheduleDescription.of(ScheduleKind.RAMP).create(RATE, 1, 1).learningRate(0))
                .isEqualTo(RATE);
    }

    @ParameterizedTest
    @EnumSource
    void shouldAllocateNothing(ScheduleKind kind) {
        Schedule schedule = ScheduleDescription.of(kind).withWarmup(3).create(RATE, 1_000, 10);
        double[] last = new double[1];

        long bytes =
                AllocatedBytes.of(() -> {
                    for (int step = 0; step < 1_000; step++) {
                        last[0] = schedule.learningRate(step);
                    }
                });

        assertThat(bytes).isZero();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.0, -1.0, Double.NaN, Double.POSITIVE_INFINITY})
    void shouldRejectARateThatIsNotPositive(double rate) {
        assertThatThrownBy(() -> Schedule.constant(rate))
                .hasMessage("learningRate must be a positive number: learningRate=" + rate);
        assertThatThrownBy(() -> ScheduleDescription.of(ScheduleKind.COSINE).create(rate, 1, 1))
                .hasMessage("learningRate must be a positive number: learningRate=" + rate);
    }

    @Test
    void shouldRejectAWarmUpThatLeavesNothing() {
        assertThatThrownBy(() -> ScheduleDescription.CONSTANT.withWarmup(10).create(RATE, 10, 5))
                .hasMessage(
                        "a schedule needs steps after its warm-up, and epochs of at least one:"
                                + " warmup=10, totalSteps=10, stepsPerEpoch=5");
    }

    @ParameterizedTest
    @CsvSource({
        "STEP, 1",
        "STEP, 0",
        "STEP, NaN",
        "PLATEAU, 2",
        "EXPONENTIAL, 0",
        "EXPONENTIAL, Infinity",
        "RAMP, 1",
        "RAMP, Infinity",
        "CONSTANT, 0.5",
        "COSINE, 0.5",
        "ONE_CYCLE, 0.5"
    })
    void shouldRejectADecayThatDoesNotSuit(ScheduleKind kind, double decay) {
        ScheduleDescription description = ScheduleDescription.of(kind);

        assertThatThrownBy(() -> description.withDecay(decay))
                .hasMessage(
                        "decay does not suit the schedule: kind="
                                + kind.optionName()
                                + ", decay="
                                + decay);
    }

    @Test
    void shouldRejectEpochsOfASchedulesThatDoesNotDecay() {
        ScheduleDescription cosine = ScheduleDescription.of(ScheduleKind.COSINE);

        assertThatThrownBy(() -> cosine.withDecayEpochs(3))
                .hasMessage(
                        "decayEpochs must be positive, and of a schedule that decays: kind=cosine,"
                                + " decayEpochs=3");
    }
}
