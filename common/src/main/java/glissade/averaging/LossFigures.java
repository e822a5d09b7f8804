package glissade.averaging;

/**
 * How the loss went over a window of steps, and what that looks like by itself. Shares of the loss
 * at the start keep noise on a loss that is almost nothing from being noticed.
 *
 * @param step commits made when the window ended
 * @param window steps in it
 * @param loss mean loss
 * @param before mean loss over the window before, NaN where there was none
 * @param start loss at the start of the run
 * @param norm mean norm of the gradient
 * @param startNorm norm of the gradient at the start of the run
 * @param promised how far the loss would have fallen if the gradient of each step had held all the
 *     way
 * @param jumps steps at which the loss jumped up
 */
public record LossFigures(
        long step,
        int window,
        double loss,
        double before,
        double start,
        double norm,
        double startNorm,
        double promised,
        int jumps) {

    boolean grows() {
        return loss > 1.5 * before && loss > 0.1 * start;
    }

    boolean isAboveStart() {
        return loss > 2 * start;
    }

    boolean isJumpy() {
        return jumps > 0.1 * window && loss > 0.25 * start;
    }

    /** Has not fallen by more than a fiftieth. */
    boolean isStuck() {
        return loss > 0.98 * before;
    }

    /** The steps are long enough for the loss to fall, which is still high. */
    boolean isHighDespitePromises() {
        return loss > 0.5 * start && promised > 0.25 * loss;
    }

    boolean isFlat() {
        return Math.abs(loss - before) < 0.005 * before
                && loss > 0.01 * start
                && norm < 0.25 * startNorm
                && promised < 0.01 * loss;
    }

    /** The steps are short where there is still all to be won, and a gradient to do it. */
    boolean isAtStartWithoutPromises() {
        return loss > 0.75 * start && norm > 0.5 * startNorm && promised < 0.5 * loss;
    }
}
