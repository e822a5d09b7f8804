package glissade.averaging;

import glissade.collective.OwnerRanges;
import glissade.collective.StepLayout;
import glissade.plane.FrameFlyweight;
import glissade.plane.FrameHandler;

/**
 * One generation whose workers average by themselves, each its range, or one alone everything:
 * sends them the state that they begin from, and takes in the parts of the states that they send
 * for checkpoints and at their end.
 */
final class StateRelay implements HostedGeneration {

    private static final int FRAMES_A_TURN = 64;

    private final StateSender initial;
    private final Handshake handshake;
    private final StateGathering gathering;
    private final WorkerStreams streams;
    private final FrameSink sink;
    private final AveragingEvents events;
    private final FrameHandler handler = this::onFrame;

    /**
     * @param layout of a full mini-batch
     */
    StateRelay(
            int generation,
            OwnerRanges ranges,
            StepLayout layout,
            TrainingState initial,
            WorkerStreams streams,
            AveragingEvents events) {
        this.initial = new StateSender(generation, initial);
        this.handshake = new Handshake(streams.endpoints());
        this.gathering = new StateGathering(ranges, layout, initial.optimizerState().length);
        this.streams = streams;
        this.sink = FrameSink.of(streams.broadcast());
        this.events = events;
    }

    @Override
    public int work() {
        int frames = 0;
        for (int rank = 0; rank < streams.count(); rank++) {
            frames += poll(rank);
        }
        return handshake.complete() && !initial.done() ? frames + initial.work(sink) : frames;
    }

    @Override
    public boolean rests() {
        return initial.done();
    }

    /** A frame at a time: what follows the end of a rank's part has to wait in the log. */
    private int poll(int rank) {
        int frames = 0;
        while (frames < FRAMES_A_TURN
                && gathering.awaits(rank)
                && streams.poll(rank, handler, 1) > 0) {
            frames++;
        }
        return frames;
    }

    private void onFrame(FrameFlyweight frame) {
        switch (frame.type()) {
            case HELLO -> handshake.greet(frame.senderRank());
            case STATE -> gathering.onState(frame);
            case STATE_END -> {
                if (gathering.onEnd(frame)) {
                    onGathered(gathering.step());
                }
            }
            // Workers that average keep their sums and parameters among themselves.
            case LOSS,
                    PARTIAL_SUM,
                    PARTIAL_SUM_BF16,
                    PARTIAL_SUM_FP16,
                    PARTIAL_SUM_SPARSE,
                    PARAMETERS,
                    MOMENTS,
                    TRANSFORM,
                    FIGURES -> {}
        }
    }

    private void onGathered(long step) {
        TrainingState state = gathering.take();
        if (state == null) {
            events.failed("the workers' state of step " + step + " arrived with gaps");
        } else {
            events.stateTaken(state);
        }
    }

    /** The workers themselves are told to stop, over the control plane. */
    @Override
    public void endAtCommit() {}

    /** So are verdicts. */
    @Override
    public void proceed(Verdict verdict) {}

    @Override
    public void close() {
        streams.close();
    }
}
