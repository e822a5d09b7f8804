package glissade.descent;

import glissade.descent.BallGroups.Group;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.util.ArrayList;
import java.util.List;

/** What stands beside the plot: the scale of heights, and what became of the balls. */
final class DescentLegend {

    static final int WIDTH = 800;

    private static final int SCALE_WIDTH = 34;
    private static final int LABELLED_BANDS = 3;
    private static final int BALLS_LEFT = 200;
    private static final int LINE = 30;
    private static final int GAP = 14;
    private static final Font PLAIN = new Font(Font.SANS_SERIF, Font.PLAIN, 23);
    private static final Font SMALL = new Font(Font.SANS_SERIF, Font.PLAIN, 20);

    private final Graphics2D graphics;
    private final int left;
    private final int top;
    private final int height;

    DescentLegend(Graphics2D graphics, int left, int top, int height) {
        this.graphics = graphics;
        this.left = left;
        this.top = top;
        this.height = height;
    }

    void scale(HeightBands bands) {
        graphics.setFont(SMALL);
        for (int band = 0; band < HeightBands.BANDS; band++) {
            int upper = row(band + 1);
            graphics.setColor(HeightBands.color(band));
            graphics.fillRect(left, upper, SCALE_WIDTH, row(band) - upper);
        }
        graphics.setColor(Color.DARK_GRAY);
        graphics.setStroke(new BasicStroke(2));
        graphics.drawRect(left, top, SCALE_WIDTH, height);
        for (int band = 0; band <= HeightBands.BANDS; band += LABELLED_BANDS) {
            graphics.drawLine(left + SCALE_WIDTH, row(band), left + SCALE_WIDTH + 8, row(band));
            graphics.drawString(
                    Numbers.brief(bands.limit(band)), left + SCALE_WIDTH + 14, row(band) + 7);
        }
    }

    private int row(int band) {
        return top + height - (int) Math.round((double) band * height / HeightBands.BANDS);
    }

    void balls(BallGroups groups, List<Roll> rolls) {
        int row = top + LINE - 8;
        graphics.setFont(SMALL);
        graphics.setColor(Color.DARK_GRAY);
        graphics.drawString("ring: start   ball: end   star: minimum", left + BALLS_LEFT, row);
        row += LINE + GAP;
        int group = 0;
        for (Group entry : groups.all()) {
            List<String> lines =
                    wrap(headline(entry, rolls).replaceAll("(\\([^,)]+), ", "$1,\u00a0"));
            int rest = groups.all().size() - group;
            int needed = (lines.size() + 1) * LINE + (rest > 1 ? LINE + GAP : 0);
            if (row + needed - LINE > top + height) {
                graphics.drawString("and " + rest + " more", left + BALLS_LEFT, row);
                return;
            }
            row = entry(entry, lines, group, row, rolls) + GAP;
            group++;
        }
    }

    private int entry(Group entry, List<String> lines, int group, int top, List<Roll> rolls) {
        int row = top;
        disc(BallGroups.colorOfGroup(group), row);
        graphics.setFont(PLAIN);
        graphics.setColor(Color.BLACK);
        for (String line : lines) {
            graphics.drawString(line, left + BALLS_LEFT + 38, row);
            row += LINE;
        }
        graphics.setFont(SMALL);
        graphics.setColor(Color.DARK_GRAY);
        graphics.drawString(figures(entry, rolls), left + BALLS_LEFT + 38, row - 3);
        return row + LINE;
    }

    private static String headline(Group group, List<Roll> rolls) {
        int balls = group.balls().size();
        return rolls.size() <= BallGroups.MOST_ALONE
                ? (group.balls().getFirst() + 1) + "  " + group.words()
                : balls + (balls == 1 ? " ball: " : " balls: ") + group.words();
    }

    private static String figures(Group group, List<Roll> rolls) {
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        for (int ball : group.balls()) {
            least = Math.min(least, rolls.get(ball).last().height());
            most = Math.max(most, rolls.get(ball).last().height());
        }
        String range = Numbers.brief(least);
        if (!Numbers.brief(most).equals(range)) {
            range += " to " + Numbers.brief(most);
        }
        if (!group.isOneBall()) {
            return "height " + range;
        }
        Roll roll = rolls.get(group.balls().getFirst());
        return "height "
                + range
                + ", gradient "
                + Numbers.brief(roll.end().gradientNorm())
                + ", "
                + roll.steps()
                + (roll.steps() == 1 ? " step" : " steps");
    }

    private void disc(Color color, int row) {
        Ellipse2D disc = new Ellipse2D.Double(left + BALLS_LEFT, row - 18, 22, 22);
        graphics.setColor(color);
        graphics.fill(disc);
        graphics.setColor(Color.BLACK);
        graphics.setStroke(new BasicStroke(2));
        graphics.draw(disc);
    }

    /** Breaks a text between words where the room ends. */
    private List<String> wrap(String text) {
        FontMetrics metrics = graphics.getFontMetrics(PLAIN);
        int room = WIDTH - BALLS_LEFT - 60;
        List<String> lines = new ArrayList<>();
        String line = "";
        for (String word : text.split(" ", -1)) {
            String longer = line.isEmpty() ? word : line + ' ' + word;
            if (metrics.stringWidth(longer) > room && !line.isEmpty()) {
                lines.add(line);
                longer = word;
            }
            line = longer;
        }
        lines.add(line);
        return lines;
    }
}
