package glissade.averaging;

import glissade.plane.FrameDescriptor;
import glissade.plane.FrameHeader;
import glissade.plane.SendResult;
import org.jspecify.annotations.Nullable;

/**
 * Sends a training state over the gradient plane, a frame at a time, as fast as the receiver takes
 * it.
 */
public final class StateSender {

    private final int generation;
    private final TrainingState state;
    private final double[] memory;
    private final FrameHeader header = new FrameHeader();
    private int vector;
    private int offset;
    private boolean done;

    public StateSender(int generation, TrainingState state) {
        this.generation = generation;
        this.state = state;
        this.memory = state.memory().values();
    }

    /** Sends what {@code sink} takes now; returns the frames sent. */
    public int work(FrameSink sink) {
        int sent = 0;
        while (!done && next(sink)) {
            sent++;
        }
        return sent;
    }

    private boolean next(FrameSink sink) {
        float[] values = values();
        if (values == null) {
            done =
                    sink.trySend(header.stateEnd(generation, state.step()), memory)
                            == SendResult.SENT;
            return done;
        }
        int floats = Math.min(FrameDescriptor.MAX_FLOATS, values.length - offset);
        if (sink.trySend(
                        header.state(generation, state.step(), vector, offset),
                        values,
                        offset,
                        floats)
                != SendResult.SENT) {
            return false;
        }
        offset += floats;
        if (offset == values.length) {
            vector++;
            offset = 0;
        }
        return true;
    }

    private float @Nullable [] values() {
        if (vector == 0) {
            return state.parameters();
        }
        return vector <= state.optimizerState().length ? state.optimizerState()[vector - 1] : null;
    }

    /** True when the whole state has been sent. */
    public boolean done() {
        return done;
    }
}
