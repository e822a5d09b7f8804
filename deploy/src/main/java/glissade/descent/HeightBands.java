package glissade.descent;

import glissade.descent.Surface.Window;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.Arrays;

/**
 * The surface seen from above, as bands of colour with lines of equal height between them. Bands
 * hold equal shares of the area, not equal differences in height: a deep narrow valley shows as
 * well as a high wall.
 */
final class HeightBands {

    static final int BANDS = 24;

    /** Deep to high: blue, green, sand, white. */
    private static final int[][] STOPS = {
        {13, 29, 72},
        {27, 78, 130},
        {43, 127, 141},
        {106, 168, 129},
        {196, 200, 132},
        {231, 208, 158},
        {250, 243, 228}
    };

    private final Surface surface;
    private final int width;
    private final int height;
    private final double[] heights;
    private final double[] limits;

    HeightBands(Surface surface, int width, int height) {
        this.surface = surface;
        this.width = width;
        this.height = height;
        this.heights = heights();
        this.limits = limits(heights);
    }

    /** Lower limit of a band; of the one after the last, the greatest height. */
    double limit(int band) {
        return limits[band];
    }

    /** Deep bands are dark, high ones bright. */
    static Color color(int band) {
        return color(band / (BANDS - 1.0));
    }

    BufferedImage draw() {
        int[] bands = new int[heights.length];
        for (int i = 0; i < bands.length; i++) {
            int found = Arrays.binarySearch(limits, 1, BANDS, heights[i]);
            bands[i] = (found < 0 ? -found - 1 : found) - 1;
        }
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int row = 0; row < height; row++) {
            for (int column = 0; column < width; column++) {
                int band = bands[row * width + column];
                boolean line =
                        (column + 1 < width && bands[row * width + column + 1] != band)
                                || (row + 1 < height && bands[(row + 1) * width + column] != band);
                Color color = color(band);
                image.setRGB(column, row, (line ? line(color) : color).getRGB());
            }
        }
        return image;
    }

    private double[] heights() {
        Window window = surface.window();
        double[] heights = new double[width * height];
        for (int row = 0; row < height; row++) {
            double y = window.toY() - (row + 0.5) / height * window.height();
            for (int column = 0; column < width; column++) {
                double x = window.fromX() + (column + 0.5) / width * window.width();
                heights[row * width + column] = surface.height(x, y);
            }
        }
        return heights;
    }

    private double[] limits(double[] heights) {
        double[] sorted = heights.clone();
        Arrays.sort(sorted);
        double[] limits = new double[BANDS + 1];
        for (int band = 0; band <= BANDS; band++) {
            limits[band] = sorted[(int) ((long) band * (sorted.length - 1) / BANDS)];
        }
        limits[0] = surface.minima().getFirst().height();
        return limits;
    }

    private static Color color(double share) {
        double place = share * (STOPS.length - 1);
        int stop = Math.min((int) place, STOPS.length - 2);
        double part = place - stop;
        int[] mixed = new int[3];
        for (int channel = 0; channel < 3; channel++) {
            mixed[channel] =
                    (int)
                            Math.round(
                                    STOPS[stop][channel] * (1 - part)
                                            + STOPS[stop + 1][channel] * part);
        }
        return new Color(mixed[0], mixed[1], mixed[2]);
    }

    /** A line between bands: the band's colour, a little darker. */
    private static Color line(Color color) {
        return new Color(color.getRed() * 4 / 5, color.getGreen() * 4 / 5, color.getBlue() * 4 / 5);
    }
}
