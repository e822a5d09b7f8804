package glissade.descent;

import glissade.descent.Landing.Kind;
import glissade.descent.Roll.Point;
import glissade.descent.Surface.Minimum;
import glissade.descent.Surface.Window;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Locale;

/** A picture of balls on a surface: bands of height, the way of each ball, minima, a legend. */
public final class DescentPicture {

    private static final int SIZE = 1_440;
    private static final int LEFT = 130;
    private static final int TOP = 110;
    private static final int BOTTOM = 110;
    private static final int LEGEND = 620;
    private static final int MOST_LEGEND_LINES = 24;
    private static final int TICKS = 5;

    /** Told apart by everyone on the blue, green and sand of the bands. */
    private static final Color[] COLORS = {
        new Color(0xE4, 0x1A, 0x1C), new Color(0xFF, 0xD9, 0x2F), new Color(0xF7, 0x81, 0xBF),
        new Color(0xFF, 0x7F, 0x00), new Color(0xB2, 0x6B, 0xE0), new Color(0x00, 0xE5, 0xFF),
        new Color(0x7C, 0xFC, 0x00), new Color(0xA6, 0x56, 0x28)
    };

    private final Surface surface;
    private final List<Roll> rolls;
    private final String title;
    private final int plotHeight;

    /**
     * @param title what rolled: optimizer and learning rate
     */
    public DescentPicture(Surface surface, List<Roll> rolls, String title) {
        this.surface = surface;
        this.rolls = List.copyOf(rolls);
        this.title = title;
        Window window = surface.window();
        double ratio = (window.toY() - window.fromY()) / (window.toX() - window.fromX());
        plotHeight = (int) (SIZE * Math.min(1, Math.max(0.6, ratio)));
    }

