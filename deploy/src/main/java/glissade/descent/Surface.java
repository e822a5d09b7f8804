package glissade.descent;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Functions of two variables on which descent is commonly tried, each with its exact gradient, the
 * window that shows it best, and its minima. All in double; transcendental functions come from
 * {@link StrictMath}, so that balls roll alike on every machine.
 *
 * @see <a href="https://www.sfu.ca/~ssurjano/optimization.html">Surjanovic and Bingham, Virtual
 *     Library of Simulation Experiments: test functions</a>
 */
@SuppressWarnings("ImmutableEnumChecker") // records of numbers, in List.of
public enum Surface {
    /** {@code x² + y²}: one valley, round. */
    BOWL("x² + y²", new Window(-5, 5, -5, 5), 0.1, 100, new Minimum("the bottom", 0, 0, 0)) {
        @Override
        public double height(double x, double y) {
            return x * x + y * y;
        }

        @Override
        public void gradient(double x, double y, double[] out) {
            out[0] = 2 * x;
            out[1] = 2 * y;
        }
    },

    /** {@code (1 - x)² + 100 (y - x²)²}: a long bent valley, easy to find and hard to follow. */
    ROSENBROCK(
            "(1 - x)² + 100 (y - x²)²",
            new Window(-2, 2, -1, 3),
            0.001,
            30_000,
            new Minimum("the minimum", 1, 1, 0)) {
        @Override
        public double height(double x, double y) {
            double off = y - x * x;
            return (1 - x) * (1 - x) + 100 * off * off;
        }

        @Override
        public void gradient(double x, double y, double[] out) {
            double off = y - x * x;
            out[0] = -2 * (1 - x) - 400 * x * off;
            out[1] = 200 * off;
        }
    },

    /** {@code (x² + y - 11)² + (x + y² - 7)²}: four valleys, equally deep. */
    HIMMELBLAU(
            "(x² + y - 11)² + (x + y² - 7)²",
            new Window(-5, 5, -5, 5),
            0.005,
            200,
            new Minimum("the north-east minimum", 3, 2, 0),
            new Minimum("the north-west minimum", -2.805118086952745, 3.131312518250573, 0),
            new Minimum("the south-west minimum", -3.779310253377747, -3.283185991286170, 0),
            new Minimum("the south-east minimum", 3.584428340330492, -1.848126526964404, 0)) {
        @Override
        public double height(double x, double y) {
            double first = x * x + y - 11;
            double second = x + y * y - 7;
            return first * first + second * second;
        }

        @Override
        public void gradient(double x, double y, double[] out) {
            double first = x * x + y - 11;
            double second = x + y * y - 7;
            out[0] = 4 * x * first + 2 * second;
            out[1] = 2 * first + 4 * y * second;
        }
    },

    /** Beale's: nearly flat, with steep walls at the corners; on the left it falls for ever. */
    BEALE(
            "(1.5 - x + xy)² + (2.25 - x + xy²)² + (2.625 - x + xy³)²",
            new Window(-4.5, 4.5, -2, 2),
            0.002,
            10_000,
            new Minimum("the minimum", 3, 0.5, 0)) {
        @Override
        public double height(double x, double y) {
            double first = 1.5 - x + x * y;
            double second = 2.25 - x + x * y * y;
            double third = 2.625 - x + x * y * y * y;
            return first * first + second * second + third * third;
        }

        @Override
        public void gradient(double x, double y, double[] out) {
            double first = 1.5 - x + x * y;
            double second = 2.25 - x + x * y * y;
            double third = 2.625 - x + x * y * y * y;
            out[0] = 2 * (first * (y - 1) + second * (y * y - 1) + third * (y * y * y - 1));
            out[1] = 2 * x * (first + 2 * y * second + 3 * y * y * third);
        }
    },

    /** {@code 20 + x² + y² - 10 (cos 2πx + cos 2πy)}: a grid of valleys, the middle one deepest. */
    RASTRIGIN(
            "20 + x² + y² - 10 (cos 2πx + cos 2πy)",
            new Window(-5.12, 5.12, -5.12, 5.12),
            0.002,
            100,
            new Minimum("the deepest minimum", 0, 0, 0)) {
        @Override
        public double height(double x, double y) {
            double waves = StrictMath.cos(TWO_PI * x) + StrictMath.cos(TWO_PI * y);
            return 20 + x * x + y * y - 10 * waves;
        }

        @Override
        public void gradient(double x, double y, double[] out) {
            out[0] = 2 * x + 10 * TWO_PI * StrictMath.sin(TWO_PI * x);
            out[1] = 2 * y + 10 * TWO_PI * StrictMath.sin(TWO_PI * y);
        }
    },

