package glissade.averaging;

import glissade.collective.EpochShape;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Watches the losses of all steps: says when they grow, oscillate or no longer fall, and when
 * training has lost its way for good. Looks at means over windows of as many steps as an epoch has,
 * within bounds. Whether a loss that does not fall is descended too fast or too slowly is told by
 * the fall that the steps promised: the inner product of gradient and update, looked at now and
 * then. What it says is a function of the commits alone. Confined to the averager's thread.
 *
 * <p>A warning is given once, until its cause has been away for some windows.
 */
final class LossWatch {

    /** A loss so many times the first, for {@link EarlyEnd#HOPELESS_STEPS} steps, ends the run. */
    private static final double HOPELESS = 1_000;

    /**
     * What begins with next to nothing, as one sample can by chance, is measured by what follows.
     */
    private static final double LEAST_FIRST = 1e-6;

    /** Numbers that are to be remembered over a stop. */
    static final int MEMORY = 20;

    private static final int LEAST_WINDOW = 20;
    private static final int MOST_WINDOW = 1_000;

    /** Fewer samples say little: those of a window, and those at the start. */
    private static final int WINDOW_SAMPLES = 1_000;

    private static final int START_SAMPLES = 32;

    /** Looks at promises in a window. */
    private static final int LOOKS = 8;

    /**
     * A jump is a rise by a tenth of the usual loss and more than sampling explains: by four times
     * what the mean of a mini-batch deviates when the loss of a sample deviates by the mean.
     */
    private static final double JUMP = 0.1;

    private static final double SAMPLING = 4;

    /** A loss that has not fallen over so many windows in a row is no accident. */
    private static final int STUCK_WINDOWS = 2;

    /** Causes that are told apart, each with the number of windows since it was last there. */
    private static final int DIVERGES = 0;

    private static final int OSCILLATES = 1;
    private static final int STAGNATES = 2;
    private static final int IS_SLOW = 3;
    private static final int CAUSES = 4;

    /** A cause that was away for so many windows is over. */
    private static final double OVER = 3;

    private final int window;
    private final int startSteps;
    private final int lookEvery;
    private final double jump;
    private double firstLoss = Double.NaN;
    private double hopelessSteps;
    private double stepsAtStart;
    private double lossAtStart;
    private double normAtStart;
    private double steps;
    private double lossSum;
    private double normSum;
    private double jumps;
    private double promiseSum;
    private double promises;
    private double lossBefore = Double.NaN;
    private double rateBefore;
    private double firstMean = Double.NaN;
    private double lastMean = Double.NaN;
    private double stuckWindows;
    private final double[] quiet = new double[CAUSES];

    LossWatch(EpochShape shape) {
        int batch = shape.batchSize();
        window =
                Math.max(
                        Math.max(LEAST_WINDOW, (WINDOW_SAMPLES - 1) / batch + 1),
                        Math.min(MOST_WINDOW, shape.stepsPerEpoch()));
        startSteps = (START_SAMPLES - 1) / batch + 1;
        lookEvery = Math.max(1, window / LOOKS);
        jump = JUMP + (shape.stepsPerEpoch() == 1 ? 0 : SAMPLING / Math.sqrt(batch));
        Arrays.fill(quiet, OVER);
    }

    /** Takes in a step. */
    void step(double loss, double norm, double rate) {
        if (Double.isNaN(firstLoss)) {
            rateBefore = rate;
        }
        if (!(firstLoss > LEAST_FIRST)) {
            firstLoss = loss;
        }
        if (stepsAtStart < startSteps) {
            stepsAtStart++;
            lossAtStart += loss;
            normAtStart += norm;
        }
        boolean far = firstLoss > LEAST_FIRST && loss >= HOPELESS * firstLoss;
        hopelessSteps = far ? hopelessSteps + 1 : 0;
        double usual = Double.isNaN(lastMean) ? lossAtStart / stepsAtStart : lastMean;
        if (loss - lossBefore > jump * usual) {
            jumps++;
        }
        lossBefore = loss;
        lossSum += loss;
        normSum += norm;
        steps++;
    }

    /** Whether {@link #promised} wants to hear of the step that has just been committed. */
    boolean wantsPromise(long committed) {
        return committed % lookEvery == 0;
    }

    /** Takes in how far the loss would have fallen at a step if its gradient had held. */
    void promised(double fall) {
        promiseSum += fall;
        promises++;
    }

