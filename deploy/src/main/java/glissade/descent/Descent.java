package glissade.descent;

import glissade.descent.Roll.Point;
import glissade.descent.Surface.Window;
import glissade.math.CounterRandom;
import glissade.math.CounterRandom.Purpose;
import glissade.optim.Optimizer;
import glissade.optim.OptimizerDescription;
import glissade.optim.Schedule;
import java.util.ArrayList;
import java.util.List;

/**
 * Lets balls roll down a surface: the parameters are the ball's two coordinates, the gradient is
 * exact, and the update is that of the optimizers which train networks, in float as there. Each
 * ball has an optimizer of its own.
 */
public final class Descent {

    /** Who is so many windows away will not come back. */
    private static final double ESCAPED = 20;

    /** So many steps are kept one by one, the wildest; of those after them so many in all. */
    private static final int FIRST_POINTS = 2_000;

    private static final int LATER_POINTS = 3_000;

    private final Surface surface;
    private final OptimizerDescription optimizer;
    private final Schedule schedule;
    private final int steps;

    /**
     * Balls for a surface.
     *
     * @param steps that each ball takes, fewer if it leaves the surface
     */
    public Descent(Surface surface, OptimizerDescription optimizer, Schedule schedule, int steps) {
        this.surface = surface;
        this.optimizer = optimizer;
        this.schedule = schedule;
        this.steps = steps;
    }

    /** Starting points spread over the surface's window, a function of the seed. */
    public static List<Point> starts(Surface surface, int balls, long seed) {
        CounterRandom random = new CounterRandom(seed, Purpose.INITIALIZATION, 0, 0);
        Window window = surface.window();
        List<Point> starts = new ArrayList<>();
        for (int ball = 0; ball < balls; ball++) {
            starts.add(
                    at(
                            surface,
                            between(window.fromX(), window.toX(), random.uniform(2 * ball)),
                            between(window.fromY(), window.toY(), random.uniform(2 * ball + 1))));
        }
        return starts;
    }

    /** Leaves a margin, so that balls start well within the picture. */
    private static double between(double from, double to, double share) {
        return from + (to - from) * (0.04 + 0.92 * share);
    }

    /** The point of the surface at two coordinates. */
    public static Point at(Surface surface, double x, double y) {
        return new Point(x, y, surface.height(x, y));
    }

    /** Lets one ball roll. */
    public Roll roll(Point start) {
        Optimizer rule = optimizer.create();
        float[] place = {(float) start.x(), (float) start.y()};
        float[] gradient = new float[2];
        float[][] state = rule.newState(2);
        double[] exact = new double[2];
        List<Point> points = new ArrayList<>();
        List<Point> recent = new ArrayList<>();
        points.add(at(surface, place[0], place[1]));
        recent.add(points.getFirst());
        int stride = (steps - 1) / LATER_POINTS + 1;
        int taken = 0;
        boolean escaped = false;
        while (taken < steps && !escaped) {
            surface.gradient(place[0], place[1], exact);
            gradient[0] = (float) exact[0];
            gradient[1] = (float) exact[1];
            rule.beginStep(taken, schedule.learningRate(taken));
            // The height alone decides where a ball goes: no weight decay.
            rule.update(place, gradient, place, state, 0, 2, false);
            taken++;
            escaped = hasEscaped(place);
            if (!escaped) {
                Point point = at(surface, place[0], place[1]);
                keep(recent, point);
                if (taken <= FIRST_POINTS || taken % stride == 0) {
                    points.add(point);
                }
            }
        }
        if (!points.getLast().equals(recent.getLast())) {
            points.add(recent.getLast());
        }
        boolean gone = escaped || isOutsideAndHigher(recent.getLast(), points.getFirst());
        return new Roll(points, taken, new Judge(surface).of(recent, taken, gone));
    }

    private static void keep(List<Point> recent, Point point) {
        if (recent.size() > Judge.WINDOW) {
            recent.removeFirst();
        }
        recent.add(point);
    }

    /** On its way out, if not as far away yet. */
    private boolean isOutsideAndHigher(Point last, Point start) {
        return !surface.window().contains(last.x(), last.y()) && last.height() > start.height();
    }

    private boolean hasEscaped(float[] place) {
        Window window = surface.window();
        double reachX = ESCAPED * window.width();
        double reachY = ESCAPED * window.height();
        return !(Math.abs(place[0]) < reachX && Math.abs(place[1]) < reachY);
    }
}
