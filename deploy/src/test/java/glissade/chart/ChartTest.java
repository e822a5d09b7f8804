package glissade.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Requirement V3: curves as pictures, looked at pixel by pixel. */
class ChartTest {

    private static final Axis LINEAR = Axis.linear("samples");

    /** Columns that are data for sure: left of the legend, right of the axis. */
    private static final int FROM_COLUMN = 300;

    private static final int TO_COLUMN = 1_200;

    @TempDir Path directory;

    @Test
    void shouldDrawEqualFactorsAtEqualDistancesOnALogarithmicAxis() throws IOException {
        Chart chart = new Chart("losses", LINEAR, Axis.logarithmic("loss"));
        double[] levels = {0.1, 1, 100};
        for (double level : levels) {
            chart = chart.with(flat("loss " + level, level));
        }

        BufferedImage image = chart.draw();

        double low = row(image, 0);
        double middle = row(image, 1);
        double high = row(image, 2);
        assertThat(low).isGreaterThan(middle);
        assertThat(middle - high).isCloseTo(2 * (low - middle), within(2.0));
        assertThat(low - high).isGreaterThan(0.7 * image.getHeight());
    }

    @Test
    void shouldDrawEqualDifferencesAtEqualDistancesOnALinearAxis() throws IOException {
        Chart chart = new Chart("losses", LINEAR, Axis.linear("loss"));
        double[] levels = {-1, 0, 2};
        for (double level : levels) {
            chart = chart.with(flat("loss " + level, level));
        }

        BufferedImage image = chart.draw();

        double low = row(image, 0);
        double middle = row(image, 1);
        double high = row(image, 2);
        assertThat(middle - high).isCloseTo(2 * (low - middle), within(2.0));
    }

    @Test
    void shouldInterruptACurveWhereThereIsNoLoss() throws IOException {
        double[] x = {0, 1, 2, 3, 4, 5};
        double[] y = {1, 1, Double.NaN, 1, 1, 1};
        BufferedImage image =
                new Chart("losses", LINEAR, Axis.logarithmic("loss"))
                        .with(new Curve("one", x, y))
                        .with(flat("two", 2))
                        .draw();

        List<Integer> columns = columns(image, ChartPicture.color(0));
        int widestGap = 0;
        for (int i = 1; i < columns.size(); i++) {
            widestGap = Math.max(widestGap, columns.get(i) - columns.get(i - 1));
        }
        assertThat(widestGap).isBetween(image.getWidth() / 4, image.getWidth() / 2);
    }

    @Test
    void shouldCutOffWhatTheAxisLeavesOut() throws IOException {
        double[] x = {0, 1, 2};
        BufferedImage image =
                new Chart("losses", LINEAR, Axis.linear("loss").endingAt(1))
                        .with(new Curve("far up", x, new double[] {0.5, 1e30, 1e30}))
                        .with(flat("on the floor", 0))
                        .draw();

        for (int row = 0; row < 60; row++) {
            for (int column = 0; column < TO_COLUMN; column++) {
                assertThat(image.getRGB(column, row)).isNotEqualTo(ChartPicture.color(0).getRGB());
            }
        }
        assertThat(row(image, 1)).isGreaterThan(0.7 * image.getHeight());
    }

    @Test
    void shouldMarkAPlaceWithALineAcross() throws IOException {
        BufferedImage image =
                new Chart("losses", LINEAR, Axis.linear("loss"))
                        .with(flat("loss", 0))
                        .with(new Mark("here", 2, 1))
                        .draw();

        List<Integer> dark = new ArrayList<>();
        for (int column = FROM_COLUMN; column < TO_COLUMN; column++) {
            int inked = 0;
            for (int row = 200; row < 700; row++) {
                inked += luminance(image.getRGB(column, row)) < 0.4 ? 1 : 0;
            }
            if (inked > 100) {
                dark.add(column);
            }
        }
        assertThat(dark).isNotEmpty();
        assertThat(dark.getLast() - dark.getFirst()).isLessThan(5);
    }

    @Test
    void shouldWriteAPictureOfTheSameSizeWhateverIsInIt() throws IOException {
        Path file = directory.resolve("empty.png");

        new Chart("nothing", Axis.logarithmic("learning rate"), Axis.logarithmic("loss"))
                .write(file);

        BufferedImage image = ImageIO.read(file.toFile());
        assertThat(image.getWidth()).isEqualTo(ChartPicture.WIDTH);
        assertThat(image.getHeight()).isEqualTo(ChartPicture.HEIGHT);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void shouldSayWhyAFileCannotBeWritten() {
        Chart chart = new Chart("losses", LINEAR, LINEAR);

        assertThatThrownBy(() -> chart.write(Path.of("/dev/full")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("No space left on device");
    }

    @Test
    void shouldKeepPeaksAndEndsOfLongCurves() {
        int points = 100_000;
        double[] x = new double[points];
        double[] y = new double[points];
        for (int point = 0; point < points; point++) {
            x[point] = point;
        }
        y[54_321] = 9;
        y[54_400] = -7;

        Curve thin = new Curve("long", x, y).thinned(100);

        assertThat(thin.size()).isLessThanOrEqualTo(100);
        assertThat(thin.x(0)).isZero();
        assertThat(thin.x(thin.size() - 1)).isEqualTo(points - 1);
        double highest = 0;
        double lowest = 0;
        for (int point = 1; point < thin.size(); point++) {
            assertThat(thin.x(point)).isGreaterThanOrEqualTo(thin.x(point - 1));
            highest = Math.max(highest, thin.y(point));
            lowest = Math.min(lowest, thin.y(point));
        }
        assertThat(highest).isEqualTo(9);
        assertThat(lowest).isEqualTo(-7);
    }

    @Test
    void shouldRejectPointsWithoutAPartner() {
        assertThatThrownBy(() -> new Curve("odd", new double[2], new double[3]))
                .hasMessage("a point has an x and a y: x=2, y=3");
    }

    private static Curve flat(String name, double level) {
        return new Curve(name, new double[] {0, 4}, new double[] {level, level});
    }

    /** Mean row of the pixels of a flat curve. */
    private static double row(BufferedImage image, int curve) {
        int color = ChartPicture.color(curve).getRGB();
        double sum = 0;
        int count = 0;
        for (int row = 0; row < image.getHeight(); row++) {
            for (int column = FROM_COLUMN; column < TO_COLUMN; column++) {
                if (image.getRGB(column, row) == color) {
                    sum += row;
                    count++;
                }
            }
        }
        assertThat(count).as("pixels of curve %d", curve).isGreaterThan(TO_COLUMN - FROM_COLUMN);
        return sum / count;
    }

    private static List<Integer> columns(BufferedImage image, Color color) {
        List<Integer> columns = new ArrayList<>();
        for (int column = 0; column < TO_COLUMN; column++) {
            for (int row = 0; row < image.getHeight(); row++) {
                if (image.getRGB(column, row) == color.getRGB()) {
                    columns.add(column);
                    break;
                }
            }
        }
        return columns;
    }

    private static double luminance(int rgb) {
        Color color = new Color(rgb);
        return (color.getRed() + color.getGreen() + color.getBlue()) / (3.0 * 255);
    }
}
