package glissade.descent;

import static org.assertj.core.api.Assertions.assertThat;

import glissade.descent.Landing.Kind;
import glissade.optim.OptimizerDescription;
import glissade.optim.Schedule;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
        assertThat(roll.end().words()).isEqualTo("the bottom");
    }

    @ParameterizedTest
    @CsvSource({
        "4, 4, the north-east minimum",
        "-4, 4, the north-west minimum",
        "-4, -4, the south-west minimum",
        "4, -4, the south-east minimum"
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
        assertThat(roll.end().words()).isEqualTo("a local minimum, 0.995 above the deepest");
    }

    @Test
    void shouldSayThatARateIsTooLarge() {
        Roll across = roll(Surface.BOWL, "sgd", 0.99, 100, 4, 4);
        Roll away = roll(Surface.BOWL, "sgd", 1.05, 1_000, 4, 4);

        assertThat(across.end().kind()).isEqualTo(Kind.OSCILLATES);
        assertThat(across.end().words())
                .isEqualTo(
                        "oscillates across the valley: try a smaller --lr; the bottom is 0.75 away");
        assertThat(away.end().kind()).isEqualTo(Kind.DIVERGED);
        assertThat(away.steps()).isLessThan(100);
    }

    @Test
    void shouldSayThatARateIsTooSmall() {
        Roll roll = roll(Surface.BOWL, "sgd", 0.0001, 500, 4, 4);

        assertThat(roll.end().kind()).isEqualTo(Kind.ON_ITS_WAY);
        assertThat(roll.end().words())
                .isEqualTo("still on its way down, and slow: try a larger --lr or more --steps");
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
