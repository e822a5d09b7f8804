package glissade.chart;

import java.util.Arrays;

/** Points that belong together, in the order in which they are joined. Immutable. */
public final class Curve {

    private final String name;
    private final double[] x;
    private final double[] y;
    private final boolean faint;

    /**
     * Joins points. The arrays are copied.
     *
     * @param name what the legend says; unlike that of every other curve of a chart
     * @param x of each point
     * @param y of each point; what has no place on its axis interrupts the curve
     */
    public Curve(String name, double[] x, double[] y) {
        this(name, x, y, false);
    }

    private Curve(String name, double[] x, double[] y, boolean faint) {
        if (x.length != y.length) {
            throw new IllegalArgumentException(
                    "a point has an x and a y: x=" + x.length + ", y=" + y.length);
        }
        this.name = name;
        this.x = x.clone();
        this.y = y.clone();
        this.faint = faint;
    }

    /** The same curve, thin and pale: what another one was made of. */
    public Curve faint() {
        return new Curve(name, x, y, true);
    }

    boolean isFaint() {
        return faint;
    }

    public String name() {
        return name;
    }

    /** Number of points. */
    public int size() {
        return x.length;
    }

    public double x(int point) {
        return x[point];
    }

    public double y(int point) {
        return y[point];
    }

    /**
     * A curve of at most {@code most} points that looks the same in a picture: of each stretch, the
     * lowest and the highest point stay.
     *
     * @param most at least 4
     */
    Curve thinned(int most) {
        if (size() <= most) {
            return this;
        }
        int stretches = (most - 2) / 2;
        double[] keptX = new double[most];
        double[] keptY = new double[most];
        int kept = 0;
        keptX[kept] = x[0];
        keptY[kept++] = y[0];
        for (int stretch = 0; stretch < stretches; stretch++) {
            int from = stretchStart(stretch, stretches);
            int to = stretchStart(stretch + 1, stretches);
            int low = from;
            int high = from;
            for (int point = from; point < to; point++) {
                low = y[point] < y[low] ? point : low;
                high = y[point] > y[high] ? point : high;
            }
            for (int point : new int[] {Math.min(low, high), Math.max(low, high)}) {
                keptX[kept] = x[point];
                keptY[kept++] = y[point];
            }
        }
        keptX[kept] = x[size() - 1];
        keptY[kept++] = y[size() - 1];
        return new Curve(name, Arrays.copyOf(keptX, kept), Arrays.copyOf(keptY, kept), faint);
    }

    private int stretchStart(int stretch, int stretches) {
        return (int) ((long) size() * stretch / stretches);
    }
}
