package glissade.descent;

import java.util.List;

/**
 * The way of one ball.
 *
 * @param points where it was, its start first and its end last; one a step, or fewer at even
 *     distances where there are very many
 * @param steps that it took
 * @param end what became of it
 */
public record Roll(List<Point> points, int steps, Landing end) {

    public Roll {
        points = List.copyOf(points);
    }

    /** A place on the surface. */
    public record Point(double x, double y, double height) {

        double distance(double ofX, double ofY) {
            return Math.sqrt((x - ofX) * (x - ofX) + (y - ofY) * (y - ofY));
        }

        double distance(Point of) {
            return distance(of.x, of.y);
        }
    }

    public Point start() {
        return points.getFirst();
    }

    public Point last() {
        return points.getLast();
    }
}
