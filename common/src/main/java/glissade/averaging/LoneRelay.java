package glissade.averaging;

import glissade.plane.Broadcast;
import glissade.plane.FrameFlyweight;
import glissade.plane.FrameHandler;
import glissade.plane.PlaneReceiver;

/**
 * One generation whose only worker averages by itself: sends it the state that it begins from, and
 * takes in the states that it sends for checkpoints and at its end.
 */
final class LoneRelay implements HostedGeneration {

    private static final int FRAMES_A_POLL = 64;

    private final StateSender initial;
    private final StateAssembler assembler;
    private final PlaneReceiver receiver;
    private final Broadcast broadcast;
    private final FrameSink sink;
    private final AveragingEvents events;
    private final FrameHandler handler = this::onFrame;
    private boolean greeted;

    LoneRelay(
            int generation,
            TrainingState initial,
            PlaneReceiver receiver,
            Broadcast broadcast,
            AveragingEvents events) {
        this.initial = new StateSender(generation, initial);
        this.assembler =
                new StateAssembler(initial.parameters().length, initial.optimizerState().length);
        this.receiver = receiver;
        this.broadcast = broadcast;
        this.sink = FrameSink.of(broadcast);
        this.events = events;
    }

    @Override
    public int work() {
        int frames = receiver.poll(handler, FRAMES_A_POLL);
        return greeted && !initial.done() ? frames + initial.work(sink) : frames;
    }

    private void onFrame(FrameFlyweight frame) {
        switch (frame.type()) {
            case HELLO -> greeted = true;
            case STATE -> assembler.onState(frame);
            case STATE_END -> {
                TrainingState state = assembler.onEnd(frame);
                if (state == null) {
                    events.failed(
                            "the worker's state of step " + frame.step() + " arrived with gaps");
                } else {
                    events.stateTaken(state);
                }
            }
            // A lone worker keeps its sums and parameters to itself.
            case LOSS, PARTIAL_SUM, PARAMETERS, MOMENTS, TRANSFORM, FIGURES -> {}
        }
    }

    /** The worker itself is told to stop, over the control plane. */
    @Override
    public void endAtCommit() {}

    /** So are verdicts. */
    @Override
    public void proceed(Verdict verdict) {}

    @Override
    public void close() {
        receiver.close();
        broadcast.close();
    }
}
