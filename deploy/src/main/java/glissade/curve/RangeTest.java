package glissade.curve;

import glissade.averaging.SmoothedLoss;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads a learning-rate range test: losses of a training in which the rate climbs from step to
 * step. Where the loss falls fastest the rate is right; where it begins to rise, too large.
 *
 * @see <a href="https://arxiv.org/abs/1506.01186">Smith 2015, section 3.3</a>
 */
public final class RangeTest {

    /** The test is over when the smoothed loss is this many times its lowest. */
    public static final double GROWTH = 4;

    /** Steps to either side over which a slope is measured. */
    private static final int REACH = 5;

    /** A loss that never falls below this share of where it was at first has not fallen. */
    private static final double FALLEN = 0.95;

    /** How far below the rate of the lowest loss one is safe, by custom. */
    private static final double SAFE = 0.1;

    private final double[] rates;
    private final double[] losses;
    private final double[] smoothed;
    private final int lowest;
    private final boolean grown;

    /**
     * Reads the test.
     *
     * @param rates learning rate of each step, ascending
     * @param losses loss of each step's mini-batch, before its update
     */
    public RangeTest(double[] rates, double[] losses) {
        if (rates.length != losses.length) {
            throw new IllegalArgumentException(
                    "each loss has its rate: rates=" + rates.length + ", losses=" + losses.length);
        }
        SmoothedLoss smoothing = new SmoothedLoss();
        double[] values = new double[losses.length];
        int steps = 0;
        boolean end = false;
        while (steps < losses.length && !end) {
            values[steps] = smoothing.add(losses[steps]);
            end = smoothing.hasGrown(GROWTH) || !Double.isFinite(losses[steps]);
            steps++;
        }
        this.grown = end;
        this.rates = Arrays.copyOf(rates, steps);
        this.losses = Arrays.copyOf(losses, steps);
        this.smoothed = Arrays.copyOf(values, steps);
        this.lowest = lowest(smoothed);
    }

    private static int lowest(double[] values) {
        int lowest = 0;
        for (int step = 1; step < values.length; step++) {
            lowest = values[step] < values[lowest] ? step : lowest;
        }
        return lowest;
    }

    /** Steps until the end of the test, which may be before the last one. */
    public int steps() {
        return smoothed.length;
    }

    public double rate(int step) {
        return rates[step];
    }

    public double loss(int step) {
        return losses[step];
    }

    /** Exponential average of the losses up to this step, from 0. */
    public double smoothed(int step) {
        return smoothed[step];
    }

    /** Whether it ended because the loss had grown, not because the steps were over. */
    public boolean ended() {
        return grown;
    }

    /** The step, from 0, with the lowest smoothed loss. */
    public int lowestStep() {
        return lowest;
    }

    /** Whether the loss fell enough at any rate to tell something. */
    public boolean fell() {
        int first = Math.min(REACH, steps() - 1);
        return first >= 0 && smoothed[lowest] < FALLEN * smoothed[first] && lowest > first;
    }

    /**
     * The step, from 0, at which the smoothed loss falls fastest by the logarithm of the rate; null
     * if it never fell.
     */
    public @Nullable Integer steepestStep() {
        if (!fell()) {
            return null;
        }
        int steepest = -1;
        double least = 0;
        for (int step = REACH; step <= lowest && step + REACH < steps(); step++) {
            double slope =
                    (smoothed[step + REACH] - smoothed[step - REACH])
                            / StrictMath.log(rates[step + REACH] / rates[step - REACH]);
            if (slope < least) {
                least = slope;
                steepest = step;
            }
        }
        return steepest < 0 ? null : steepest;
    }

    /** A tenth of the rate at which the loss is lowest; null if it never fell. */
    public @Nullable Double tenthOfLowest() {
        return fell() ? SAFE * rates[lowest] : null;
    }
}
