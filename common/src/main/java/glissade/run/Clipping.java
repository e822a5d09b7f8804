package glissade.run;

import org.jspecify.annotations.Nullable;

/**
 * Bounds for the averaged gradient, penalties included.
 *
 * @param norm largest Euclidean norm of the whole gradient, which is scaled down to it; null for
 *     none
 * @param value largest magnitude of each component, cut off there before the norm is taken; null
 *     for none
 */
public record Clipping(@Nullable Double norm, @Nullable Double value) {

    /** The gradient is taken as it is. */
    public static final Clipping NONE = new Clipping(null, null);
}
