package glissade.averaging;

import glissade.collective.OwnerRanges;
import glissade.collective.StepLayout;
import glissade.plane.FrameFlyweight;
import org.jspecify.annotations.Nullable;

/**
 * Puts one training state after another together from the parts that all owners send. A rank whose
 * part is here has to wait with the next until the others' are. Confined to one thread.
 */
final class StateGathering {

    private final int parameterCount;
    private final StatePart[] parts;
    private final int optimizerVectors;
    private final int units;
    private final long[] received;
    private final boolean[] ended;
    private float[] parameters = new float[0];
    private float[][] optimizerState = new float[0][];
    private float[][] residuals = new float[0][];
    private StepMemory memory = StepMemory.NONE;
    private long step = -1;
    private boolean gaps;
    private int missing;

    /**
     * @param layout of a full mini-batch
     */
    StateGathering(OwnerRanges ranges, StepLayout layout, int optimizerVectors) {
        this.parameterCount = ranges.buckets().parameterCount();
        this.parts = new StatePart[ranges.worldSize()];
        for (int rank = 0; rank < parts.length; rank++) {
            parts[rank] = StatePart.of(ranges, layout, rank);
        }
        this.optimizerVectors = optimizerVectors;
        this.units = layout.heldUnits();
        this.received = new long[ranges.worldSize()];
        this.ended = new boolean[ranges.worldSize()];
        this.missing = ranges.worldSize();
    }

    /** Whether frames of a rank may be taken in now. */
    boolean awaits(int rank) {
        return !ended[rank];
    }

    private void expect(long ofStep) {
        if (step < 0) {
            step = ofStep;
            parameters = new float[parameterCount];
            optimizerState = new float[optimizerVectors][parameterCount];
            residuals = new float[units][parameterCount];
        }
        gaps |= ofStep != step;
    }

    /** Takes a STATE frame in. */
    void onState(FrameFlyweight frame) {
        expect(frame.step());
        frame.copyFloats(
                StateAssembler.target(frame.vector(), parameters, optimizerState, residuals),
                Math.toIntExact(frame.offset()));
        received[frame.senderRank()] += frame.floats();
    }

    /** Takes a STATE_END frame in; true when all ranks have sent theirs. */
    boolean onEnd(FrameFlyweight frame) {
        int rank = frame.senderRank();
        expect(frame.step());
        gaps |= received[rank] != parts[rank].floats(parameterCount, optimizerVectors);
        if (rank == 0) {
            memory = StateAssembler.memory(frame);
        }
        ended[rank] = true;
        missing--;
        return missing == 0;
    }

    /** The step of the state at hand, -1 between two. */
    long step() {
        return step;
    }

    /** The state that is whole now, or null when frames of it were missing; the next may begin. */
    @Nullable TrainingState take() {
        TrainingState state =
                gaps
                        ? null
                        : new TrainingState(step, parameters, optimizerState, residuals, memory);
        step = -1;
        gaps = false;
        missing = ended.length;
        for (int rank = 0; rank < ended.length; rank++) {
            ended[rank] = false;
            received[rank] = 0;
        }
        return state;
    }
}
