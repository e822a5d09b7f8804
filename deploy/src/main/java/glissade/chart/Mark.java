package glissade.chart;

/**
 * A place that deserves attention: a dot, and a line across the chart at its x.
 *
 * @param name what the legend says; unlike that of every curve and other mark of a chart
 */
public record Mark(String name, double x, double y) {}
