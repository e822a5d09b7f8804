package glissade.averaging;

/**
 * What training needs in order to go on: the parameters and the optimizer's state at a commit.
 * Arrays are in memory layout ({@code glissade.nn.ParameterLayout}), not copied, and read-only by
 * convention: who makes a state hands its arrays over, who reads one leaves them as they are. Safe
 * to hand to another thread.
 */
public final class TrainingState {

    private final long step;
    private final float[] parameters;
    private final float[][] optimizerState;
    private final StepMemory memory;

    /** A state that remembers no steps. */
    public TrainingState(long step, float[] parameters, float[][] optimizerState) {
        this(step, parameters, optimizerState, StepMemory.NONE);
    }

    /**
     * @param step how many steps are committed; also the number, from 0, of the step that comes
     *     next
     * @param parameters [parameterCount]
     * @param optimizerState [state vectors of the optimizer][parameterCount]
     * @param memory of the steps so far
     */
    public TrainingState(
            long step, float[] parameters, float[][] optimizerState, StepMemory memory) {
        if (step < 0) {
            throw new IllegalArgumentException("step must not be negative: step=" + step);
        }
        for (int vector = 0; vector < optimizerState.length; vector++) {
            if (optimizerState[vector].length != parameters.length) {
                throw new IllegalArgumentException(
                        "optimizer state must be as long as the parameters: vector="
                                + vector
                                + ", length="
                                + optimizerState[vector].length
                                + ", parameters="
                                + parameters.length);
            }
        }
        this.step = step;
        this.parameters = parameters;
        this.optimizerState = optimizerState;
        this.memory = memory;
    }

    public long step() {
        return step;
    }

    public float[] parameters() {
        return parameters;
    }

    public StepMemory memory() {
        return memory;
    }

    public float[][] optimizerState() {
        return optimizerState;
    }
}
