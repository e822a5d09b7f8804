package glissade.averaging;

import glissade.plane.FrameFlyweight;
import org.jspecify.annotations.Nullable;

/**
 * Puts the part of an owner together from the frames of a whole training state that {@link
 * StateSender} sent: all parameters, of the optimizer's vectors its range, the residuals of its
 * units. The rest is counted and passed over. Confined to one thread.
 */
public final class StateAssembler {

    private final int parameterCount;
    private final int optimizerVectors;
    private final int units;
    private final StatePart kept;
    private float[] parameters = new float[0];
    private float[][] optimizerState = new float[0][];
    private float[][] residuals = new float[0][];
    private long step = -1;
    private long received;

    /**
     * Awaits states with the residuals of so many units.
     *
     * @param owned what the owner will send of its own states
     */
    public StateAssembler(int parameterCount, int optimizerVectors, int units, StatePart owned) {
        this.parameterCount = parameterCount;
        this.optimizerVectors = optimizerVectors;
        this.units = units;
        this.kept = owned.toBegin();
    }

    /**
     * Takes a STATE frame in. Frames of one stream are ordered: another step begins a new state.
     */
    public void onState(FrameFlyweight frame) {
        if (frame.step() != step) {
            step = frame.step();
            received = 0;
            parameters = new float[parameterCount];
            optimizerState = new float[optimizerVectors][kept.to() - kept.from()];
            residuals = new float[units][];
            for (int unit = 0; unit < units; unit++) {
                residuals[unit] = new float[kept.hasUnit(unit) ? parameterCount : 0];
            }
        }
        take(frame, Math.toIntExact(frame.offset()));
        received += frame.floats();
    }

    private void take(FrameFlyweight frame, int offset) {
        int vector = frame.vector();
        int first = kept.from(vector, optimizerVectors);
        int from = Math.max(offset, first);
        int to =
                Math.min(
                        offset + frame.floats(), kept.to(vector, optimizerVectors, parameterCount));
        if (from < to) {
            float[] target = target(vector, parameters, optimizerState, residuals);
            frame.copyFloats(from - offset, target, from - first, to - from);
        }
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
     * Takes the STATE_END frame in: returns the part when the state was whole, null when frames of
     * it were missing.
     */
    public @Nullable TrainingState onEnd(FrameFlyweight frame) {
        boolean whole =
                frame.step() == step
                        && received == (1L + optimizerVectors + units) * parameterCount;
        TrainingState state =
                whole
                        ? TrainingState.ofOwner(
                                step,
                                parameters,
                                kept.from(),
                                optimizerState,
                                residuals,
                                memory(frame))
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
