package glissade.cli;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glissade.descent.Descent;
import glissade.descent.DescentPicture;
import glissade.descent.Landing;
import glissade.descent.Roll;
import glissade.descent.Surface;
import glissade.optim.OptimizerDescription;
import glissade.optim.Schedule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code glissade descend}: balls on a plain function of two variables. */
@Command(
        name = "descend",
        sortOptions = false,
        description =
                "Lets balls roll down a function of two variables with the optimizers that train"
                        + " networks: says where each ends, and draws a picture.")
final class DescendCommand implements Callable<Integer> {

    private static final Pattern START =
            Pattern.compile(
                    "([+-]?[0-9.]+(?:[eE][+-]?[0-9]+)?),([+-]?[0-9.]+(?:[eE][+-]?[0-9]+)?)");
    private static final double ADAPTIVE_RATE = 0.05;
    private static final int MOST_BALLS = 1_000;
    private static final int MOST_STEPS = 1_000_000;

    private final Terminal terminal;

    @Parameters(
            paramLabel = "FUNCTION",
            description =
                    "bowl, rosenbrock, himmelblau, beale, rastrigin, ackley or six-hump-camel")
    private String function = "";

    @Option(
            names = "--optimizer",
            paramLabel = "NAME",
            description = "as for train; its momentum and other constants are the usual ones (sgd)")
    private String optimizer = "sgd";

    @Option(
            names = "--lr",
            paramLabel = "RATE",
            description =
                    "learning rate (0.05 for the adaptive optimizers, else one that suits the"
                            + " function)")
    private @Nullable Double rate;

    @Option(names = "--steps", paramLabel = "N", description = "steps of each ball (500)")
    private int steps = 500;

    @Option(
            names = "--balls",
            paramLabel = "N",
            description = "balls, started all over the function by --seed (8)")
    private int balls = 8;

    @Option(names = "--seed", paramLabel = "N", description = "decides where balls start (1)")
    private long seed = 1;

    @Option(
            names = "--start",
            paramLabel = "X,Y",
            description = "where a ball starts, instead of --balls; may be given several times")
    private List<String> starts = List.of();

    @Option(
            names = "--picture",
            paramLabel = "FILE.png",
            description = "where the picture goes (descend-FUNCTION.png)")
    private @Nullable Path picture;

    @Option(names = "--json", description = "print the figures as JSON")
    private boolean json;

    DescendCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        Surface surface = surface();
        OptimizerDescription description = optimizer();
        double learningRate =
                rate != null
                        ? rate
                        : description.isAdaptive() ? ADAPTIVE_RATE : surface.plainRate();
        require(
                (float) learningRate > 0 && learningRate < Float.MAX_VALUE,
                "--lr " + Figures.plain(learningRate) + ": expected a number above 0");
        require(
                steps >= 1 && steps <= MOST_STEPS,
                "--steps " + steps + ": expected 1 to 1,000,000");
        require(balls >= 1 && balls <= MOST_BALLS, "--balls " + balls + ": expected 1 to 1,000");
        Descent descent = new Descent(surface, description, Schedule.constant(learningRate), steps);
        List<Roll> rolls = new ArrayList<>();
        for (Roll.Point start : starts(surface)) {
            rolls.add(descent.roll(start));
        }
        String title =
                surface.optionName() + ", " + optimizer + " lr " + Figures.plain(learningRate);
        Path file = picture != null ? picture : Path.of("descend-" + surface.optionName() + ".png");
        write(new DescentPicture(surface, rolls, title), file);
        if (json) {
            terminal.line(json(surface, learningRate, rolls));
        } else {
            print(surface, title, rolls);
            terminal.line("");
            terminal.line("picture  " + file);
        }
        return ExitCode.DONE;
    }

    private Surface surface() {
        for (Surface surface : Surface.values()) {
            if (surface.optionName().equals(function)) {
                return surface;
            }
        }
        throw bad(
                "FUNCTION: expected one of "
                        + String.join(", ", Surface.optionNames())
                        + "; found \""
                        + function
                        + '"');
    }

    private OptimizerDescription optimizer() {
        try {
            return OptimizerDescription.of(optimizer);
        } catch (IllegalArgumentException unknown) {
            throw bad("--optimizer: " + unknown.getMessage());
        }
    }

    private List<Roll.Point> starts(Surface surface) {
        if (starts.isEmpty()) {
            return Descent.starts(surface, balls, seed);
        }
        List<Roll.Point> points = new ArrayList<>();
        for (String text : starts) {
            Matcher matcher = START.matcher(text);
            require(
                    matcher.matches(),
                    "--start: expected two numbers like -1.5,2; found \"" + text + '"');
            points.add(
                    Descent.at(
                            surface,
                            number(text, matcher.group(1)),
                            number(text, matcher.group(2))));
        }
        return points;
    }

    private static double number(String whole, String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw bad("--start: expected two numbers like -1.5,2; found \"" + whole + '"');
        }
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw bad(message);
        }
    }

    private static CommandFailure bad(String message) {
        return new CommandFailure(ExitCode.BAD_INPUT, message);
    }

    private static void write(DescentPicture drawn, Path file) {
        System.setProperty("java.awt.headless", "true");
        Path directory = file.toAbsolutePath().getParent();
        require(
                directory != null && Files.isDirectory(directory),
                "--picture " + file + ": there is no directory " + directory);
        try {
            if (!ImageIO.write(drawn.draw(), "png", file.toFile())) {
                throw new IOException("no writer for PNG");
            }
        } catch (IOException e) {
            throw bad("--picture " + file + ": cannot be written: " + e.getMessage());
        }
    }

    private void print(Surface surface, String title, List<Roll> rolls) {
        terminal.line(title + ": height " + surface.formula());
        terminal.line("");
        terminal.line(
                "ball     from                ends at              height  steps  what became of it");
        for (int ball = 0; ball < rolls.size(); ball++) {
            Roll roll = rolls.get(ball);
            terminal.line(
                    String.format(
                            Locale.ROOT,
                            "%4d  (%6.2f, %6.2f)  (%9.4f, %9.4f)  %9.3g  %5d  %s",
                            ball + 1,
                            roll.start().x(),
                            roll.start().y(),
                            roll.last().x(),
                            roll.last().y(),
                            roll.last().height(),
                            roll.steps(),
                            roll.end().words()));
        }
        long resting =
                rolls.stream().filter(roll -> roll.end().kind() == Landing.Kind.MINIMUM).count();
        double deepest = surface.minima().getFirst().height();
        long lowest =
                rolls.stream()
                        .filter(roll ->
                                roll.end().kind() == Landing.Kind.MINIMUM
                                        && roll.last().height() < deepest + 1e-2)
                        .count();
        terminal.line("");
        terminal.line(
                Figures.count(resting)
                        + " of "
                        + Figures.counted(rolls.size(), "ball")
                        + " came to rest in a minimum, "
                        + Figures.count(lowest)
                        + " in a deepest one (height "
                        + Figures.plain(Math.rint(deepest * 1e4) / 1e4)
                        + ")");
    }

    private String json(Surface surface, double learningRate, List<Roll> rolls) {
        ObjectNode json = new JsonMapper().createObjectNode();
        json.put("function", surface.optionName());
        json.put("optimizer", optimizer);
        json.put("learning_rate", learningRate);
        ArrayNode array = json.putArray("balls");
        for (Roll roll : rolls) {
            ObjectNode ball = array.addObject();
            ball.putArray("from").add(roll.start().x()).add(roll.start().y());
            ball.putArray("to").add(roll.last().x()).add(roll.last().y());
            ball.put("height", roll.last().height());
            ball.put("gradient_norm", roll.end().gradientNorm());
            ball.put("steps", roll.steps());
            ball.put("end", roll.end().kind().name().toLowerCase(Locale.ROOT).replace('_', '-'));
            ball.put("words", roll.end().words());
        }
        return json.toString();
    }
}
