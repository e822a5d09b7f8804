package glissade.averaging;

import glissade.collective.Buckets;
import glissade.math.Kernels;
import glissade.plane.FrameFlyweight;
import glissade.plane.FrameHandler;
import glissade.plane.FrameType;
import glissade.timeline.Phase;
import glissade.timeline.PhaseClock;
import org.jspecify.annotations.Nullable;

/**
 * One generation without steps: sends all workers the parameters that they evaluate. It has ended
 * as soon as all have greeted; what it has to send goes out after that.
 */
final class ParameterRelay implements HostedGeneration {

    private static final int FRAMES_A_POLL = 16;

    private final WorkerStreams streams;
    private final AveragingEvents events;
    private final PhaseClock clock;
    private final Handshake handshake;
    private final BucketBroadcast outgoing;
    private final StepDeadline deadline = new StepDeadline(0);
    private final FrameHandler handler = this::onFrame;
    private final long step;

    /** Until it has ended. */
    private @Nullable TrainingState state;

    /**
     * Waits for the workers' greetings.
     *
     * @param buckets of the parameters
     * @param state whose parameters are sent; not copied
     */
    ParameterRelay(
            int generation,
            Buckets buckets,
            TrainingState state,
            WorkerStreams streams,
            AveragingEvents events,
            PhaseClock clock) {
        this.state = state;
        this.step = state.step();
        this.streams = streams;
        this.events = events;
        this.clock = clock;
        this.handshake = new Handshake(streams.endpoints());
        this.outgoing = new BucketBroadcast(generation, buckets, streams.broadcast(), clock);
        deadline.beginWait(clock.now());
    }

    @Override
    public int work() {
        int frames = streams.poll(handler, FRAMES_A_POLL);
        TrainingState due = state;
        if (due != null && handshake.complete()) {
            state = null;
            outgoing.addAll(step, due.parameters());
            end(due);
        }
        frames += outgoing.send();
        if (frames == 0 && state != null && deadline.expired(clock.now())) {
            state = null;
            events.failed(handshake.overdue(deadline.words()));
        }
        if (frames == 0) {
            clock.mark(rests() ? Phase.IDLE : Phase.WAIT);
        }
        return frames;
    }

    /** Parameters that are not finite are evaluated as they are. */
    private void end(TrainingState with) {
        float[] parameters = with.parameters();
        if (Kernels.create().allFinite(parameters, 0, parameters.length)) {
            events.ended(with);
        } else {
            events.lossNotFinite(step - 1, Double.NaN, with);
        }
    }

    @Override
    public boolean rests() {
        return state == null && !outgoing.owes(step);
    }

    /** Nobody who has nothing but parameters to evaluate has anything else to send. */
    private void onFrame(FrameFlyweight frame) {
        if (frame.type() == FrameType.HELLO) {
            handshake.greet(frame.senderRank());
        }
    }

    /** It ends by itself. */
    @Override
    public void endAtCommit() {}

    /** There is no gate. */
    @Override
    public void proceed(Verdict verdict) {}

    @Override
    public void close() {
        streams.close();
    }
}
