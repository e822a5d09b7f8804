package glissade.data;

import glissade.math.CounterRandom;
import java.util.Arrays;

/**
 * The paper: inks the path of a pen with soft edges, blurs it a little and adds noise.
 *
 * <p>Arithmetic is +, −, × and ÷ and the square root, all correctly rounded on every machine.
 * Confined to one thread; reused for all images.
 */
final class DigitCanvas {
    static final int SIDE = 28;
    static final int PIXELS = SIDE * SIDE;

    private static final double RADIUS_LOW = 0.85;
    private static final double RADIUS_RANGE = 0.9;

    /** How much the pen's width may change from the start to the end of the writing. */
    private static final double RADIUS_CHANGE = 0.25;

    private static final double INK_LOW = 200;
    private static final double INK_RANGE = 60;
    private static final double BLUR_HIGHEST = 0.8;
    private static final double NOISE_HIGHEST = 14;

    /** Standard deviation of the sum of four bytes, √(4 · (256² − 1) / 12). */
    private static final double FOUR_BYTES_DEVIATION = 147.8;

    private static final int FOUR_BYTES_MEAN = 510;

    /** Image with a border of one pixel, so that the blur needs no special edges. */
    private static final int STRIDE = SIDE + 2;

    private final double[] ink = new double[STRIDE * STRIDE];
    private final double[] rowBlur = new double[STRIDE * STRIDE];

    /**
     * Draws the image.
     *
     * @param path ends of the segments in pixels, four numbers each
     * @param index first index of {@code random} to draw from
     * @param out written in [offset, offset + 784)
     */
    void draw(
            double[] path, int segments, CounterRandom random, int index, byte[] out, int offset) {
        Arrays.fill(ink, 0);
        double radius = RADIUS_LOW + RADIUS_RANGE * random.uniformDouble(index);
        double change = RADIUS_CHANGE * (2 * random.uniformDouble(index + 1) - 1);
        double peak = INK_LOW + INK_RANGE * random.uniformDouble(index + 2);
        double blur = BLUR_HIGHEST * random.uniformDouble(index + 3);
        double noise = NOISE_HIGHEST * random.uniformDouble(index + 4);

        for (int i = 0; i < segments; i++) {
            double place = i / (double) segments - 0.5;
            segment(path, 4 * i, radius * (1 + change * place));
        }
        blurRows(0.25 * blur);
        finish(0.25 * blur, peak, noise, random, index + 5, out, offset);
    }

    /** Ink is full up to half a pixel inside the pen's edge and fades to half a pixel outside. */
    private void segment(double[] path, int at, double radius) {
        double x0 = path[at];
        double y0 = path[at + 1];
        double dx = path[at + 2] - x0;
        double dy = path[at + 3] - y0;
        double reach = radius + 0.5;
        double lengthSquared = dx * dx + dy * dy;
        double inverse = lengthSquared > 0 ? 1 / lengthSquared : 0;
        int left = edge(Math.min(x0, x0 + dx) - reach + 1);
        int right = edge(Math.max(x0, x0 + dx) + reach);
        int top = edge(Math.min(y0, y0 + dy) - reach + 1);
        int bottom = edge(Math.max(y0, y0 + dy) + reach);
        for (int row = top; row <= bottom; row++) {
            double v = row - y0;
            for (int column = left; column <= right; column++) {
                double u = column - x0;
                double t = Math.clamp((u * dx + v * dy) * inverse, 0.0, 1.0);
                double px = u - t * dx;
                double py = v - t * dy;
                double distanceSquared = px * px + py * py;
                if (distanceSquared < reach * reach) {
                    int pixel = (row + 1) * STRIDE + column + 1;
                    double cover = Math.min(1, reach - Math.sqrt(distanceSquared));
                    ink[pixel] = Math.max(ink[pixel], cover);
                }
            }
        }
    }

    private static int edge(double coordinate) {
        return (int) Math.clamp(coordinate, 0.0, SIDE - 1.0);
    }

    private void blurRows(double side) {
        double middle = 1 - 2 * side;
        for (int i = 1; i < rowBlur.length - 1; i++) {
            rowBlur[i] = middle * ink[i] + side * (ink[i - 1] + ink[i + 1]);
        }
    }

    private void finish(
            double side,
            double peak,
            double noise,
            CounterRandom random,
            int index,
            byte[] out,
            int offset) {
        double middle = 1 - 2 * side;
        double noiseUnit = noise / FOUR_BYTES_DEVIATION;
        for (int row = 0; row < SIDE; row++) {
            for (int column = 0; column < SIDE; column++) {
                int i = (row + 1) * STRIDE + column + 1;
                double value =
                        middle * rowBlur[i] + side * (rowBlur[i - STRIDE] + rowBlur[i + STRIDE]);
                int pixel = row * SIDE + column;
                int word = random.bits(index + pixel);
                int bytes = (word & 255) + (word >>> 8 & 255) + (word >>> 16 & 255) + (word >>> 24);
                value = peak * value + noiseUnit * (bytes - FOUR_BYTES_MEAN);
                out[offset + pixel] = (byte) (int) Math.clamp(value + 0.5, 0.0, 255.0);
            }
        }
    }
}
