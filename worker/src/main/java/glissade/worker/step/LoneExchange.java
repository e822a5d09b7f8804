package glissade.worker.step;

import glissade.averaging.Averager;
import glissade.averaging.StepLog;
import glissade.averaging.TrainingState;
import glissade.collective.Assignment;
import glissade.collective.Buckets;
import java.util.function.BooleanSupplier;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The exchange of a worker that is alone: the averager runs here, in the training thread, on the
 * very arrays that the gradients were computed into, and nothing travels but the states that
 * checkpoints need.
 */
final class LoneExchange implements Exchange {

    /** Takes committed states away: to the coordinator, over the gradient plane. */
    interface StateSink {
        void send(TrainingState state);

        long communicateNanos();
    }

    private final Averager averager;
    private final Assignment assignment;
    private final long endStep;
    private final StepLog log;
    private final LongPredicate checkpointDue;
    private final BooleanSupplier stopRequested;
    private final StateSink states;
    private final NotFiniteSink notFinite;
    private int nextBucket;
    private boolean started;
    private boolean broken;
    private long sentStep = -1;

    /** Hears that a step's loss was not finite. */
    interface NotFiniteSink {
        void lossNotFinite(long step, double loss);
    }

    LoneExchange(
            Averager averager,
            Assignment assignment,
            long endStep,
            StepLog log,
            LongPredicate checkpointDue,
            BooleanSupplier stopRequested,
            StateSink states,
            NotFiniteSink notFinite) {
        this.averager = averager;
        this.assignment = assignment;
        this.endStep = endStep;
        this.log = log;
        this.checkpointDue = checkpointDue;
        this.stopRequested = stopRequested;
        this.states = states;
        this.notFinite = notFinite;
    }

    @Override
    public float @Nullable [] parameters(long step) {
        if (!started) {
            log.start();
            started = true;
        }
        return stopRequested.getAsBoolean() || broken ? null : averager.parameters();
    }

    @Override
    public boolean loss(SliceGradients gradients) {
        averager.begin(assignment.layout(averager.step()).samples());
        nextBucket = averager.buckets().count() - 1;
        if (averager.loss(gradients.lossSum(0))) {
            return true;
        }
        broken = true;
        notFinite.lossNotFinite(averager.step(), averager.meanLoss());
        return false;
    }

    @Override
    public void publish(SliceGradients gradients, int fromOffset) {
        Buckets buckets = averager.buckets();
        while (nextBucket >= 0 && buckets.offset(nextBucket) >= fromOffset) {
            averager.update(nextBucket, gradients.sums(0));
            nextBucket--;
        }
    }

    @Override
    public void endStep() {
        averager.commit();
        log.committed(averager);
        if (averager.step() < endStep && checkpointDue.test(averager.step()) && averager.finite()) {
            send(averager.state());
        }
    }

    private void send(TrainingState state) {
        sentStep = state.step();
        states.send(state);
    }

    @Override
    public void finish() {
        if (!broken) {
            log.ended(averager);
            requireFinite();
        }
        send(broken ? averager.lastFiniteState() : averager.state());
    }

    /** There is no further loss to tell whether the last update has left finite parameters. */
    private void requireFinite() {
        if (!averager.finite()) {
            broken = true;
            notFinite.lossNotFinite(averager.step() - 1, Double.NaN);
        }
    }

    @Override
    public long stateStep() {
        return sentStep;
    }

    @Override
    public ExchangeTimes times() {
        return new ExchangeTimes(states.communicateNanos(), 0, 0, 0);
    }
}
