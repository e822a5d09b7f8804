package glissade.descent;

import glissade.descent.Landing.Kind;
import glissade.descent.Roll.Point;
import glissade.descent.Surface.Minimum;
import java.util.List;
import java.util.Locale;

/**
 * Says what became of a ball, from its way and the shape of the surface where it is now. A place is
 * a minimum when the gradient is tiny and the surface curves upwards in every direction.
 */
final class Judge {

    /** As far as a resting ball may be from a minimum and still be in it. */
    private static final double NEAR = 0.05;

    /** Steps at the end that are looked at. */
    private static final int WINDOW = 30;

    private static final double CURVATURE_STEP = 1e-4;

    private final Surface surface;

    Judge(Surface surface) {
        this.surface = surface;
    }

    Landing of(List<Point> points, boolean escaped) {
        Point last = points.getLast();
        double[] gradient = new double[2];
        surface.gradient(last.x(), last.y(), gradient);
        double norm = Math.sqrt(gradient[0] * gradient[0] + gradient[1] * gradient[1]);
        if (escaped) {
            return new Landing(
                    Kind.DIVERGED,
                    "diverged after " + steps(points.size() - 1) + ": try a smaller --lr",
                    norm);
        }
        if (oscillates(points)) {
            return new Landing(
                    Kind.OSCILLATES,
                    "oscillates across the valley: try a smaller --lr" + nearestInWords(last),
                    norm);
        }
        Minimum minimum = nearest(last);
        if (minimum.distance(last.x(), last.y()) < NEAR) {
            return new Landing(Kind.MINIMUM, minimum.name(), norm);
        }
        // How far Newton's step would go: the distance to a place where the surface is flat.
        double curvature = smallestCurvature(last.x(), last.y());
        double extent = surface.window().toX() - surface.window().fromX();
        if (norm < 1e-3 * Math.max(1, Math.abs(last.height())) || norm < NEAR * curvature) {
            return curvature > 0
                    ? new Landing(Kind.MINIMUM, "a local minimum" + aboveDeepest(last), norm)
                    : new Landing(
                            Kind.SADDLE, "a saddle or a plain, no minimum: start elsewhere", norm);
        }
        int looked = Math.min(WINDOW, points.size() - 1);
        double moved = distance(points.get(points.size() - 1 - looked), last);
        boolean slow = looked > 0 && moved / looked * points.size() < extent / 2;
        return new Landing(
                Kind.ON_ITS_WAY,
                "still on its way down"
                        + (slow
                                ? ", and slow: try a larger --lr or more --steps"
                                : ": try more --steps"),
                norm);
    }

    private static String steps(int count) {
        return count + (count == 1 ? " step" : " steps");
    }

    /** The height goes up in many of the last steps, and by more than rounding does. */
    private boolean oscillates(List<Point> points) {
        int first = Math.max(1, points.size() - WINDOW);
        int rises = 0;
        double travelled = 0;
        for (int i = first; i < points.size(); i++) {
            if (points.get(i).height() > points.get(i - 1).height()) {
                rises++;
            }
            travelled += distance(points.get(i - 1), points.get(i));
        }
        int looked = points.size() - first;
        double advanced = distance(points.get(first - 1), points.getLast());
        return looked >= WINDOW - 1
                && travelled / looked > NEAR / 2
                && (rises >= looked / 4 || advanced < 0.1 * travelled);
    }

    private Minimum nearest(Point point) {
        Minimum nearest = surface.minima().getFirst();
        for (Minimum minimum : surface.minima()) {
            if (minimum.distance(point.x(), point.y()) < nearest.distance(point.x(), point.y())) {
                nearest = minimum;
            }
        }
        return nearest;
    }

    private String nearestInWords(Point point) {
        Minimum nearest = nearest(point);
        return String.format(
                Locale.ROOT,
                "; %s is %.2g away",
                nearest.name(),
                nearest.distance(point.x(), point.y()));
    }

    private String aboveDeepest(Point point) {
        double above = point.height() - surface.minima().getFirst().height();
        return above > 1e-3 ? String.format(Locale.ROOT, ", %.3g above the deepest", above) : "";
    }

    /** The smaller eigenvalue of the matrix of second derivatives, by central differences. */
    private double smallestCurvature(double x, double y) {
        double[] plus = new double[2];
        double[] minus = new double[2];
        surface.gradient(x + CURVATURE_STEP, y, plus);
        surface.gradient(x - CURVATURE_STEP, y, minus);
        double xx = (plus[0] - minus[0]) / (2 * CURVATURE_STEP);
        double xyFirst = (plus[1] - minus[1]) / (2 * CURVATURE_STEP);
        surface.gradient(x, y + CURVATURE_STEP, plus);
        surface.gradient(x, y - CURVATURE_STEP, minus);
        double xySecond = (plus[0] - minus[0]) / (2 * CURVATURE_STEP);
        double yy = (plus[1] - minus[1]) / (2 * CURVATURE_STEP);
        double xy = (xyFirst + xySecond) / 2;
        double half = (xx - yy) / 2;
        return (xx + yy) / 2 - Math.sqrt(half * half + xy * xy);
    }

    private static double distance(Point from, Point to) {
        double dx = to.x() - from.x();
        double dy = to.y() - from.y();
        return Math.sqrt(dx * dx + dy * dy);
    }
}
