package glissade.averaging;

/**
 * What training needs in order to go on: the parameters and the optimizer's state at a commit, and
 * what was held back of the gradients of units until then. Arrays are in memory layout ({@code
 * glissade.nn.ParameterLayout}), not copied, and read-only by convention: who makes a state hands
 * its arrays over, who reads one leaves them as they are. Safe to hand to another thread.
 */
public final class TrainingState {

    private final long step;
    private final float[] parameters;
    private final int optimizerFrom;
    private final float[][] optimizerState;
    private final float[][] residuals;
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
        this(step, parameters, optimizerState, new float[0][], memory);
    }

    /**
     * A state with what is held back.
     *
     * @param residuals [units][parameterCount], summed over a unit's samples
     */
    public TrainingState(
            long step,
            float[] parameters,
            float[][] optimizerState,
            float[][] residuals,
            StepMemory memory) {
        this(step, parameters, 0, optimizerState, residuals, memory);
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
    }

    private TrainingState(
            long step,
            float[] parameters,
            int optimizerFrom,
            float[][] optimizerState,
            float[][] residuals,
            StepMemory memory) {
        if (step < 0) {
            throw new IllegalArgumentException("step must not be negative: step=" + step);
        }
        this.step = step;
        this.parameters = parameters;
        this.optimizerFrom = optimizerFrom;
        this.optimizerState = optimizerState;
        this.residuals = residuals;
        this.memory = memory;
    }

    /**
     * What one of several owners has of a state: the optimizer's vectors are those of its range.
     *
     * @param optimizerFrom first parameter of the range
     * @param optimizerState [state vectors of the optimizer][parameters of the range]
     * @param residuals [units][parameterCount], empty for units that others compute
     */
    static TrainingState ofOwner(
            long step,
            float[] parameters,
            int optimizerFrom,
            float[][] optimizerState,
            float[][] residuals,
            StepMemory memory) {
        return new TrainingState(
                step, parameters, optimizerFrom, optimizerState, residuals, memory);
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

    /** The first parameter that {@link #optimizerState} tells of: 0 unless this is an owner's. */
    int optimizerFrom() {
        return optimizerFrom;
    }

    public float[][] optimizerState() {
        return optimizerState;
    }

    /** What is held back of each unit; empty where nothing ever is. */
    public float[][] residuals() {
        return residuals;
    }

    /** The same state with these residuals. */
    public TrainingState withResiduals(float[][] held) {
        return new TrainingState(step, parameters, optimizerFrom, optimizerState, held, memory);
    }

    /**
     * The same state without what is held back: all that a model needs, but not enough to go on
     * from. The parameters are the same array.
     */
    public TrainingState withoutResiduals() {
        return residuals.length == 0 ? this : withResiduals(new float[0][]);
    }

    /** How many vectors there are: the parameters, then the optimizer's, then the residuals. */
    int vectors() {
        return 1 + optimizerState.length + residuals.length;
    }

    /** The vector of that number. */
    float[] vector(int number) {
        if (number == 0) {
            return parameters;
        }
        int residual = number - 1 - optimizerState.length;
        return residual < 0 ? optimizerState[number - 1] : residuals[residual];
    }

    /** Which element of the vector of that number comes first in its array. */
    int first(int number) {
        return number > 0 && number <= optimizerState.length ? optimizerFrom : 0;
    }
}
