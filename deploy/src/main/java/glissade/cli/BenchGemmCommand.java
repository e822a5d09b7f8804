package glissade.cli;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glissade.local.Machine;
import glissade.math.KernelSpeed;
import glissade.math.Kernels;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code glissade bench gemm}: speed of the matrix product against what the CPU can do. */
@Command(
        name = "gemm",
        description =
                "Measures the matrix product on one thread, in GFLOP/s and as a share of the"
                        + " measured peak of fused multiply-adds.")
final class BenchGemmCommand implements Callable<Integer> {

    private static final Pattern SHAPE =
            Pattern.compile("([1-9][0-9]{0,4})x([1-9][0-9]{0,4})x([1-9][0-9]{0,4})");
    private static final long MOST_FLOATS = 100_000_000;

    /** Long enough for the compiler to be done and a quiet moment to come. */
    private static final long MEASURE_NS = TimeUnit.SECONDS.toNanos(2);

    private final Terminal terminal;

    @Parameters(
            paramLabel = "MxNxK",
            arity = "0..*",
            description =
                    "shapes: [M, K] times [K, N] (1024x1024x1024 and, as in training, 64x128x784)")
    private List<String> shapes = List.of();

    @Option(names = "--json", description = "print the figures as JSON")
    private boolean json;

    BenchGemmCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    private record Shape(int rows, int columns, int inner) {

        @Override
        public String toString() {
            return rows + "x" + columns + "x" + inner;
        }
    }

    private record Speed(Shape shape, double gflops) {}

    @Override
    public Integer call() {
        List<Shape> wanted = new ArrayList<>();
        for (String text : shapes.isEmpty() ? List.of("1024x1024x1024", "64x128x784") : shapes) {
            wanted.add(parse(text));
        }
        Kernels kernels = Machine.kernels();
        KernelSpeed speed = new KernelSpeed(kernels, System::nanoTime, MEASURE_NS);
        double peak = speed.peakGflops();
        List<Speed> speeds = new ArrayList<>();
        for (Shape shape : wanted) {
            speeds.add(
                    new Speed(
                            shape,
                            speed.matmulGflops(shape.rows(), shape.inner(), shape.columns())));
        }
        if (json) {
            terminal.line(json(speeds, peak, kernels.vectorBits()));
        } else {
            print(speeds, peak, kernels.vectorBits());
        }
        return ExitCode.DONE;
    }

    private static Shape parse(String text) {
        Matcher matcher = SHAPE.matcher(text);
        if (!matcher.matches()) {
            throw new CommandFailure(
                    ExitCode.BAD_INPUT,
                    "MxNxK: expected three whole numbers like 1024x1024x1024, found \""
                            + text
                            + '"');
        }
        Shape shape =
                new Shape(
                        Integer.parseInt(matcher.group(1)),
                        Integer.parseInt(matcher.group(2)),
                        Integer.parseInt(matcher.group(3)));
        long floats =
                (long) shape.rows() * shape.inner()
                        + (long) shape.inner() * shape.columns()
                        + (long) shape.rows() * shape.columns();
        if (floats > MOST_FLOATS) {
            throw new CommandFailure(
                    ExitCode.BAD_INPUT,
                    "MxNxK: expected matrices of at most "
                            + Figures.count(MOST_FLOATS)
                            + " numbers together, "
                            + text
                            + " has "
                            + Figures.count(floats));
        }
        return shape;
    }

    private void print(List<Speed> speeds, double peak, int vectorBits) {
        terminal.line(
                String.format(
                        Locale.ROOT,
                        "peak %.1f GFLOP/s: fused multiply-adds on one thread, %s",
                        peak,
                        vectorBits == 32 ? "scalar" : vectorBits + "-bit vectors"));
        for (Speed speed : speeds) {
            terminal.line(
                    String.format(
                            Locale.ROOT,
                            "%-16s %8.1f GFLOP/s  %5.1f %% of the peak",
                            speed.shape(),
                            speed.gflops(),
                            100 * speed.gflops() / peak));
        }
    }

    private static String json(List<Speed> speeds, double peak, int vectorBits) {
        ObjectNode json = new JsonMapper().createObjectNode();
        ArrayNode results = json.putArray("results");
        for (Speed speed : speeds) {
            results.addObject()
                    .put("shape", speed.shape().toString())
                    .put("gflops", speed.gflops())
                    .put("peak_gflops", peak)
                    .put("vector_bits", vectorBits);
        }
        return json.toString();
    }
}
