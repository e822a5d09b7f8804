package glissade.descent;

import static org.assertj.core.api.Assertions.assertThat;

import glissade.optim.OptimizerDescription;
import glissade.optim.Schedule;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.List;
import org.junit.jupiter.api.Test;

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
    }
}
