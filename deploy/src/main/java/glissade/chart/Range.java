package glissade.chart;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The stretch of an axis that is shown. */
record Range(Axis axis, double from, double to) {

    private static final double FEW_DECADES = 1.7;
    private static final double LEAST_PLAIN = 1e-4;
    private static final double MOST_PLAIN = 1e6;

    /**
     * The stretch with all values, unless the axis says otherwise.
     *
     * @param values of curves and marks, NaN where there is none
     */
    static Range of(Axis axis, List<Double> values) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (double value : values) {
            if (axis.has(value)) {
                low = Math.min(low, value);
                high = Math.max(high, value);
            }
        }
        if (low > high) {
            low = axis.logarithmic() ? 1 : 0;
            high = low;
        }
        low = chosen(axis.from(), low);
        high = Math.max(low, chosen(axis.to(), high));
        return low == high ? around(axis, low) : new Range(axis, low, high);
    }

    private static double chosen(@Nullable Double fixed, double found) {
        return fixed == null ? found : fixed;
    }

    /** A single value is shown with something around it. */
    private static Range around(Axis axis, double value) {
        if (axis.logarithmic()) {
            return new Range(axis, value / 2, value * 2);
        }
        double margin = value == 0 ? 1 : Math.abs(value) / 10;
        return new Range(axis, value - margin, value + margin);
    }

    /** Whether there is room for labels at powers of ten only. */
    boolean decadesOnly() {
        return axis.logarithmic() && Math.log10(to / from) > FEW_DECADES;
    }

    /** Pattern of the labels, for {@link java.text.DecimalFormat}. */
    String labels() {
        double least = axis.logarithmic() ? from : (to - from) / 10;
        double most = Math.max(Math.abs(from), Math.abs(to));
        return least < LEAST_PLAIN || most > MOST_PLAIN ? "0.###E0" : "#,##0.#####";
    }
}
