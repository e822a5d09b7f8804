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

/**
 * {@code glissade bench gemm}: speed of the matrix product and of the weight gradient against what
 * the CPU can do.
 */
@Command(
        name = "gemm",
        description =
                "Measures the matrix product and the weight gradient on one thread, in GFLOP/s and as"
                        + " a share of the measured peak of fused multiply-adds.")
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

    @Option(
            names = "--gradient",
            paramLabel = "IxOxB",
            description =
                    "weight gradient of a layer with I inputs and O outputs over B samples, its"
                            + " slice tree included; may be given several times, and then no other"
                            + " shape is needed")
    private List<String> gradients = List.of();

    @Option(
            names = "--slice",
            paramLabel = "SAMPLES",
            defaultValue = "32",
            description = "samples of a slice of --gradient (${DEFAULT-VALUE})")
    private int slice;

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

    /**
     * @param slice samples of a slice, if it is a gradient; else 0
     */
    private record Speed(Shape shape, int slice, double gflops) {

        String label() {
            return slice == 0
                    ? shape.toString()
                    : "gradient " + shape + ", slices of " + Figures.count(slice);
        }
    }

    @Override
    public Integer call() {
        requireSlice();
        List<Shape> products = new ArrayList<>();
        for (String text : productsOrDefault()) {
            products.add(parse("MxNxK", text));
        }
        List<Shape> layers = new ArrayList<>();
        for (String text : gradients) {
            layers.add(parse("--gradient", text));
        }
        Kernels kernels = Machine.kernels();
        KernelSpeed speed = new KernelSpeed(kernels, System::nanoTime, MEASURE_NS);
        double peak = speed.peakGflops();
        List<Speed> speeds = new ArrayList<>();
        for (Shape shape : products) {
            double gflops = speed.matmulGflops(shape.rows(), shape.inner(), shape.columns());
            speeds.add(new Speed(shape, 0, gflops));
        }
        for (Shape shape : layers) {
            double gflops =
                    speed.weightGradientGflops(shape.inner(), slice, shape.rows(), shape.columns());
            speeds.add(new Speed(shape, slice, gflops));
        }
        if (json) {
            terminal.line(json(speeds, peak, kernels.vectorBits()));
        } else {
            print(speeds, peak, kernels.vectorBits());
        }
        return ExitCode.DONE;
    }

    private List<String> productsOrDefault() {
        return shapes.isEmpty() && gradients.isEmpty()
                ? List.of("1024x1024x1024", "64x128x784")
                : shapes;
    }

    private void requireSlice() {
        if (slice < 1) {
            throw new CommandFailure(
                    ExitCode.BAD_INPUT,
                    "--slice: expected a whole number of at least 1, found " + slice);
        }
    }

    private static Shape parse(String place, String text) {
        Matcher matcher = SHAPE.matcher(text);
        if (!matcher.matches()) {
            throw new CommandFailure(
                    ExitCode.BAD_INPUT,
                    place
                            + ": expected three whole numbers like 1024x1024x1024, found \""
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
                    place
                            + ": expected matrices of at most "
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
        int width = 0;
        for (Speed speed : speeds) {
            width = Math.max(width, speed.label().length());
        }
        for (Speed speed : speeds) {
            terminal.line(
                    String.format(
                            Locale.ROOT,
                            "%-" + width + "s %8.1f GFLOP/s  %5.1f %% of the peak",
                            speed.label(),
                            speed.gflops(),
                            100 * speed.gflops() / peak));
        }
    }

    private static String json(List<Speed> speeds, double peak, int vectorBits) {
        ObjectNode json = new JsonMapper().createObjectNode();
        ArrayNode results = json.putArray("results");
        for (Speed speed : speeds) {
            ObjectNode result =
                    results.addObject()
                            .put("shape", speed.shape().toString())
                            .put("gflops", speed.gflops())
                            .put("peak_gflops", peak)
                            .put("vector_bits", vectorBits);
            if (speed.slice() > 0) {
                result.put("gradient_slice", speed.slice());
            }
        }
        return json.toString();
    }
}
