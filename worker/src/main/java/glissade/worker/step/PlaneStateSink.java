package glissade.worker.step;

import glissade.averaging.FrameSink;
import glissade.averaging.StatePart;
import glissade.averaging.StateSender;
import glissade.averaging.StepDeadline;
import glissade.averaging.TrainingState;
import glissade.plane.PlaneIdle;
import glissade.plane.PlaneSender;
import glissade.plane.SendResult;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/** Sends states to the coordinator over a worker's stream; training waits meanwhile. */
final class PlaneStateSink implements LoneExchange.StateSink {

    private final int generation;
    private final StatePart part;
    private final Residuals residuals;
    private final FrameSink sink;
    private final BooleanSupplier abandoned;
    private final LongSupplier nanoClock;
    private final PlaneIdle idle = new PlaneIdle();

    /**
     * @param residuals that are sent with every state, as they are then
     * @param abandoned whether nobody waits for this worker: then states need not arrive
     */
    PlaneStateSink(
            int generation,
            StatePart part,
            Residuals residuals,
            PlaneSender sender,
            BooleanSupplier abandoned,
            LongSupplier nanoClock) {
        this.generation = generation;
        this.part = part;
        this.residuals = residuals;
        this.sink = FrameSink.of(sender);
        this.abandoned = abandoned;
        this.nanoClock = nanoClock;
    }

    @Override
    public void send(TrainingState state) {
        StepDeadline deadline = new StepDeadline(0);
        deadline.beginWait(nanoClock.getAsLong());
        StateSender sending =
                new StateSender(generation, state.withResiduals(residuals.all()), part);
        idle.reset();
        while (!sending.done()) {
            int frames = sending.work(sink);
            if (frames > 0) {
                deadline.beginWait(nanoClock.getAsLong());
            } else if (abandoned.getAsBoolean()) {
                return;
            } else {
                requireTakenIn(state.step(), sending.result(), deadline);
            }
            idle.idle(frames);
        }
    }

    private void requireTakenIn(long step, int result, StepDeadline deadline) {
        boolean isClosed = result == SendResult.CLOSED;
        if (isClosed || deadline.expired(nanoClock.getAsLong())) {
            throw new StepException(
                    "the coordinator has not taken the state of step "
                            + step
                            + " in"
                            + (isClosed ? "" : " for " + deadline.words())
                            + " ("
                            + SendResult.describe(result)
                            + ")");
        }
    }
}