    /** Draws it. */
    public BufferedImage draw() {
        BufferedImage image =
                new BufferedImage(
                        LEFT + SIZE + LEGEND,
                        TOP + plotHeight + BOTTOM,
                        BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(
                RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(
                RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
        graphics.drawImage(new HeightBands(surface, SIZE, plotHeight).draw(), LEFT, TOP, null);
        axes(graphics);
        heading(graphics);
        Shape everything = graphics.getClip();
        graphics.setClip(LEFT, TOP, SIZE, plotHeight);
        surface.minima().forEach(minimum -> cross(graphics, minimum));
        for (int ball = 0; ball < rolls.size(); ball++) {
            way(graphics, rolls.get(ball), color(ball));
        }
        for (int ball = 0; ball < rolls.size(); ball++) {
            marks(graphics, rolls.get(ball), color(ball));
        }
        graphics.setClip(everything);
        legend(graphics);
        graphics.dispose();
        return image;
    }

    private static Color color(int ball) {
        return COLORS[ball % COLORS.length];
    }

    private double column(double x) {
        Window window = surface.window();
        return LEFT + (x - window.fromX()) / (window.toX() - window.fromX()) * SIZE;
    }

    private double row(double y) {
        Window window = surface.window();
        return TOP + (window.toY() - y) / (window.toY() - window.fromY()) * plotHeight;
    }

    private void heading(Graphics2D graphics) {
        graphics.setColor(Color.BLACK);
        graphics.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 34));
        graphics.drawString(title, LEFT, 52);
        graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 26));
        graphics.drawString("height " + surface.formula(), LEFT, 90);
    }

    private void axes(Graphics2D graphics) {
        Window window = surface.window();
        graphics.setColor(Color.DARK_GRAY);
        graphics.setStroke(new BasicStroke(2));
        graphics.drawRect(LEFT, TOP, SIZE, plotHeight);
        graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 24));
        for (int tick = 0; tick < TICKS; tick++) {
            double share = tick / (TICKS - 1.0);
            double x = window.fromX() + share * (window.toX() - window.fromX());
            double y = window.fromY() + share * (window.toY() - window.fromY());
            int atX = (int) column(x);
            int atY = (int) row(y);
            graphics.drawLine(atX, TOP + plotHeight, atX, TOP + plotHeight + 10);
            graphics.drawLine(LEFT - 10, atY, LEFT, atY);
            centred(graphics, number(x), atX, TOP + plotHeight + 40);
            String text = number(y);
            graphics.drawString(
                    text, LEFT - 18 - graphics.getFontMetrics().stringWidth(text), atY + 8);
        }
        centred(graphics, "x", LEFT + SIZE / 2, TOP + plotHeight + 80);
        graphics.drawString("y", 30, TOP + plotHeight / 2);
    }

    private static void centred(Graphics2D graphics, String text, int column, int row) {
        graphics.drawString(text, column - graphics.getFontMetrics().stringWidth(text) / 2, row);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value == Math.rint(value) ? "%.0f" : "%.2f", value);
    }

    private void cross(Graphics2D graphics, Minimum minimum) {
        double x = column(minimum.x());
        double y = row(minimum.y());
        for (int pass = 0; pass < 2; pass++) {
            graphics.setColor(pass == 0 ? Color.BLACK : Color.WHITE);
            graphics.setStroke(
                    new BasicStroke(
                            pass == 0 ? 9 : 4, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
            graphics.draw(new Line2D.Double(x - 16, y, x + 16, y));
            graphics.draw(new Line2D.Double(x, y - 16, x, y + 16));
        }
    }

    private void way(Graphics2D graphics, Roll roll, Color color) {
        Path2D path = new Path2D.Double();
        Point start = roll.start();
        path.moveTo(column(start.x()), row(start.y()));
        for (Point point : roll.points()) {
            path.lineTo(column(point.x()), row(point.y()));
        }
        graphics.setColor(new Color(0, 0, 0, 120));
        graphics.setStroke(stroke(6));
        graphics.draw(path);
        graphics.setColor(color);
        graphics.setStroke(stroke(3.2f));
        graphics.draw(path);
    }

    private static BasicStroke stroke(float width) {
        return new BasicStroke(width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
    }

    /** A ring where the ball started, a ball where it is. */
    private void marks(Graphics2D graphics, Roll roll, Color color) {
        Shape ring = disc(roll.start(), 9);
        graphics.setColor(Color.WHITE);
        graphics.fill(ring);
        graphics.setStroke(stroke(4));
        graphics.setColor(color);
        graphics.draw(ring);
        Shape ball = disc(roll.last(), 12);
        graphics.fill(ball);
        graphics.setColor(Color.BLACK);
        graphics.setStroke(stroke(2.5f));
        graphics.draw(ball);
    }

    private Shape disc(Point point, double radius) {
        return new Ellipse2D.Double(
                column(point.x()) - radius, row(point.y()) - radius, 2 * radius, 2 * radius);
    }

    private void legend(Graphics2D graphics) {
        int left = LEFT + SIZE + 40;
        int row = TOP + 20;
        graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 22));
        graphics.setColor(Color.DARK_GRAY);
        graphics.drawString("ring: start   ball: end   cross: minimum", left, row);
        for (int ball = 0; ball < Math.min(rolls.size(), MOST_LEGEND_LINES); ball++) {
            row += 46;
            Roll roll = rolls.get(ball);
            graphics.setColor(color(ball));
            graphics.fill(new Ellipse2D.Double(left, row - 18, 22, 22));
            graphics.setColor(Color.BLACK);
            graphics.setStroke(stroke(2));
            graphics.draw(new Ellipse2D.Double(left, row - 18, 22, 22));
            graphics.drawString((ball + 1) + "  " + shortWords(roll), left + 36, row);
        }
        if (rolls.size() > MOST_LEGEND_LINES) {
            graphics.drawString(
                    "and " + (rolls.size() - MOST_LEGEND_LINES) + " more", left + 36, row + 46);
        }
    }

    private static String shortWords(Roll roll) {
        String words = roll.end().words();
        int colon = words.indexOf(':');
        String what = colon < 0 ? words : words.substring(0, colon);
        return roll.end().kind() == Kind.DIVERGED
                ? what
                : String.format(Locale.ROOT, "%s, height %.3g", what, roll.last().height());
    }
}
