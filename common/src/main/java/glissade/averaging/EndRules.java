package glissade.averaging;

import org.jspecify.annotations.Nullable;

/**
 * When training ends before its last step, as far as the commits alone decide it.
 *
 * @param gradientNorm norm of the gradient at or below which the loss lies flat; null for no such
 *     end
 * @param lossGrowth how many times its lowest the smoothed loss may be; null for no such end
 */
public record EndRules(@Nullable Double gradientNorm, @Nullable Double lossGrowth) {

    /** Training goes on to its last step. */
    public static final EndRules NONE = new EndRules(null, null);
}
