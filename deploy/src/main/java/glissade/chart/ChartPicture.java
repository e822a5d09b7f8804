package glissade.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleBiFunction;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Draws a chart: the data on the left, and what each line is beside them. */
final class ChartPicture {

    static final int WIDTH = 1_800;
    static final int HEIGHT = 1_000;

    private static final int MOST_POINTS = 2_400;
    private static final float LINE_WIDTH = 3.5f;
    private static final float FAINT_LINE_WIDTH = 1.8f;
    private static final float MARK_LINE_WIDTH = 2;
    private static final Color INK = new Color(0x22, 0x26, 0x2E);
    private static final Color FAINT = new Color(0xA9, 0xB4, 0xC4);
    private static final Color GRID = new Color(0xE3, 0xE6, 0xEB);

    /** Wong 2011: told apart with every kind of colour vision; his yellow is too pale on white. */
    private static final Color[] COLORS = {
        new Color(0x00, 0x72, 0xB2), new Color(0xD5, 0x5E, 0x00), new Color(0x00, 0x9E, 0x73),
        new Color(0xCC, 0x79, 0xA7), new Color(0xE6, 0x9F, 0x00), new Color(0x56, 0xB4, 0xE9),
        new Color(0x44, 0x44, 0x44)
    };

    /** When the colours are used up, they come again with other lines. */
    private static final float[] @Nullable [] DASHES = {null, {14, 7}, {3, 7}, {16, 6, 3, 6}};

    private static final Marker[] MARKERS = {
        SeriesMarkers.CIRCLE, SeriesMarkers.DIAMOND, SeriesMarkers.TRIANGLE_UP, SeriesMarkers.SQUARE
    };

    private final Chart chart;
    private final Range x;
    private final Range y;

    ChartPicture(Chart chart) {
        this.chart = chart;
        x = range(chart, chart.x(), Curve::x, Mark::x);
        y = range(chart, chart.y(), Curve::y, Mark::y);
    }

    BufferedImage draw() {
        XYChart drawing =
                new XYChartBuilder()
                        .width(WIDTH)
                        .height(HEIGHT)
                        .title(chart.title())
                        .xAxisTitle(chart.x().name())
                        .yAxisTitle(chart.y().name())
                        .build();
        style(drawing.getStyler());
        int index = 0;
        for (Curve curve : chart.curves()) {
            add(drawing, curve, curve.isFaint() ? 0 : index++);
        }
        index = 0;
        for (Mark mark : chart.marks()) {
            add(drawing, mark, index++);
        }
        BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        drawing.paint(image.createGraphics(), WIDTH, HEIGHT);
        return image;
    }

    /** The colour of a curve, the first being 0. */
    static Color color(int curve) {
        return COLORS[curve % COLORS.length];
    }

    private void style(XYStyler style) {
        style.setLocale(Locale.ROOT);
        style.setChartBackgroundColor(Color.WHITE);
        style.setPlotBackgroundColor(Color.WHITE);
        style.setPlotBorderVisible(false);
        style.setChartFontColor(INK);
        style.setChartTitleBoxVisible(false);
        style.setChartTitlePadding(18);
        style.setChartPadding(28);
        style.setChartTitleFont(new Font(Font.SANS_SERIF, Font.BOLD, 30));
        style.setAxisTitleFont(new Font(Font.SANS_SERIF, Font.PLAIN, 24));
        style.setAxisTickLabelsFont(new Font(Font.SANS_SERIF, Font.PLAIN, 20));
        style.setLegendFont(new Font(Font.SANS_SERIF, Font.PLAIN, 20));
        style.setLegendPosition(LegendPosition.OutsideE);
        style.setLegendBorderColor(Color.WHITE);
        style.setLegendSeriesLineLength(48);
        style.setLegendPadding(14);
        style.setAxisTickLabelsColor(INK);
        style.setAxisTickMarksColor(INK);
        style.setAxisTickPadding(8);
        style.setAxisTitlePadding(14);
        style.setPlotGridLinesColor(GRID);
        style.setPlotGridLinesStroke(new BasicStroke(1.5f));
        style.setPlotMargin(0);
        style.setPlotContentSize(0.97);
        style.setMarkerSize(14);
        style.setXAxisTickMarkSpacingHint(130);
        style.setYAxisTickMarkSpacingHint(80);
        style.setXAxisLogarithmic(chart.x().logarithmic());
        style.setXAxisLogarithmicDecadeOnly(x.decadesOnly());
        style.setXAxisDecimalPattern(x.labels());
        style.setXAxisMin(x.from());
        style.setXAxisMax(x.to());
        style.setYAxisLogarithmic(chart.y().logarithmic());
        style.setYAxisLogarithmicDecadeOnly(y.decadesOnly());
        style.setYAxisDecimalPattern(y.labels());
        style.setYAxisMin(y.from());
        style.setYAxisMax(y.to());
    }

    private static Range range(
            Chart chart,
            Axis axis,
            ToDoubleBiFunction<Curve, Integer> coordinate,
            ToDoubleFunction<Mark> ofMark) {
        List<Double> values = new ArrayList<>();
        for (Curve curve : chart.curves()) {
            for (int point = 0; point < curve.size(); point++) {
                values.add(coordinate.applyAsDouble(curve, point));
            }
        }
        chart.marks().forEach(mark -> values.add(ofMark.applyAsDouble(mark)));
        return Range.of(axis, values);
    }

    private void add(XYChart drawing, Curve whole, int index) {
        Curve curve = whole.thinned(MOST_POINTS);
        double[] x = new double[curve.size()];
        double[] y = new double[curve.size()];
        int points = 0;
        for (int point = 0; point < curve.size(); point++) {
            if (chart.x().has(curve.x(point))) {
                x[points] = curve.x(point);
                y[points++] = chart.y().has(curve.y(point)) ? curve.y(point) : Double.NaN;
            }
        }
        XYSeries series =
                drawing.addSeries(curve.name(), Arrays.copyOf(x, points), Arrays.copyOf(y, points));
        series.setMarker(SeriesMarkers.NONE);
        series.setLineColor(curve.isFaint() ? FAINT : color(index));
        series.setLineStyle(
                curve.isFaint()
                        ? stroke(FAINT_LINE_WIDTH, null)
                        : stroke(LINE_WIDTH, DASHES[index / COLORS.length % DASHES.length]));
    }

    private void add(XYChart drawing, Mark mark, int index) {
        XYSeries line =
                drawing.addSeries(
                        "line " + index,
                        new double[] {mark.x(), mark.x()},
                        new double[] {y.from(), y.to()});
        line.setMarker(SeriesMarkers.NONE);
        line.setLineColor(INK);
        line.setLineStyle(stroke(MARK_LINE_WIDTH, new float[] {4, 8}));
        line.setShowInLegend(false);
        XYSeries dot =
                drawing.addSeries(mark.name(), new double[] {mark.x()}, new double[] {mark.y()});
        dot.setMarker(MARKERS[index % MARKERS.length]);
        dot.setMarkerColor(INK);
        dot.setLineStyle(SeriesLines.NONE);
    }

    private static BasicStroke stroke(float width, float @Nullable [] dashes) {
        return new BasicStroke(width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND, 10, dashes, 0);
    }
}
