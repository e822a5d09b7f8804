package glissade.descent;

import glissade.descent.Landing.Kind;
import glissade.descent.Roll.Point;
import glissade.descent.Surface.Minimum;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Says what became of a ball, from the end of its way and the shape of the surface there. A place
 * is a minimum when the gradient is zero and the surface curves upwards in every direction.
 */
final class Judge {

    /** Steps at the end that are looked at. */
    static final int WINDOW = 30;

    /** How far from a minimum a resting ball may be, as a share of the surface's width. */
    private static final double NEAR_SHARE = 0.005;

    private static final double ROUNDING = 1e6;
    private static final double SAME = 1e-3;
    private static final double FLAT = 1e-6;

    private final Surface surface;
    private final double near;

    Judge(Surface surface) {
        this.surface = surface;
        this.near = NEAR_SHARE * surface.window().width();
    }

    /**
     * Judges a ball.
     *
     * @param recent its last places, at most {@link #WINDOW} steps, without one left out
     * @param steps that it took
     * @param escaped whether it has left the surface
     */
    Landing of(List<Point> recent, int steps, boolean escaped) {
        Point last = recent.getLast();
        double norm = slope(last);
        if (escaped) {
            return Landing.of(Kind.DIVERGED, norm);
        }
        Minimum minimum = minimumNear(last);
        if (minimum != null && (stays(recent, minimum) || !oscillates(recent))) {
            return new Landing(
                    Kind.MINIMUM, minimum, minimum.words() + aboveDeepest(minimum), norm);
        }
        if (oscillates(recent)) {
            return Landing.of(Kind.OSCILLATING, norm).withMore(", " + nearestInWords(last));
        }
        if (norm < FLAT || Curvature.flatPlace(surface, last.x(), last.y(), near) != null) {
            return Landing.of(Kind.SADDLE, norm);
        }
        return creeps(recent, steps)
                ? Landing.of(Kind.CREEPING, norm)
                : Landing.of(Kind.MOVING, norm);
    }

    private double slope(Point point) {
        double[] gradient = new double[2];
        surface.gradient(point.x(), point.y(), gradient);
        return Math.sqrt(gradient[0] * gradient[0] + gradient[1] * gradient[1]);
    }

    /** The minimum that a point is in, one with a name if it can be; null for none. */
    private @Nullable Minimum minimumNear(Point point) {
        Minimum known = nearestKnown(point.x(), point.y());
        if (point.distance(known.x(), known.y()) < near) {
            return known;
        }
        double[] flat = Curvature.flatPlace(surface, point.x(), point.y(), near);
        if (flat == null || Curvature.at(surface, flat[0], flat[1]).smallest() <= 0) {
            return null;
        }
        double x = Math.rint(flat[0] * ROUNDING) / ROUNDING;
        double y = Math.rint(flat[1] * ROUNDING) / ROUNDING;
        return new Minimum("a local minimum", x, y, surface.height(x, y));
    }

    private Minimum nearestKnown(double x, double y) {
        Minimum nearest = surface.minima().getFirst();
        for (Minimum minimum : surface.minima()) {
            if (minimum.distance(x, y) < nearest.distance(x, y)) {
                nearest = minimum;
            }
        }
        return nearest;
    }

    private boolean stays(List<Point> recent, Minimum minimum) {
        for (Point point : recent) {
            if (point.distance(minimum.x(), minimum.y()) >= near) {
                return false;
            }
        }
        return true;
    }

    /** The height goes up in many of the last steps, or they lead nowhere. */
    private boolean oscillates(List<Point> recent) {
        int looked = recent.size() - 1;
        int rises = 0;
        double travelled = 0;
        for (int i = 1; i <= looked; i++) {
            if (recent.get(i).height() > recent.get(i - 1).height()) {
                rises++;
            }
            travelled += recent.get(i).distance(recent.get(i - 1));
        }
        double advanced = recent.getLast().distance(recent.getFirst());
        return looked == WINDOW
                && travelled / looked > near / 2
                && (rises >= looked / 4 || advanced < 0.1 * travelled);
    }

    /** At its present speed it would not have crossed a quarter of the surface in all its steps. */
    private boolean creeps(List<Point> recent, int steps) {
        int looked = recent.size() - 1;
        return looked > 0
                && recent.getLast().distance(recent.getFirst()) / looked * steps
                        < surface.window().width() / 4;
    }

    private String nearestInWords(Point point) {
        Minimum nearest = nearestKnown(point.x(), point.y());
        return String.format(
                Locale.ROOT,
                "%s is %.2g away",
                nearest.words(),
                nearest.distance(point.x(), point.y()));
    }

    private String aboveDeepest(Minimum minimum) {
        double above = minimum.height() - surface.minima().getFirst().height();
        return above > SAME ? String.format(Locale.ROOT, ", %.3g above the deepest", above) : "";
    }
}
