package glissade.descent;

import static org.assertj.core.api.Assertions.assertThat;

import glissade.descent.Landing.Kind;
import glissade.optim.OptimizerDescription;
import glissade.optim.Schedule;
import glissade.optim.ScheduleDescription;
import glissade.optim.ScheduleKind;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Requirement G6: descent with any optimizer and several balls; G5: each in its own valley. */
class DescentTest {

    private static Roll roll(
            Surface surface, String optimizer, double rate, int steps, double x, double y) {
        return new Descent(
                        surface, OptimizerDescription.of(optimizer), Schedule.constant(rate), steps)
                .roll(Descent.at(surface, x, y));
    }

    static List<String> optimizers() {
        return OptimizerDescription.names();
    }

    @ParameterizedTest
    @MethodSource("optimizers")
    void shouldComeToRestAtTheBottomOfABowlWithEveryOptimizer(String optimizer) {
        double rate = OptimizerDescription.of(optimizer).isAdaptive() ? 0.05 : 0.02;

        Roll roll = roll(Surface.BOWL, optimizer, rate, 20_000, 1.5, -1);

        assertThat(roll.end().kind()).isEqualTo(Kind.MINIMUM);
        assertThat(roll.end().words()).isEqualTo("the bottom (0, 0)");
    }

    @ParameterizedTest
    @CsvSource({
        "4, 4, 'the north-east minimum (3, 2)'",
        "-4, 4, 'the north-west minimum (-2.8051, 3.1313)'",
        "-4, -4, 'the south-west minimum (-3.7793, -3.2832)'",
        "4, -4, 'the south-east minimum (3.5844, -1.8481)'"
    })
    void shouldRollIntoTheValleyThatABallStartsIn(double x, double y, String valley) {
        Roll roll = roll(Surface.HIMMELBLAU, "sgd", 0.005, 500, x, y);

        assertThat(roll.end().words()).isEqualTo(valley);
        assertThat(roll.last().height()).isLessThan(1e-9);
    }

    @Test
    void shouldFollowPlainGradientDescent() {
        Roll roll = roll(Surface.BOWL, "sgd", 0.25, 3, 4, -2);

        assertThat(roll.points()).extracting(Roll.Point::x).containsExactly(4.0, 2.0, 1.0, 0.5);
        assertThat(roll.points())
                .extracting(Roll.Point::y)
                .containsExactly(-2.0, -1.0, -0.5, -0.25);
    }

    @Test
    void shouldNameALocalMinimumAndHowHighItLies() {
        Roll roll = roll(Surface.RASTRIGIN, "sgd", 0.002, 500, 1.1, 0.1);

        assertThat(roll.end().kind()).isEqualTo(Kind.MINIMUM);
        assertThat(roll.end().words())
                .isEqualTo("a local minimum (0.995, 0), 0.995 above the deepest");
    }

    @Test
    void shouldSayThatARateIsTooLarge() {
        Roll across = roll(Surface.BOWL, "sgd", 0.99, 100, 4, 4);
        Roll away = roll(Surface.BOWL, "sgd", 1.05, 1_000, 4, 4);

        assertThat(across.end().kind()).isEqualTo(Kind.OSCILLATING);
        assertThat(across.end().words())
                .isEqualTo("no minimum: jumps to and fro, the bottom (0, 0) is 0.75 away");
        assertThat(RateAdvice.of(List.of(across), 0.99, 100))
                .isEqualTo("the ball jumps to and fro: the rate is too large; try --lr 0.33");
        assertThat(away.end().kind()).isEqualTo(Kind.DIVERGED);
        assertThat(away.end().words()).isEqualTo("no minimum: diverged");
        assertThat(away.steps()).isLessThan(100);
        assertThat(roll(Surface.BOWL, "sgd", 1.02, 100, 3, 1).end().kind())
                .isEqualTo(Kind.DIVERGED);
        assertThat(RateAdvice.of(List.of(across, away), 1.05, 1_000))
                .isEqualTo(
                        "1 of 2 balls has left the surface: the rate is too large; try --lr 0.35");
    }

