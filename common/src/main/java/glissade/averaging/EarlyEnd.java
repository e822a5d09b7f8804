package glissade.averaging;

/**
 * Why training ends at a commit before its last step.
 *
 * @param failed whether it has come to no good
 * @param words one line for the user
 */
public record EarlyEnd(boolean failed, String words) {}
