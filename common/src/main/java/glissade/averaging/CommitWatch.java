package glissade.averaging;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Looks at every commit, wherever the averager is, and says when training is to end there, and what
 * looks wrong. What it says is a function of the commits alone. Confined to the averager's thread.
 */
public final class CommitWatch {

    private final double flatNorm;
    private final LossWatch losses;
    private @Nullable LossWarning warning;

    /**
     * Watches one generation.
     *
     * @param untilGradientNorm norm of the gradient at or below which the loss counts as flat; null
     *     to train on
     * @param stepsPerEpoch how far the watch looks back
     */
    public CommitWatch(@Nullable Double untilGradientNorm, int stepsPerEpoch) {
        losses = new LossWatch(stepsPerEpoch);
        flatNorm = untilGradientNorm == null ? -1 : untilGradientNorm;
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
        return averager.gradientNorm() <= flatNorm ? flat(averager) : null;
    }

    /** What looks wrong since the step last given to {@link #committed}; null mostly. */
    public @Nullable LossWarning warning() {
        return warning;
    }

    LossWatch losses() {
        return losses;
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
