package glissade.cli;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glissade.descent.Landing;
import glissade.descent.RateAdvice;
import glissade.descent.Roll;
import glissade.descent.Surface;
import glissade.descent.Surface.Minimum;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What {@code glissade descend} says of its balls. */
final class DescentReport {

    private static final int MOST_ROWS = 40;
    private static final double SAME_HEIGHT = 1e-3;

    private final Surface surface;
    private final String title;
    private final double learningRate;
    private final int steps;
    private final List<Roll> rolls;

    DescentReport(Surface surface, String title, double learningRate, int steps, List<Roll> rolls) {
        this.surface = surface;
        this.title = title;
        this.learningRate = learningRate;
        this.steps = steps;
        this.rolls = rolls;
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(title);
        lines.add("height = " + surface.formula());
        lines.add("");
        if (rolls.size() <= MOST_ROWS) {
            balls(lines);
        } else {
            ends(lines);
        }
        lines.add("");
        lines.add(inShort());
        String advice = RateAdvice.of(rolls, learningRate, steps);
        if (advice != null) {
            lines.add(advice);
        }
        return lines;
    }

    private void balls(List<String> lines) {
        lines.add(
                "ball              from                 ends at     height   gradient    steps  which"
                        + " is");
        for (int ball = 0; ball < rolls.size(); ball++) {
            Roll roll = rolls.get(ball);
            lines.add(
                    String.format(
                            Locale.ROOT,
                            "%4d  %16s  %22s  %9s  %9s  %7s  %s",
                            ball + 1,
                            place("%.2f", roll.start()),
                            place("%.4f", roll.last()),
                            number(roll.last().height()),
                            number(roll.end().gradientNorm()),
                            Figures.count(roll.steps()),
                            roll.end().words()));
        }
    }

    /** Of many balls only how many end where; {@code --json} has each. */
    private void ends(List<String> lines) {
        Map<String, List<Roll>> byEnd = new LinkedHashMap<>();
        for (Roll roll : rolls) {
            byEnd.computeIfAbsent(roll.end().summary(), summary -> new ArrayList<>()).add(roll);
        }
        lines.add("balls    height from         to  end");
        byEnd.entrySet().stream()
                .sorted(Comparator.comparingInt(end -> -end.getValue().size()))
                .forEach(end -> lines.add(row(end.getKey(), end.getValue())));
    }

    private static String row(String end, List<Roll> together) {
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        for (Roll roll : together) {
            least = Math.min(least, roll.last().height());
            most = Math.max(most, roll.last().height());
        }
        return String.format(
                Locale.ROOT,
                "%5s  %12s  %9s  %s",
                Figures.count(together.size()),
                number(least),
                number(most),
                end);
    }

    private static String place(String format, Roll.Point point) {
        // Adding 0 and rounding keep "-0.0000" out of the table.
        return String.format(
                Locale.ROOT,
                "(" + format + ", " + format + ")",
                Math.rint(point.x() * 1e4) / 1e4 + 0.0,
                Math.rint(point.y() * 1e4) / 1e4 + 0.0);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.2e", value);
    }

    private String inShort() {
        double deepest = surface.minima().getFirst().height();
        int resting = 0;
        int lowest = 0;
        for (Roll roll : rolls) {
            Minimum minimum = roll.end().minimum();
            resting += minimum == null ? 0 : 1;
            lowest += minimum == null || minimum.height() > deepest + SAME_HEIGHT ? 0 : 1;
        }
        return Figures.count(resting)
                + " of "
                + Figures.counted(rolls.size(), "ball")
                + " came to rest in a minimum, "
                + Figures.count(lowest)
                + " of them as deep as it gets (height "
                + Figures.plain(Math.rint(deepest * 1e4) / 1e4)
                + ")";
    }

    String json() {
        ObjectNode json = new JsonMapper().createObjectNode();
        json.put("function", surface.optionName());
        json.put("title", title);
        json.put("learning_rate", learningRate);
        json.put("steps", steps);
        ArrayNode balls = json.putArray("balls");
        for (Roll roll : rolls) {
            ball(balls.addObject(), roll);
        }
        json.put("advice", RateAdvice.of(rolls, learningRate, steps));
        return json.toString();
    }

    private static void ball(ObjectNode ball, Roll roll) {
        Landing end = roll.end();
        Minimum minimum = end.minimum();
        ball.putArray("from").add(roll.start().x()).add(roll.start().y());
        ball.putArray("to").add(roll.last().x()).add(roll.last().y());
        ball.put("height", roll.last().height());
        ball.put("gradient_norm", end.gradientNorm());
        ball.put("steps", roll.steps());
        ball.put("end", end.kind().name().toLowerCase(Locale.ROOT));
        if (minimum == null) {
            ball.putNull("minimum");
        } else {
            ball.putArray("minimum").add(minimum.x()).add(minimum.y());
        }
        ball.put("words", end.words());
    }
}
