package glissade.worker.step;

import org.jspecify.annotations.Nullable;

/**
 * Where a worker's partial sums go and its parameters come from. Calls of one step, in this order:
 * {@link #parameters}, {@link #releasesSums} where it is needed, {@link #loss}, {@link #publish}
 * part by part in the order of {@link #part}, {@link #endStep}. All on the training thread, whose
 * clock an exchange moves on: it leaves it at whatever it was at last.
 */
interface Exchange {

    /**
     * Waits for the complete parameters of a step.
     *
     * @return [parameterCount] in memory layout, valid and unchanged until {@link #endStep}; null
     *     when told to stop
     * @throws StepException when they do not come in time
     */
    float @Nullable [] parameters(long step);

    /**
     * Waits until the sums of the step before are not looked at any more, for a worker that goes
     * through its samples in several passes: those before the last write into them. Else nobody
     * calls it.
     *
     * @return false when there is no further step
     */
    default boolean releasesSums() {
        return true;
    }

    /**
     * Hands over the loss sums of the step's nodes.
     *
     * @return false when the step must not be finished since its loss is not finite
     */
    boolean loss(SliceGradients gradients);

    /**
     * The part of the gradient to be computed in a turn: the last first, unless another order is
     * better here.
     *
     * @param turn 0-based
     * @param parts how many there are
     */
    default int part(int turn, int parts) {
        return parts - 1 - turn;
    }

    /** Hands over every node's sums of the part of this turn. */
    void publish(SliceGradients gradients, int part);

    /**
     * The step's sums are all handed over.
     *
     * @return false when the step is not finished, since its loss is not finite or nobody waits for
     *     it any more
     */
    boolean endStep();

    /**
     * Training has ended, at this step or because {@link #parameters} returned null: delivers what
     * is still owed.
     */
    void finish();

    /**
     * Step of the last state that this exchange has sent to the coordinator, -1 when none was its
     * to send.
     */
    long stateStep();

    /** What has been sent so far. */
    Traffic traffic();
}
