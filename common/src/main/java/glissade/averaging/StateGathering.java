package glissade.averaging;

import glissade.collective.OwnerRanges;
import glissade.plane.FrameFlyweight;
import org.jspecify.annotations.Nullable;

/**
 * Puts one training state after another together from the parts that all owners send. A rank whose
 * part is here has to wait with the next until the others' are. Confined to one thread.
 */
final class StateGathering {

    private final OwnerRanges ranges;
    private final int optimizerVectors;
    private final long[] received;
    private final boolean[] ended;
    private float[] parameters = new float[0];
    private float[][] optimizerState = new float[0][];
    private StepMemory memory = StepMemory.NONE;
    private long step = -1;
    private boolean gaps;
    private int missing;

    StateGathering(OwnerRanges ranges, int optimizerVectors) {
        this.ranges = ranges;
        this.optimizerVectors = optimizerVectors;
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
            int parameterCount = ranges.buckets().parameterCount();
            parameters = new float[parameterCount];
            optimizerState = new float[optimizerVectors][parameterCount];
        }
        gaps |= ofStep != step;
    }

    /** Takes a STATE frame in. */
    void onState(FrameFlyweight frame) {
        expect(frame.step());
        float[] target = frame.vector() == 0 ? parameters : optimizerState[frame.vector() - 1];
        frame.copyFloats(target, Math.toIntExact(frame.offset()));
        received[frame.senderRank()] += frame.floats();
    }

    /** Takes a STATE_END frame in; true when all ranks have sent theirs. */
    boolean onEnd(FrameFlyweight frame) {
        int rank = frame.senderRank();
        expect(frame.step());
        gaps |=
                received[rank]
                        != StatePart.of(ranges, rank)
                                .floats(ranges.buckets().parameterCount(), optimizerVectors);
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
                gaps ? null : new TrainingState(step, parameters, optimizerState, memory);
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
