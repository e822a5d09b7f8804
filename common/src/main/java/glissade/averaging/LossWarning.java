package glissade.averaging;

/**
 * Something about the losses looks wrong, though training goes on.
 *
 * @param figures that show it
 */
public record LossWarning(Kind kind, LossFigures figures) {

    /** What looks wrong. */
    public enum Kind {
        /** The loss is higher than over the window before. */
        GROWS,
        /** The loss is higher than where it began. */
        ABOVE_START,
        /** The loss jumps up and down, by more than mini-batches differ. */
        JUMPS,
        /** The loss does not fall though the steps are long enough: they go too far. */
        OVERSHOOTS,
        /** The loss does not fall, its gradient is small and so are the steps. */
        LIES_FLAT,
        /** The loss does not fall since the steps are short, though its gradient is not small. */
        HARDLY_FALLS
    }
}
