package glissade.data;

import glissade.math.CounterRandom;

/**
 * Writes a digit as one hand at one moment would: every point strays a little, and the whole is
 * scaled, slanted, turned, shifted and warped. Leaves the path of the pen as short straight
 * segments in pixel coordinates.
 *
 * <p>Arithmetic is +, −, × and ÷ in double only. Confined to one thread; reused for all images.
 */
final class DigitHand {
    /** Straight segments a curve between two points is cut into. */
    private static final int SEGMENTS = 4;

    private static final int MOST_POINTS = 24;
    static final int MOST_SEGMENTS = MOST_POINTS * SEGMENTS;

    /** Glyph units in one pixel at scale 1: 20 pixels high, as MNIST's digits are. */
    private static final double PIXELS_PER_UNIT = 0.2;

    private static final double GLYPH_CENTRE = 50;
    private static final double IMAGE_CENTRE = 13.5;

    // Ranges of the deformation; chosen by looking at contact sheets and by the accuracy of a
    // linear and of a small network, see SyntheticDigits.
    private static final double JITTER_UNITS = 6.5;
    private static final double SCALE_LOW = 0.72;
    private static final double SCALE_RANGE = 0.36;
    private static final double WIDTH_LOW = 0.75;
    private static final double WIDTH_RANGE = 0.45;
    private static final double SLANT = 0.48;
    private static final double HALF_TURN_TANGENT = 0.17;
    private static final double SHIFT_PIXELS = 2.7;
    private static final double WARP_PIXELS = 1.8;

    /** The warp's grid: nodes along one side, 9 pixels apart. */
    private static final int WARP_NODES = 4;

    private static final double WARP_SPACING = 9;

    private final double[] x = new double[MOST_POINTS];
    private final double[] y = new double[MOST_POINTS];
    private final double[] warp = new double[2 * WARP_NODES * WARP_NODES];

    /** Ends of the segments in pixels, x and y in turn: [from, to] for each. */
    final double[] path = new double[4 * MOST_SEGMENTS];

    private int segments;
    private double warpedX;
    private double warpedY;

    /** Number of segments written to {@link #path} by the last {@link #write}. */
    int segments() {
        return segments;
    }

    /**
     * Writes the digit.
     *
     * @param index first index of {@code random} to draw from
     * @return the index after the last one drawn
     */
    int write(DigitGlyphs.Style style, CounterRandom random, int index) {
        int next = place(style, random, index);
        for (int i = 0; i < warp.length; i++) {
            warp[i] = WARP_PIXELS * centred(random, next++);
        }
        segments = 0;
        int first = 0;
        for (int i = 0; i < style.points; i++) {
            if (style.penUp[i]) {
                curve(first, i);
                first = i + 1;
            } else if (style.corner[i]) {
                curve(first, i);
                first = i;
            }
        }
        return next;
    }

    /** Points of the style, each astray, under one affine map into the image. */
    private int place(DigitGlyphs.Style style, CounterRandom random, int index) {
        int next = index;
        double scale = PIXELS_PER_UNIT * (SCALE_LOW + SCALE_RANGE * random.uniformDouble(next++));
        double width = scale * (WIDTH_LOW + WIDTH_RANGE * random.uniformDouble(next++));
        double slant = SLANT * centred(random, next++);
        // cos and sin of an angle from the tangent of its half: no trigonometry needed
        double t = HALF_TURN_TANGENT * centred(random, next++);
        double cos = (1 - t * t) / (1 + t * t);
        double sin = 2 * t / (1 + t * t);
        double shiftX = IMAGE_CENTRE + SHIFT_PIXELS * centred(random, next++);
        double shiftY = IMAGE_CENTRE + SHIFT_PIXELS * centred(random, next++);
        for (int i = 0; i < style.points; i++) {
            double v = style.y[i] - GLYPH_CENTRE + JITTER_UNITS * centred(random, next++);
            double u = style.x[i] - GLYPH_CENTRE + JITTER_UNITS * centred(random, next++);
            u = width * u - slant * scale * v;
            v = scale * v;
            x[i] = shiftX + cos * u - sin * v;
            y[i] = shiftY + sin * u + cos * v;
        }
        return next;
    }

    /** Symmetric about 0 in (−1, 1), the middle likelier than the ends. */
    private static double centred(CounterRandom random, int index) {
        int bits = random.bits(index);
        return ((bits >>> 16) + (bits & 0xffff) - 0xffff) * 0x1.0p-16;
    }

    /** A Catmull-Rom spline through points [first, last]; straight between two. */
    private void curve(int first, int last) {
        warp(x[first], y[first]);
        for (int i = first; i < last; i++) {
            int before = Math.max(first, i - 1);
            int after = Math.min(last, i + 2);
            for (int k = 1; k <= SEGMENTS; k++) {
                double t = k / (double) SEGMENTS;
                int at = 4 * segments++;
                path[at] = warpedX;
                path[at + 1] = warpedY;
                warp(
                        spline(x[before], x[i], x[i + 1], x[after], t),
                        spline(y[before], y[i], y[i + 1], y[after], t));
                path[at + 2] = warpedX;
                path[at + 3] = warpedY;
            }
        }
    }

    private static double spline(double a, double b, double c, double d, double t) {
        double linear = c - a;
        double square = 2 * a - 5 * b + 4 * c - d;
        double cube = 3 * b - a - 3 * c + d;
        return b + 0.5 * t * (linear + t * (square + t * cube));
    }

    /** Moves a point by the warp's displacement there, smooth between the nodes of its grid. */
    private void warp(double pointX, double pointY) {
        double u = Math.clamp(pointX / WARP_SPACING, 0.0, WARP_NODES - 1.001);
        double v = Math.clamp(pointY / WARP_SPACING, 0.0, WARP_NODES - 1.001);
        int column = (int) u;
        int row = (int) v;
        double fx = smooth(u - column);
        double fy = smooth(v - row);
        int node = row * WARP_NODES + column;
        warpedX = pointX + between(node, fx, fy);
        warpedY = pointY + between(node + WARP_NODES * WARP_NODES, fx, fy);
    }

    private double between(int node, double fx, double fy) {
        double upper = warp[node] + fx * (warp[node + 1] - warp[node]);
        int below = node + WARP_NODES;
        double lower = warp[below] + fx * (warp[below + 1] - warp[below]);
        return upper + fy * (lower - upper);
    }

    private static double smooth(double t) {
        return t * t * (3 - 2 * t);
    }
}
