package glissade.averaging;

import glissade.plane.FrameDescriptor;
import glissade.plane.FrameHeader;
import glissade.plane.SendResult;
import org.jspecify.annotations.Nullable;

/**
 * Sends a training state over the gradient plane, a frame at a time, as fast as the receiver takes
 * it: the whole of it, or what one of several owners has to send.
 */
public final class StateSender {

    private final int generation;
    private final TrainingState state;
    private final double[] memory;
    private final int from;
    private final int to;
    private final FrameHeader header = new FrameHeader();
    private int vector;
    private int offset;
    private boolean done;

    /** Sends the whole of it. */
    public StateSender(int generation, TrainingState state) {
        this(generation, state, StatePart.whole(state.parameters().length));
    }

    /** Sends a part of it. */
    public StateSender(int generation, TrainingState state, StatePart part) {
        this.generation = generation;
        this.state = state;
        this.memory = state.memory().values();
        this.from = part.from();
        this.to = part.to();
        if (part.parameters()) {
            vector = 0;
        } else {
            beginVector(1);
        }
    }

    private void beginVector(int number) {
        vector = number;
        offset = from;
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
        int end = vector == 0 ? values.length : to;
        int floats = Math.min(FrameDescriptor.MAX_FLOATS, end - offset);
        if (sink.trySend(
                        header.state(generation, state.step(), vector, offset),
                        values,
                        offset,
                        floats)
                != SendResult.SENT) {
            return false;
        }
        offset += floats;
        if (offset == end) {
            beginVector(vector + 1);
        }
        return true;
    }

    private float @Nullable [] values() {
        if (vector == 0) {
            return state.parameters();
        }
        return from < to && vector <= state.optimizerState().length
                ? state.optimizerState()[vector - 1]
                : null;
    }

    /** True when the whole state has been sent. */
    public boolean done() {
        return done;
    }
}
