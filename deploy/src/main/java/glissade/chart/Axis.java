package glissade.chart;

import org.jspecify.annotations.Nullable;

/**
 * One direction of a chart.
 *
 * @param name what is along it, with its unit
 * @param logarithmic whether equal distances are equal factors; then values of 0 or less are left
 *     out
 * @param from lowest value shown; null to show all
 * @param to highest value shown; null to show all
 */
public record Axis(String name, boolean logarithmic, @Nullable Double from, @Nullable Double to) {

    /** Equal distances are equal differences. */
    public static Axis linear(String name) {
        return new Axis(name, false, null, null);
    }

    /** Equal distances are equal factors. */
    public static Axis logarithmic(String name) {
        return new Axis(name, true, null, null);
    }

    /** The same axis without what lies below. */
    public Axis startingAt(double least) {
        return new Axis(name, logarithmic, least, to);
    }

    /** The same axis without what lies above. */
    public Axis endingAt(double most) {
        return new Axis(name, logarithmic, from, most);
    }

    /** Whether there is a place for a value along the axis, be it outside of what is shown. */
    boolean has(double value) {
        return Double.isFinite(value) && (!logarithmic || value > 0);
    }
}
