package glissade.descent;

import static org.assertj.core.api.Assertions.assertThat;

import glissade.optim.OptimizerDescription;
import glissade.optim.Schedule;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requirement G6: picture and numbers. */
class DescentPictureTest {

    private static int brightness(BufferedImage image, int column, int row) {
        Color color = new Color(image.getRGB(column, row));
        return color.getRed() + color.getGreen() + color.getBlue();
    }

    @Test
    void shouldShowTheValleyDarkTheRimBrightAndTheBallWhereItRests() {
        Descent descent =
                new Descent(
                        Surface.BOWL, OptimizerDescription.of("sgd"), Schedule.constant(0.1), 100);
        Roll roll = descent.roll(Descent.at(Surface.BOWL, 2.5, 2.5));

        BufferedImage image = new DescentPicture(Surface.BOWL, List.of(roll), "a bowl").draw();

        // The plot begins at (130, 110) and is 1440 wide and high: (0, 0) is its middle.
        assertThat(new Color(image.getRGB(130 + 720, 110 + 720)))
                .isEqualTo(new Color(0xE4, 0x1A, 0x1C));
        assertThat(brightness(image, 130 + 720, 110 + 800))
                .isLessThan(brightness(image, 130 + 720, 110 + 1_400));
        assertThat(new Color(image.getRGB(130 + 720 + 360, 110 + 360))).isEqualTo(Color.WHITE);
        assertThat(new Color(image.getRGB(130 + 1_440 + 50, 110 + 1_430)))
                .as("the low end of the scale")
                .isEqualTo(new Color(image.getRGB(130 + 720 + 30, 110 + 720 + 30)));
    }

    @Test
    void shouldGiveFewBallsAColourEachAndManyOnesAColourByTheirEnd() {
        BallGroups few = new BallGroups(rolls(3));
        BallGroups many = new BallGroups(rolls(40));

        assertThat(few.all()).hasSize(3);
        assertThat(few.colorOfBall(0)).isNotEqualTo(few.colorOfBall(1));
        assertThat(many.all()).hasSize(4);
        assertThat(many.all())
                .extracting(group -> group.balls().size())
                .isSortedAccordingTo(Comparator.reverseOrder());
        for (BallGroups.Group group : many.all()) {
            assertThat(group.words()).contains("minimum (");
            assertThat(group.balls())
                    .extracting(many::colorOfBall)
                    .containsOnly(many.colorOfBall(group.balls().getFirst()));
        }
    }

    private static List<Roll> rolls(int balls) {
        Descent descent =
                new Descent(
                        Surface.HIMMELBLAU,
                        OptimizerDescription.of("sgd"),
                        Schedule.constant(0.005),
                        200);
        return Descent.starts(Surface.HIMMELBLAU, balls, 1).stream().map(descent::roll).toList();
    }

    @ParameterizedTest
    @CsvSource({
        "-2, 2, '-2 -1 0 1 2'",
        "-5.12, 5.12, '-4 -2 0 2 4'",
        "-1.2, 1.2, '-1 -0.5 0 0.5 1'",
        "0, 0.01, '0 0.002 0.004 0.006 0.008 0.01'",
        "-1, 3, '-1 0 1 2 3'"
    })
    void shouldPutRoundNumbersOnItsAxes(double from, double to, String expected) {
        assertThat(Ticks.between(from, to).stream().map(Numbers::plain))
                .containsExactly(expected.split(" ", -1));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-1.0316284, -1.03",
        "12, 12",
        "0.00021, 0.00021",
        "0.00001, 1.0e-05",
        "123456, 1.2e+05",
        "Infinity, Infinity"
    })
    void shouldWriteNumbersBriefly(double value, String expected) {
        assertThat(Numbers.brief(value)).isEqualTo(expected);
    }
}
