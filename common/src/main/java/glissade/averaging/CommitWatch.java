package glissade.averaging;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Looks at every commit, wherever the averager is, and says when training is to end there, and what
 * looks wrong. What it says is a function of the commits alone. Confined to the averager's thread.
 */
public final class CommitWatch {

    private final double flatNorm;
    private final double lossGrowth;
    private final SmoothedLoss smoothed = new SmoothedLoss();
    private final LossWatch losses;
    private @Nullable LossWarning warning;

    /**
     * Watches one generation.
     *
     * @param stepsPerEpoch how far the watch looks back
     */
    public CommitWatch(EndRules rules, int stepsPerEpoch) {
        losses = new LossWatch(stepsPerEpoch);
        flatNorm = rules.gradientNorm() == null ? -1 : rules.gradientNorm();
        lossGrowth = rules.lossGrowth() == null ? Double.POSITIVE_INFINITY : rules.lossGrowth();
    }

    /** Takes in what {@code averager} has just committed; null when training goes on. */
    public @Nullable EarlyEnd committed(Averager averager) {
        long committed = averager.step();
        double loss = averager.meanLoss();
        double rate = averager.learningRate();
        warning = losses.warning(committed, loss, averager.gradientNorm(), rate);
        EarlyEnd hopeless = losses.hopeless(committed, loss, rate);
        if (hopeless != null) {
            return hopeless;
        }
        smoothed.add(loss);
        if (smoothed.hasGrown(lossGrowth)) {
            return grown(committed);
        }
        return averager.gradientNorm() <= flatNorm ? flat(averager) : null;
    }

    /** What looks wrong since the step last given to {@link #committed}; null mostly. */
    public @Nullable LossWarning warning() {
        return warning;
    }

    /** Writes what is to be remembered over a stop to {@code memory} from {@code offset} on. */
    void remember(double[] memory, int offset) {
        losses.remember(memory, offset);
        smoothed.remember(memory, offset + LossWatch.MEMORY);
    }

    /** Goes on from what {@link #remember} wrote. */
    void recall(double[] memory, int offset) {
        losses.recall(memory, offset);
        smoothed.recall(memory, offset + LossWatch.MEMORY);
    }

    private EarlyEnd grown(long committed) {
        return new EarlyEnd(
                false,
                String.format(
                        Locale.ROOT,
                        "the smoothed loss at step %d is %.4g, more than %s times its lowest, %.4g:"
                                + " training ends as --until-loss-growth asks",
                        committed,
                        smoothed.value(),
                        lossGrowth,
                        smoothed.lowest()));
    }

    private EarlyEnd flat(Averager averager) {
        return new EarlyEnd(
                false,
                String.format(
                        Locale.ROOT,
                        "the loss lies flat at step %d: the norm of its gradient is %.3g, at most"
                                + " the %s of --until-gradient-norm",
                        averager.step(),
                        averager.gradientNorm(),
                        flatNorm));
    }
}
