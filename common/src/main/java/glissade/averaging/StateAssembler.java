package glissade.averaging;

import glissade.plane.FrameFlyweight;
import org.jspecify.annotations.Nullable;

/**
 * Puts a training state together from the frames that {@link StateSender} sent. Confined to one
 * thread.
 */
public final class StateAssembler {

    private final int parameterCount;
    private final int optimizerVectors;
    private final int units;
    private float[] parameters = new float[0];
    private float[][] optimizerState = new float[0][];
    private float[][] residuals = new float[0][];
    private long step = -1;
    private long received;

    /** Awaits states with the residuals of so many units. */
    public StateAssembler(int parameterCount, int optimizerVectors, int units) {
        this.parameterCount = parameterCount;
        this.optimizerVectors = optimizerVectors;
        this.units = units;
    }

    /**
     * Takes a STATE frame in. Frames of one stream are ordered: another step begins a new state.
     */
    public void onState(FrameFlyweight frame) {
        if (frame.step() != step) {
            step = frame.step();
            received = 0;
            parameters = new float[parameterCount];
            optimizerState = new float[optimizerVectors][parameterCount];
            residuals = new float[units][parameterCount];
        }
        frame.copyFloats(
                target(frame.vector(), parameters, optimizerState, residuals),
                Math.toIntExact(frame.offset()));
        received += frame.floats();
    }

    /** The vector of that number, as {@link TrainingState#vector} counts them. */
    static float[] target(
            int vector, float[] parameters, float[][] optimizerState, float[][] residuals) {
        if (vector == 0) {
            return parameters;
        }
        int residual = vector - 1 - optimizerState.length;
        return residual < 0 ? optimizerState[vector - 1] : residuals[residual];
    }

    /**
     * Takes the STATE_END frame in: returns the state when it is whole, null when frames of it were
     * missing.
     */
    public @Nullable TrainingState onEnd(FrameFlyweight frame) {
        boolean whole =
                frame.step() == step
                        && received == (1L + optimizerVectors + units) * parameterCount;
        TrainingState state =
                whole
                        ? new TrainingState(
                                step, parameters, optimizerState, residuals, memory(frame))
                        : null;
        step = -1;
        return state;
    }

    static StepMemory memory(FrameFlyweight frame) {
        double[] values = new double[StepMemory.LENGTH];
        for (int i = 0; i < values.length; i++) {
            values[i] = frame.doubleAt(i);
        }
        return StepMemory.of(values);
    }
}
