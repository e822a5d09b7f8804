package glissade.averaging;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Looks at every commit, wherever the averager is, and says when training is to end there. What it
 * says is a function of the commits alone. Confined to the averager's thread.
 */
public final class CommitWatch {

    private final double flatNorm;

    /**
     * Watches one generation.
     *
     * @param untilGradientNorm norm of the gradient at or below which the loss counts as flat; null
     *     to train on
     */
    public CommitWatch(@Nullable Double untilGradientNorm) {
        flatNorm = untilGradientNorm == null ? -1 : untilGradientNorm;
    }

    /** Takes in what {@code averager} has just committed; null when training goes on. */
    public @Nullable EarlyEnd committed(Averager averager) {
        return averager.gradientNorm() <= flatNorm ? flat(averager) : null;
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
