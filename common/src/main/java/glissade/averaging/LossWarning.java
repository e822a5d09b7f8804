package glissade.averaging;

/**
 * Something about the losses looks wrong, though training goes on.
 *
 * @param step commits made
 * @param grows whether the loss grows; else it no longer falls
 * @param words one line for the user, with what to try
 */
public record LossWarning(long step, boolean grows, String words) {}
