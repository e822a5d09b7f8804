package glissade.run;

import glissade.averaging.EndRules;
import org.jspecify.annotations.Nullable;

/**
 * When training ends before its last step.
 *
 * @param patience epochs without a lower validation loss after which the best parameters are taken;
 *     null for no such end
 * @param untilGradientNorm norm of the gradient at or below which the loss counts as flat; null for
 *     no such end
 * @param untilLossGrowth how many times its lowest the smoothed loss may be; null for no such end
 */
public record Stopping(
        @Nullable Integer patience,
        @Nullable Double untilGradientNorm,
        @Nullable Double untilLossGrowth) {

    /** Training goes on to its last step. */
    public static final Stopping NONE = new Stopping(null, null, null);

    /** What the commits alone decide. */
    public EndRules endRules() {
        return new EndRules(untilGradientNorm, untilLossGrowth);
    }
}