    /** Ackley's: a plain full of dents around a funnel with a sharp end. */
    ACKLEY(
            "20 - 20 exp(-0.2 √((x² + y²)/2)) + e - exp((cos 2πx + cos 2πy)/2)",
            new Window(-5, 5, -5, 5),
            0.01,
            300,
            new Minimum("the bottom of the funnel", 0, 0, 0)) {
        @Override
        public double height(double x, double y) {
            double radius = Math.sqrt((x * x + y * y) / 2);
            double waves = (StrictMath.cos(TWO_PI * x) + StrictMath.cos(TWO_PI * y)) / 2;
            return 20 - 20 * StrictMath.exp(-0.2 * radius) + Math.E - StrictMath.exp(waves);
        }

        // At the sharp end, where there is none, the gradient is taken as 0.
        @Override
        public void gradient(double x, double y, double[] out) {
            double radius = Math.sqrt((x * x + y * y) / 2);
            double waves = (StrictMath.cos(TWO_PI * x) + StrictMath.cos(TWO_PI * y)) / 2;
            double funnel = radius == 0 ? 0 : 2 * StrictMath.exp(-0.2 * radius) / radius;
            double dents = StrictMath.exp(waves) * TWO_PI / 2;
            out[0] = funnel * x + dents * StrictMath.sin(TWO_PI * x);
            out[1] = funnel * y + dents * StrictMath.sin(TWO_PI * y);
        }
    },

    /** {@code (4 - 2.1x² + x⁴/3) x² + xy + (4y² - 4) y²}: six valleys, two of them deepest. */
    SIX_HUMP_CAMEL(
            "(4 - 2.1x² + x⁴/3) x² + xy + (4y² - 4) y²",
            new Window(-2, 2, -1.2, 1.2),
            0.02,
            200,
            new Minimum(
                    "a deepest minimum",
                    0.08984201310031807,
                    -0.7126564030207396,
                    -1.0316284534898774),
            new Minimum(
                    "a deepest minimum",
                    -0.08984201310031807,
                    0.7126564030207396,
                    -1.0316284534898774),
            new Minimum(
                    "a middle minimum",
                    1.7036067149699805,
                    -0.7960835686726251,
                    -0.21546382438371792),
            new Minimum(
                    "a middle minimum",
                    -1.7036067149699805,
                    0.7960835686726251,
                    -0.21546382438371792),
            new Minimum(
                    "a high minimum", 1.6071047529201976, 0.5686514548841313, 2.1042503103112593),
            new Minimum(
                    "a high minimum",
                    -1.6071047529201976,
                    -0.5686514548841313,
                    2.1042503103112593)) {
        @Override
        public double height(double x, double y) {
            double x2 = x * x;
            double y2 = y * y;
            return (4 - 2.1 * x2 + x2 * x2 / 3) * x2 + x * y + (4 * y2 - 4) * y2;
        }

        @Override
        public void gradient(double x, double y, double[] out) {
            double x2 = x * x;
            out[0] = 8 * x - 8.4 * x2 * x + 2 * x2 * x2 * x + y;
            out[1] = x + 16 * y * y * y - 8 * y;
        }
    };

    private static final double TWO_PI = 2 * Math.PI;

    /** What is drawn, and where balls start. */
    public record Window(double fromX, double toX, double fromY, double toY) {

        boolean contains(double x, double y) {
            return x >= fromX && x <= toX && y >= fromY && y <= toY;
        }

        double width() {
            return toX - fromX;
        }

        double height() {
            return toY - fromY;
        }
    }

    /** A point that no small step in any direction is below. */
    public record Minimum(String name, double x, double y, double height) {

        /** Name and coordinates, {@code the minimum (3, 0.5)}. */
        String words() {
            return name + " (" + coordinate(x) + ", " + coordinate(y) + ')';
        }

        private static String coordinate(double value) {
            return new BigDecimal(value)
                    .setScale(4, RoundingMode.HALF_EVEN)
                    .stripTrailingZeros()
                    .toPlainString();
        }

        double distance(double ofX, double ofY) {
            return Math.sqrt((x - ofX) * (x - ofX) + (y - ofY) * (y - ofY));
        }
    }

    private final String formula;
    private final Window window;
    private final double plainRate;
    private final int plainSteps;
    private final List<Minimum> minima;

    Surface(String formula, Window window, double plainRate, int plainSteps, Minimum... minima) {
        this.formula = formula;
        this.window = window;
        this.plainRate = plainRate;
        this.plainSteps = plainSteps;
        this.minima = List.of(minima);
    }

    /** The height at a point. */
    public abstract double height(double x, double y);

    /** Writes the gradient at a point to {@code out} [2]. */
    public abstract void gradient(double x, double y, double[] out);

    /** How it is written. */
    public String formula() {
        return formula;
    }

    public Window window() {
        return window;
    }

    /**
     * The minima that have a name, deepest first; Rastrigin's and Ackley's have many more without.
     */
    public List<Minimum> minima() {
        return minima;
    }

    /** A learning rate with which plain gradient descent comes to rest here. */
    public double plainRate() {
        return plainRate;
    }

    /** How many steps it takes then, on most ways. */
    public int plainSteps() {
        return plainSteps;
    }

    /** The spelling on the command line. */
    public String optionName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Every spelling. */
    public static List<String> optionNames() {
        List<String> names = new ArrayList<>();
        for (Surface surface : values()) {
            names.add(surface.optionName());
        }
        return List.copyOf(names);
    }
}
