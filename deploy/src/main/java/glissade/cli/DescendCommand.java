package glissade.cli;

import glissade.chart.PngFile;
import glissade.descent.Descent;
import glissade.descent.DescentPicture;
import glissade.descent.Roll;
import glissade.descent.Surface;
import glissade.optim.OptimizerDescription;
import glissade.optim.ScheduleDescription;
import glissade.optim.ScheduleKind;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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

    /** Rates are floats in the optimizers, and are multiplied on the way. */
    private static final double LIMIT_OF_RATES = 1e38;

    private static final int EPOCHS = 50;
    private static final int BALLS = 8;
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
            description = "as for train, without weight decay (sgd)")
    private String optimizer = "sgd";

    @Option(
            names = "--lr",
            paramLabel = "RATE",
            description =
                    "learning rate (0.05 for the adaptive optimizers, else one that suits the"
                            + " function)")
    private @Nullable Double rate;

    @Option(
            names = "--momentum",
            paramLabel = "FRACTION",
            description = "as for train: for optimizers momentum and nesterov (0.9)")
    private @Nullable Double momentum;

    @Option(
            names = "--schedule",
            paramLabel = "NAME",
            description =
                    "how the rate changes, as for train, with a fiftieth of the steps for an epoch"
                            + " (constant)")
    private String schedule = "constant";

    @Option(
            names = "--warmup",
            paramLabel = "STEPS",
            description = "steps in which the rate rises on a line first (0)")
    private int warmup;

    @Option(
            names = "--steps",
            paramLabel = "N",
            description = "steps of each ball (a number that suits the function)")
    private @Nullable Integer steps;

    @Option(
            names = "--balls",
            paramLabel = "N",
            description = "balls, started all over the function by --seed (8)")
    private @Nullable Integer balls;

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
            description = "where the picture goes, a PNG (descend-FUNCTION.png)")
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
        int most = steps != null ? steps : surface.plainSteps();
        require(
                (float) learningRate > 0 && learningRate < LIMIT_OF_RATES,
                "--lr "
                        + Figures.plain(learningRate)
                        + ": expected a number above 0 and below "
                        + Figures.plain(LIMIT_OF_RATES));
        require(most >= 1 && most <= MOST_STEPS, "--steps " + most + ": expected 1 to 1,000,000");
        int count = balls != null ? balls : BALLS;
        require(count >= 1 && count <= MOST_BALLS, "--balls " + count + ": expected 1 to 1,000");
        require(
                balls == null || starts.isEmpty(),
                "--balls and --start exclude each other; give one of them");
        ScheduleDescription scheduled = schedule(most);
        Path file = picture != null ? picture : Path.of("descend-" + surface.optionName() + ".png");
        requireDirectory(file);
        Descent descent =
                new Descent(
                        surface,
                        description,
                        scheduled.create(learningRate, most, (most - 1) / EPOCHS + 1),
                        most);
        List<Roll> rolls = new ArrayList<>();
        for (Roll.Point start : starts(surface, count)) {
            rolls.add(descent.roll(start));
        }
        String title = title(surface, description, learningRate, scheduled, most);
        DescentReport report = new DescentReport(surface, title, learningRate, most, rolls);
        write(new DescentPicture(surface, rolls, title), file);
        if (json) {
            terminal.line(report.json());
        } else {
            report.lines().forEach(terminal::line);
            terminal.line("picture  " + file);
        }
        return ExitCode.DONE;
    }

    private static String title(
            Surface surface,
            OptimizerDescription description,
            double learningRate,
            ScheduleDescription scheduled,
            int most) {
        return surface.optionName()
                + ", "
                + description.name()
                + " lr "
                + Figures.plain(learningRate)
                + (description.hasMomentum()
                        ? " momentum " + Figures.plain(description.momentum())
                        : "")
                + (scheduled.kind() == ScheduleKind.CONSTANT
                        ? ""
                        : ' ' + scheduled.kind().optionName())
                + ", "
                + Figures.counted(most, "step");
    }

    private ScheduleDescription schedule(int most) {
        require(
                warmup >= 0 && warmup < most,
                "--warmup " + warmup + ": expected 0 to less than the " + most + " steps");
        require(
                !schedule.equals(ScheduleKind.PLATEAU.optionName()),
                "--schedule plateau: waits for a validation loss, which a surface does not have;"
                        + " use another schedule");
        for (ScheduleKind kind : ScheduleKind.values()) {
            if (kind.optionName().equals(schedule)) {
                return ScheduleDescription.of(kind).withWarmup(warmup);
            }
        }
        throw bad(
                "--schedule: expected constant, step, exponential, cosine, one-cycle or ramp;"
                        + " found \""
                        + schedule
                        + '"');
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
        OptimizerDescription description;
        try {
            description = OptimizerDescription.of(optimizer);
        } catch (IllegalArgumentException unknown) {
            throw bad("--optimizer: " + unknown.getMessage());
        }
        if (momentum == null) {
            return description;
        }
        require(
                description.hasMomentum(),
                "--momentum "
                        + Figures.plain(momentum)
                        + ": has no effect with --optimizer "
                        + optimizer
                        + "; leave it out, or use optimizer momentum or nesterov");
        require(
                momentum >= 0 && momentum < 1,
                "--momentum " + Figures.plain(momentum) + ": expected a number from 0 to below 1");
        return description.withMomentum(momentum);
    }

    private List<Roll.Point> starts(Surface surface, int count) {
        if (starts.isEmpty()) {
            return Descent.starts(surface, count, seed);
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

    private static CommandFailure unwritable(Path file, @Nullable String why) {
        return bad(
                "--picture " + file + ": cannot be written: " + why + "; choose another --picture");
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw bad(message);
        }
    }

    private static CommandFailure bad(String message) {
        return new CommandFailure(ExitCode.BAD_INPUT, message);
    }

    private static void requireDirectory(Path file) {
        Path directory = file.toAbsolutePath().getParent();
        require(
                directory != null && Files.isDirectory(directory),
                "--picture " + file + ": there is no directory " + directory);
        require(
                !Files.isDirectory(file),
                "--picture "
                        + file
                        + ": expected a file, but it is a directory; name a file in it");
        require(
                PngFile.isNamedSo(file),
                "--picture " + file + ": the picture is a PNG; choose a name that ends with .png");
    }

    private static void write(DescentPicture drawn, Path file) {
        System.setProperty("java.awt.headless", "true");
        try {
            PngFile.write(drawn.draw(), file);
        } catch (AccessDeniedException e) {
            throw unwritable(file, "permission denied");
        } catch (FileSystemException e) {
            throw unwritable(file, String.valueOf(e.getReason()));
        } catch (IOException e) {
            throw unwritable(file, e.getMessage());
        }
    }
}
