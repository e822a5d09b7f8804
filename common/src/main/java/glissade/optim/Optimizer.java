package glissade.optim;

/**
 * Turns averaged gradients into new parameters. One step goes
 *
 * <ol>
 *   <li>{@link #beginStep}, once,
 *   <li>{@link #update} for ranges that together cover every parameter exactly once, in any order:
 *       each element is computed by itself, so the division into ranges changes no bit.
 * </ol>
 *
 * <p>An optimizer holds the scalars of the current step and nothing else: its per-parameter state
 * lies in arrays that the caller owns, moves and checkpoints. Confined to one thread; allocates
 * nothing after construction.
 *
 * <p>Weight decay λ is coupled, as in PyTorch, unless an optimizer says otherwise: {@code g + λ ·
 * p} takes the place of {@code g} in its formulas.
 *
 * <p>The loops are plain Java, one rounding per written operation in the written order and nothing
 * fused, so they have the same bits whether or not the compiler vectorises them. It can, because
 * one {@code offset} holds for all arrays: different ones would have to be proved disjoint.
 */
public interface Optimizer {

    /** How many floats of state each parameter has. */
    int stateVectors();

    /**
     * Fixes the scalars of a step, computed in double and rounded once.
     *
     * @param step steps taken before this one: 0 for the first
     * @param learningRate of this step
     */
    void beginStep(long step, double learningRate);

    /**
     * Updates the elements {@code [offset, offset + length)}.
     *
     * @param parameters of the step; not modified unless it is {@code updated}
     * @param gradients means over the samples of the mini-batch; not modified, aliases nothing
     * @param updated receives the parameters of the next step; may be {@code parameters}
     * @param state [stateVectors][at least offset + length], zero before the first step, updated in
     *     place
     * @param decayed whether weight decay holds for these elements: it does for weights, and for
     *     biases and the like only when asked
     */
    void update(
            float[] parameters,
            float[] gradients,
            float[] updated,
            float[][] state,
            int offset,
            int length,
            boolean decayed);

    /** Allocates the state of {@code parameterCount} parameters before the first step. */
    default float[][] newState(int parameterCount) {
        return new float[stateVectors()][parameterCount];
    }
}
