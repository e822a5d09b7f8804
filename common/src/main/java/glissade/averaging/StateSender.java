package glissade.averaging;

import glissade.plane.FrameDescriptor;
import glissade.plane.FrameHeader;
import glissade.plane.SendResult;

/**
 * Sends a training state over the gradient plane, a frame at a time, as fast as the receiver takes
 * it: the whole of it, or what one of several owners has to send.
 */
public final class StateSender {

    private final int generation;
    private final TrainingState state;
    private final double[] memory;
    private final StatePart part;
    private final FrameHeader header = new FrameHeader();
    private int vector;
    private int offset;
    private int end;
    private int result = SendResult.SENT;
    private boolean done;

    /** Sends the whole of it. */
    public StateSender(int generation, TrainingState state) {
        this(
                generation,
                state,
                StatePart.whole(state.parameters().length, state.residuals().length));
    }

    /**
     * Sends a part of it.
     *
     * @param state that has this part, at least
     */
    public StateSender(int generation, TrainingState state, StatePart part) {
        this.generation = generation;
        this.state = state;
        this.memory = state.memory().values();
        this.part = part;
        begin(0);
    }

    /** Goes on with the vector of this number, or the next of which something is sent. */
    private void begin(int number) {
        vector = number;
        int optimizerVectors = state.optimizerState().length;
        while (vector < state.vectors()) {
            offset = part.from(vector, optimizerVectors);
            end = part.to(vector, optimizerVectors, state.parameters().length);
            if (offset < end) {
                return;
            }
            vector++;
        }
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
        if (vector == state.vectors()) {
            result = sink.trySend(header.stateEnd(generation, state.step()), memory);
            done = result == SendResult.SENT;
            return done;
        }
        int floats = Math.min(FrameDescriptor.MAX_FLOATS, end - offset);
        result =
                sink.trySend(
                        header.state(generation, state.step(), vector, offset),
                        state.vector(vector),
                        offset - state.first(vector),
                        floats);
        if (result != SendResult.SENT) {
            return false;
        }
        offset += floats;
        if (offset == end) {
            begin(vector + 1);
        }
        return true;
    }

    /** What came of the last attempt to send: a code of {@link SendResult}. */
    public int result() {
        return result;
    }

    /** True when the whole state has been sent. */
    public boolean done() {
        return done;
    }
}
