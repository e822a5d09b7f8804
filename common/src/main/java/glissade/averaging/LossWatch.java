package glissade.averaging;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Watches the losses of all steps: says when they grow, when they no longer fall, and when training
 * has lost its way for good. Looks at means over windows of as many steps as an epoch has, within
 * bounds, so that what it says is a function of the losses and gradient norms alone. Confined to
 * the averager's thread.
 *
 * <p>A warning of a kind is given once, until what it says is over.
 */
final class LossWatch {

    /** A loss so many times the first, for so many steps in a row, ends the run. */
    static final double HOPELESS = 1_000;

    static final int HOPELESS_STEPS = 50;

    /** How many numbers {@link #remember} writes. */
    static final int MEMORY = 9;

    private static final int LEAST_WINDOW = 20;
    private static final int MOST_WINDOW = 1_000;

    /** A window's mean that is so many times the one before grows. */
    private static final double GROWING = 1.5;

    /** Growth from almost nothing to very little is no matter. */
    private static final double WORTH_A_WORD = 0.1;

    /** A rate is too small when a window's mean has fallen by less, and the loss is still high. */
    private static final double HARDLY_FALLEN = 0.005;

    private static final double STILL_HIGH = 0.9;

    /** Share of the first gradient below which it is tiny. */
    private static final double TINY = 1e-4;

    private final int window;
    private double firstLoss = Double.NaN;
    private double firstNorm;
    private double hopelessSteps;
    private double lossSum;
    private double normSum;
    private double steps;
    private double firstMean = Double.NaN;
    private double lastMean = Double.NaN;
    private double warned;

    /** Kinds of warnings that have been given and are not over: bits of {@link #warned}. */
    private static final int GROWS = 1;

    private static final int TOO_SLOW = 2;
    private static final int FLAT = 4;

    LossWatch(int stepsPerEpoch) {
        window = Math.max(LEAST_WINDOW, Math.min(MOST_WINDOW, stepsPerEpoch));
    }

    /** Takes in a step; non-null when the run is beyond hope. */
    @Nullable EarlyEnd hopeless(long committed, double loss, double rate) {
        if (Double.isNaN(firstLoss)) {
            firstLoss = loss;
        }
        hopelessSteps = loss >= HOPELESS * firstLoss && loss > 0 ? hopelessSteps + 1 : 0;
        if (hopelessSteps < HOPELESS_STEPS) {
            return null;
        }
        return new EarlyEnd(
                true,
                String.format(
                        Locale.ROOT,
                        "the loss at step %d is %.4g: it has been more than 1,000 times the first"
                                + " (%.4g) for %d steps: training diverged; try a smaller --lr (it"
                                + " is %s), for example --lr %s",
                        committed,
                        loss,
                        firstLoss,
                        HOPELESS_STEPS,
                        rate,
                        rate / 100));
    }

    /** Takes in a step; non-null when there is something to say about the window that it ends. */
    @Nullable LossWarning warning(long committed, double loss, double norm, double rate) {
        if (steps == 0 && firstNorm == 0) {
            firstNorm = norm;
        }
        lossSum += loss;
        normSum += norm;
        steps++;
        if (steps < window) {
            return null;
        }
        double mean = lossSum / steps;
        double meanNorm = normSum / steps;
        double before = lastMean;
        lossSum = 0;
        normSum = 0;
        steps = 0;
        lastMean = mean;
        if (Double.isNaN(before)) {
            firstMean = mean;
            return null;
        }
        return judge(committed, mean, meanNorm, before, rate);
    }

    private @Nullable LossWarning judge(
            long committed, double mean, double meanNorm, double before, double rate) {
        boolean grows = mean > GROWING * before && mean > WORTH_A_WORD * firstMean;
        boolean hardlyFallen = Math.abs(before - mean) < HARDLY_FALLEN * before;
        boolean flat = hardlyFallen && meanNorm < TINY * firstNorm;
        boolean tooSlow = hardlyFallen && !flat && mean > STILL_HIGH * firstMean;
        if (begins(GROWS, grows)) {
            return new LossWarning(
                    committed,
                    true,
                    String.format(
                            Locale.ROOT,
                            "the loss grows: %.4g over the last %d steps, %.4g over those before;"
                                    + " try a smaller --lr (it is %s) or --clip-norm 1",
                            mean,
                            window,
                            before,
                            rate));
        }
        if (begins(FLAT, flat)) {
            return new LossWarning(
                    committed,
                    false,
                    String.format(
                            Locale.ROOT,
                            "the loss stagnates at %.4g and its gradient is tiny (norm %.3g): this"
                                    + " is a minimum or a plain; try another --seed, --init or"
                                    + " --activation",
                            mean,
                            meanNorm));
        }
        if (begins(TOO_SLOW, tooSlow)) {
            return new LossWarning(
                    committed,
                    false,
                    String.format(
                            Locale.ROOT,
                            "the loss hardly falls: %.4g over the last %d steps, %.4g over those"
                                    + " before; --lr %s looks too small, try a larger one",
                            mean,
                            window,
                            before,
                            rate));
        }
        return null;
    }

    /** Notes whether something holds; true when it begins to. */
    private boolean begins(int kind, boolean holds) {
        boolean held = ((int) warned & kind) != 0;
        if (holds != held) {
            warned = (int) warned ^ kind;
        }
        return holds && !held;
    }

    /** Writes what is to be remembered over a stop to {@code memory} from {@code offset} on. */
    void remember(double[] memory, int offset) {
        memory[offset] = firstLoss;
        memory[offset + 1] = firstNorm;
        memory[offset + 2] = hopelessSteps;
        memory[offset + 3] = lossSum;
        memory[offset + 4] = normSum;
        memory[offset + 5] = steps;
        memory[offset + 6] = firstMean;
        memory[offset + 7] = lastMean;
        memory[offset + 8] = warned;
    }

    /** Goes on from what {@link #remember} wrote. */
    void recall(double[] memory, int offset) {
        firstLoss = memory[offset];
        firstNorm = memory[offset + 1];
        hopelessSteps = memory[offset + 2];
        lossSum = memory[offset + 3];
        normSum = memory[offset + 4];
        steps = memory[offset + 5];
        firstMean = memory[offset + 6];
        lastMean = memory[offset + 7];
        warned = memory[offset + 8];
    }
}
