package glissade.descent;

import org.jspecify.annotations.Nullable;

/** Second derivatives of a surface at a point, by central differences of its exact gradient. */
final class Curvature {

    private static final double STEP = 1e-4;
    private static final int NEWTON_STEPS = 30;
    private static final double SETTLED = 1e-9;

    private final double xx;
    private final double xy;
    private final double yy;

    private Curvature(Surface surface, double x, double y) {
        double[] plus = new double[2];
        double[] minus = new double[2];
        surface.gradient(x + STEP, y, plus);
        surface.gradient(x - STEP, y, minus);
        xx = (plus[0] - minus[0]) / (2 * STEP);
        double first = (plus[1] - minus[1]) / (2 * STEP);
        surface.gradient(x, y + STEP, plus);
        surface.gradient(x, y - STEP, minus);
        double second = (plus[0] - minus[0]) / (2 * STEP);
        yy = (plus[1] - minus[1]) / (2 * STEP);
        xy = (first + second) / 2;
    }

    static Curvature at(Surface surface, double x, double y) {
        return new Curvature(surface, x, y);
    }

    /** The smaller eigenvalue: above 0 where the surface curves upwards in every direction. */
    double smallest() {
        double half = (xx - yy) / 2;
        return (xx + yy) / 2 - Math.sqrt(half * half + xy * xy);
    }

    /**
     * The place where the surface is flat that Newton's method finds from a point without leaving
     * its surroundings.
     *
     * @param reach how far from the point it may be
     * @return two coordinates, or null where there is none
     */
    static double @Nullable [] flatPlace(Surface surface, double x, double y, double reach) {
        double[] place = {x, y};
        double[] gradient = new double[2];
        for (int step = 0; step < NEWTON_STEPS; step++) {
            surface.gradient(place[0], place[1], gradient);
            Curvature curvature = at(surface, place[0], place[1]);
            double determinant = curvature.xx * curvature.yy - curvature.xy * curvature.xy;
            double moveX = (curvature.xy * gradient[1] - curvature.yy * gradient[0]) / determinant;
            double moveY = (curvature.xy * gradient[0] - curvature.xx * gradient[1]) / determinant;
            place[0] += moveX;
            place[1] += moveY;
            // Also ends where the matrix has no inverse: what is no number is not within reach.
            if (!(Math.abs(place[0] - x) <= reach && Math.abs(place[1] - y) <= reach)) {
                return null;
            }
            if (Math.abs(moveX) + Math.abs(moveY) < SETTLED) {
                return place;
            }
        }
        return null;
    }
}