    /** The end of a run that is beyond hope; null while it is not. */
    @Nullable EarlyEnd hopeless(long committed) {
        return hopelessSteps < EarlyEnd.HOPELESS_STEPS
                ? null
                : new EarlyEnd(EarlyEnd.Reason.HOPELESS, committed, lossBefore, firstLoss);
    }

    /** What there is to say about the window that this step ends; null mostly. */
    @Nullable LossWarning judge(long committed, double rate) {
        if (steps < window) {
            return null;
        }
        LossFigures figures = figures(committed);
        boolean rateRises = rate > rateBefore;
        rateBefore = rate;
        lastMean = figures.loss();
        stuckWindows = figures.isStuck() ? stuckWindows + 1 : 0;
        steps = 0;
        lossSum = 0;
        normSum = 0;
        jumps = 0;
        promiseSum = 0;
        promises = 0;
        return judge(figures, rateRises);
    }

    private LossFigures figures(long committed) {
        double mean = lossSum / steps;
        if (Double.isNaN(firstMean)) {
            firstMean = mean;
        }
        return new LossFigures(
                committed,
                window,
                mean,
                lastMean,
                // Where the very first steps have already gone astray, they are no measure.
                Math.min(lossAtStart / stepsAtStart, Math.max(firstLoss, firstMean)),
                normSum / steps,
                normAtStart / stepsAtStart,
                promises == 0 ? 0 : promiseSum / promises * steps,
                (int) jumps);
    }

    private @Nullable LossWarning judge(LossFigures figures, boolean rateRises) {
        boolean diverges = figures.grows() || figures.isAboveStart();
        boolean overshoots = stuckWindows >= STUCK_WINDOWS && figures.isHighDespitePromises();
        boolean oscillates = !figures.isAboveStart() && (figures.isJumpy() || overshoots);
        boolean isSlow =
                figures.isStuck()
                        && figures.isAtStartWithoutPromises()
                        && !rateRises
                        && !diverges
                        && !oscillates;
        LossWarning.Kind kind = null;
        if (begins(IS_SLOW, isSlow)) {
            kind = LossWarning.Kind.HARDLY_FALLS;
        }
        if (begins(STAGNATES, figures.isFlat())) {
            kind = LossWarning.Kind.LIES_FLAT;
        }
        if (begins(OSCILLATES, oscillates)) {
            kind = figures.isJumpy() ? LossWarning.Kind.JUMPS : LossWarning.Kind.OVERSHOOTS;
        }
        if (begins(DIVERGES, diverges)) {
            kind = figures.grows() ? LossWarning.Kind.GROWS : LossWarning.Kind.ABOVE_START;
        }
        return kind == null ? null : new LossWarning(kind, figures);
    }

    /** Notes whether a cause is there; true when it is after it was away or never there. */
    private boolean begins(int cause, boolean isThere) {
        double windows = quiet[cause];
        quiet[cause] = isThere ? 0 : Math.min(OVER, windows + 1);
        return isThere && windows == OVER;
    }

    /** Writes what is to be remembered over a stop to {@code memory} from {@code offset} on. */
    void remember(double[] memory, int offset) {
        double[] numbers = {
            firstLoss,
            hopelessSteps,
            stepsAtStart,
            lossAtStart,
            normAtStart,
            steps,
            lossSum,
            normSum,
            jumps,
            promiseSum,
            promises,
            lossBefore,
            rateBefore,
            firstMean,
            lastMean,
            stuckWindows,
            quiet[0],
            quiet[1],
            quiet[2],
            quiet[3],
        };
        System.arraycopy(numbers, 0, memory, offset, MEMORY);
    }

    /** Goes on from what {@link #remember} wrote. */
    void recall(double[] memory, int offset) {
        int next = offset;
        firstLoss = memory[next++];
        hopelessSteps = memory[next++];
        stepsAtStart = memory[next++];
        lossAtStart = memory[next++];
        normAtStart = memory[next++];
        steps = memory[next++];
        lossSum = memory[next++];
        normSum = memory[next++];
        jumps = memory[next++];
        promiseSum = memory[next++];
        promises = memory[next++];
        lossBefore = memory[next++];
        rateBefore = memory[next++];
        firstMean = memory[next++];
        lastMean = memory[next++];
        stuckWindows = memory[next++];
        System.arraycopy(memory, next, quiet, 0, CAUSES);
    }
}
