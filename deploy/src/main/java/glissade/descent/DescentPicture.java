package glissade.descent;

import glissade.descent.Roll.Point;
import glissade.descent.Surface.Minimum;
import glissade.descent.Surface.Window;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.font.GlyphVector;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.math.BigDecimal;
import java.util.List;

/**
 * A picture of balls on a surface: bands of height with their scale, the way of each ball with a
 * dot for every step that is long enough to see, minima, axes, and what became of the balls.
 */
public final class DescentPicture {

    private static final int SIZE = 1_440;
    private static final int LEFT = 130;
    private static final int TOP = 110;
    private static final int BOTTOM = 110;
    private static final int GAP = 40;
    private static final double SEEN_STEP = 7;
    private static final Font NUMBER = new Font(Font.SANS_SERIF, Font.BOLD, 22);

    private final Surface surface;
    private final List<Roll> rolls;
    private final BallGroups groups;
    private final String title;
    private final int plotHeight;

    /**
     * A picture of balls that have rolled.
     *
     * @param title what rolled: optimizer and learning rate
     */
    public DescentPicture(Surface surface, List<Roll> rolls, String title) {
        this.surface = surface;
        this.rolls = List.copyOf(rolls);
        this.groups = new BallGroups(rolls);
        this.title = title;
        Window window = surface.window();
        plotHeight = (int) (SIZE * Math.min(1, Math.max(0.6, window.height() / window.width())));
    }

    /** Draws it. */
    public BufferedImage draw() {
        BufferedImage image =
                new BufferedImage(
                        LEFT + SIZE + GAP + DescentLegend.WIDTH,
                        TOP + plotHeight + BOTTOM,
                        BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        hints(graphics);
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
        HeightBands bands = new HeightBands(surface, SIZE, plotHeight);
        graphics.drawImage(bands.draw(), LEFT, TOP, null);
        axes(graphics);
        heading(graphics);
        Shape everything = graphics.getClip();
        graphics.setClip(LEFT, TOP, SIZE, plotHeight);
        balls(graphics);
        graphics.setClip(everything);
        DescentLegend legend = new DescentLegend(graphics, LEFT + SIZE + GAP, TOP, plotHeight);
        legend.scale(bands);
        legend.balls(groups, rolls);
        graphics.dispose();
        return image;
    }

    private static void hints(Graphics2D graphics) {
        graphics.setRenderingHint(
                RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(
                RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        graphics.setRenderingHint(
                RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    }

    private void balls(Graphics2D graphics) {
        for (int ball = 0; ball < rolls.size(); ball++) {
            way(graphics, rolls.get(ball), groups.colorOfBall(ball));
        }
        surface.minima().forEach(minimum -> star(graphics, minimum));
        for (int ball = 0; ball < rolls.size(); ball++) {
            start(graphics, rolls.get(ball), groups.colorOfBall(ball));
        }
        for (int ball = 0; ball < rolls.size(); ball++) {
            end(graphics, rolls.get(ball), groups.colorOfBall(ball));
        }
        for (int ball = 0; ball < rolls.size() && rolls.size() <= BallGroups.MOST_ALONE; ball++) {
            number(graphics, ball);
        }
    }

    private double column(double x) {
        Window window = surface.window();
        return LEFT + (x - window.fromX()) / window.width() * SIZE;
    }

    private double row(double y) {
        Window window = surface.window();
        return TOP + (window.toY() - y) / window.height() * plotHeight;
    }

    private void heading(Graphics2D graphics) {
        graphics.setColor(Color.BLACK);
        graphics.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 34));
        graphics.drawString(title, LEFT, 50);
        graphics.setColor(Color.DARK_GRAY);
        graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 26));
        graphics.drawString("height = " + surface.formula(), LEFT, 90);
        graphics.drawString("height", LEFT + SIZE + GAP, 90);
    }