    @Test
    void shouldSayThatARateIsTooSmall() {
        Roll roll = roll(Surface.BOWL, "sgd", 0.0001, 500, 4, 4);

        assertThat(roll.end().kind()).isEqualTo(Kind.CREEPING);
        assertThat(roll.end().words()).isEqualTo("no minimum: still moving, slowly");
        assertThat(RateAdvice.of(List.of(roll, roll), 0.0001, 500))
                .isEqualTo(
                        "2 of 2 balls creep: the rate is too small for 500 steps; try --lr 0.0003"
                                + " or --steps 5000");
    }

    @Test
    void shouldSayThatABallNeedsMoreSteps() {
        Roll roll = roll(Surface.BOWL, "sgd", 0.05, 8, 4, 4);

        assertThat(roll.end().kind()).isEqualTo(Kind.MOVING);
        assertThat(RateAdvice.of(List.of(roll), 0.05, 8))
                .isEqualTo("the ball is still moving: try --steps 24");
    }

    @Test
    void shouldHaveNothingToAdviseWhenEveryBallRests() {
        Roll roll = roll(Surface.BOWL, "sgd", 0.1, 100, 4, 4);

        assertThat(RateAdvice.of(List.of(roll), 0.1, 100)).isNull();
    }

    /** A constant rate swings round the bottom for ever; a falling one comes to rest. */
    @Test
    void shouldComeToRestUnderAFallingRate() {
        ScheduleDescription cosine = ScheduleDescription.of(ScheduleKind.COSINE);

        Roll constant = roll(Surface.ACKLEY, "sgd", 0.1, 300, 0.4, 0.3);
        Roll falling =
                new Descent(
                                Surface.ACKLEY,
                                OptimizerDescription.of("sgd"),
                                cosine.create(0.1, 300, 1),
                                300)
                        .roll(Descent.at(Surface.ACKLEY, 0.4, 0.3));

        assertThat(constant.end().kind()).isEqualTo(Kind.OSCILLATING);
        assertThat(falling.end().words()).isEqualTo("the bottom of the funnel (0, 0)");
        assertThat(falling.last().height()).isLessThan(0.01);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "BEALE")
    void shouldRestEverywhereWithTheRateAndStepsThatSuit(Surface surface) {
        Descent descent =
                new Descent(
                        surface,
                        OptimizerDescription.of("sgd"),
                        Schedule.constant(surface.plainRate()),
                        surface.plainSteps());

        for (Roll.Point start : Descent.starts(surface, 20, 7)) {
            Roll roll = descent.roll(start);

            assertThat(roll.end().kind()).as("%s: %s", start, roll.end()).isEqualTo(Kind.MINIMUM);
        }
    }

    @Test
    void shouldKeepEnoughOfALongWayButNotAll() {
        Roll roll = roll(Surface.ROSENBROCK, "sgd", 0.0001, 1_000_000, -1.5, 2);

        assertThat(roll.steps()).isEqualTo(1_000_000);
        assertThat(roll.points()).hasSizeBetween(4_000, 6_000);
        assertThat(roll.end().words()).isEqualTo("the minimum (1, 1)");
    }

    @Test
    void shouldTellASaddleFromAMinimum() {
        Roll roll = roll(Surface.SIX_HUMP_CAMEL, "sgd", 0.02, 100, 0, 0);

        assertThat(roll.end().kind()).isEqualTo(Kind.SADDLE);
    }

    @Test
    void shouldSpreadItsBallsAlikeForTheSameSeedOnly() {
        assertThat(Descent.starts(Surface.ACKLEY, 8, 1))
                .isEqualTo(Descent.starts(Surface.ACKLEY, 8, 1))
                .isNotEqualTo(Descent.starts(Surface.ACKLEY, 8, 2))
                .doesNotHaveDuplicates();
    }
}
