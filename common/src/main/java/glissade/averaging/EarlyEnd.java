package glissade.averaging;

/**
 * Why training ends at a commit before its last step.
 *
 * @param step commits made
 * @param figure that decided it
 * @param measure that it was held against
 */
public record EarlyEnd(Reason reason, long step, double figure, double measure) {

    /** What has happened. */
    public enum Reason {
        /**
         * The loss lies flat, as was asked for: the figure is the norm of the objective's gradient,
         * the measure what it was to come down to.
         */
        FLAT,
        /**
         * The loss has grown as far as was asked for: the figure is the smoothed loss, the measure
         * what it was at its lowest.
         */
        GROWN,
        /**
         * Training has failed: the figure is the loss, the measure the first one; it has been far
         * beyond that for {@link #HOPELESS_STEPS} steps.
         */
        HOPELESS
    }

    /** Steps in a row after which a loss far beyond the first ends training. */
    public static final int HOPELESS_STEPS = 50;
}