    private void axes(Graphics2D graphics) {
        Window window = surface.window();
        graphics.setColor(Color.DARK_GRAY);
        graphics.setStroke(new BasicStroke(2));
        graphics.drawRect(LEFT, TOP, SIZE, plotHeight);
        graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 24));
        for (BigDecimal tick : Ticks.between(window.fromX(), window.toX())) {
            int column = (int) Math.round(column(tick.doubleValue()));
            graphics.drawLine(column, TOP + plotHeight, column, TOP + plotHeight + 10);
            centred(graphics, Numbers.plain(tick), column, TOP + plotHeight + 40);
        }
        for (BigDecimal tick : Ticks.between(window.fromY(), window.toY())) {
            int row = (int) Math.round(row(tick.doubleValue()));
            String text = Numbers.plain(tick);
            graphics.drawLine(LEFT - 10, row, LEFT, row);
            graphics.drawString(
                    text, LEFT - 18 - graphics.getFontMetrics().stringWidth(text), row + 8);
        }
        centred(graphics, "x", LEFT + SIZE / 2, TOP + plotHeight + 80);
        graphics.drawString("y", 30, TOP + plotHeight / 2 + 8);
    }

    private static void centred(Graphics2D graphics, String text, int column, int row) {
        graphics.drawString(text, column - graphics.getFontMetrics().stringWidth(text) / 2, row);
    }

    private void star(Graphics2D graphics, Minimum minimum) {
        Path2D star = new Path2D.Double();
        for (int corner = 0; corner < 10; corner++) {
            double angle = Math.PI * corner / 5;
            double radius = corner % 2 == 0 ? 24 : 10;
            double x = column(minimum.x()) + radius * StrictMath.sin(angle);
            double y = row(minimum.y()) - radius * StrictMath.cos(angle);
            if (corner == 0) {
                star.moveTo(x, y);
            } else {
                star.lineTo(x, y);
            }
        }
        star.closePath();
        outlined(graphics, star, Color.WHITE, 2.5f);
    }

    private void way(Graphics2D graphics, Roll roll, Color color) {
        Path2D path = new Path2D.Double();
        Path2D dots = new Path2D.Double();
        Point before = roll.start();
        path.moveTo(column(before.x()), row(before.y()));
        for (Point point : roll.points()) {
            double x = column(point.x());
            double y = row(point.y());
            path.lineTo(x, y);
            if (StrictMath.hypot(x - column(before.x()), y - row(before.y())) >= SEEN_STEP) {
                dots.append(disc(point, 4), false);
            }
            before = point;
        }
        graphics.setColor(new Color(0, 0, 0, 120));
        graphics.setStroke(stroke(6));
        graphics.draw(path);
        graphics.setColor(color);
        graphics.setStroke(stroke(3.2f));
        graphics.draw(path);
        if (rolls.size() <= BallGroups.MOST_ALONE) {
            outlined(graphics, dots, color, 1.2f);
        }
    }

    private static BasicStroke stroke(float width) {
        return new BasicStroke(width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
    }

    private static void outlined(Graphics2D graphics, Shape shape, Color color, float width) {
        graphics.setColor(color);
        graphics.fill(shape);
        graphics.setColor(Color.BLACK);
        graphics.setStroke(stroke(width));
        graphics.draw(shape);
    }

    private void start(Graphics2D graphics, Roll roll, Color color) {
        graphics.setColor(Color.BLACK);
        graphics.fill(disc(roll.start(), 12));
        graphics.setColor(color);
        graphics.fill(disc(roll.start(), 10.5));
        graphics.setColor(Color.BLACK);
        graphics.fill(disc(roll.start(), 6));
        graphics.setColor(Color.WHITE);
        graphics.fill(disc(roll.start(), 5));
    }

    private void end(Graphics2D graphics, Roll roll, Color color) {
        outlined(graphics, disc(roll.last(), 11), color, 2.5f);
    }

    /** Beside the start, black on a white rim, to be read on any colour. */
    private void number(Graphics2D graphics, int ball) {
        Point start = rolls.get(ball).start();
        GlyphVector glyphs =
                NUMBER.createGlyphVector(graphics.getFontRenderContext(), "" + (ball + 1));
        Shape text = glyphs.getOutline((float) column(start.x()) + 15, (float) row(start.y()) - 9);
        graphics.setColor(Color.WHITE);
        graphics.setStroke(stroke(5));
        graphics.draw(text);
        graphics.setColor(Color.BLACK);
        graphics.fill(text);
    }

    private Shape disc(Point point, double radius) {
        return new Ellipse2D.Double(
                column(point.x()) - radius, row(point.y()) - radius, 2 * radius, 2 * radius);
    }
}
