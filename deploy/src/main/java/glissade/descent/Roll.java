package glissade.descent;

import java.util.List;

/**
 * The way of one ball.
 *
 * @param points where it was, its start first; a point a step
 * @param end what became of it
 */
public record Roll(List<Point> points, Landing end) {

    public Roll {
        points = List.copyOf(points);
    }

    /** A place on the surface. */
    public record Point(double x, double y, double height) {}

    public Point start() {
        return points.getFirst();
    }

    public Point last() {
        return points.getLast();
    }

    /** Steps that it took. */
    public int steps() {
        return points.size() - 1;
    }
}
