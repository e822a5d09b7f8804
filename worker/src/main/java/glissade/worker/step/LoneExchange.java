package glissade.worker.step;

import glissade.averaging.Averager;
import glissade.averaging.CommitWatch;
import glissade.averaging.EarlyEnd;
import glissade.averaging.LossWarning;
import glissade.averaging.Spread;
import glissade.averaging.StepLog;
import glissade.averaging.StepMemory;
import glissade.averaging.TrainingState;
import glissade.averaging.Verdict;
import glissade.collective.Assignment;
import glissade.timeline.Phase;
import glissade.timeline.PhaseClock;
import java.util.function.BooleanSupplier;
import java.util.function.LongFunction;
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
    }

    private final Averager averager;
    private final OwnUpdate update;
    private final Assignment assignment;
    private final long endStep;
    private final CommitWatch watch;
    private final StepLog log;
    private final Commits commits;
    private final Stops stops;
    private final StateSink states;
    private final Endings endings;
    private final PhaseClock clock;
    private final Gate gate;
    private boolean started;
    private boolean ended;
    private boolean broken;
    private long sentStep = -1;

    /** Hears what looks wrong, and why training ends before its last step. */
    interface Endings {
        void warned(LossWarning warning);

        void endsEarly(EarlyEnd end);

        void lossNotFinite(long step, double loss);
    }

    /**
     * What is to happen after commits.
     *
     * @param checkpointDue whether the coordinator is sent the state after so many
     * @param gateDue whether it is sent the state and its verdict awaited before the next update
     * @param verdicts its verdict after so many, null before it is here
     */
    record Commits(
            LongPredicate checkpointDue,
            LongPredicate gateDue,
            LongFunction<@Nullable Verdict> verdicts) {}

    /**
     * Who may end training from outside.
     *
     * @param requested whether it is to end at a commit, at a gate once the verdict is here
     * @param abandoned whether nobody waits for this worker, and no verdict will come
     */
    record Stops(BooleanSupplier requested, BooleanSupplier abandoned) {}

    LoneExchange(
            Averager averager,
            Spread spread,
            Assignment assignment,
            long endStep,
            CommitWatch watch,
            StepLog log,
            Commits commits,
            Stops stops,
            StateSink states,
            Endings endings,
            PhaseClock clock) {
        this.averager = averager;
        this.update = new OwnUpdate(averager, spread);
        this.assignment = assignment;
        this.endStep = endStep;
        this.watch = watch;
        this.log = log;
        this.commits = commits;
        this.stops = stops;
        this.gate = new Gate(commits.verdicts(), stops.abandoned(), () -> 0, clock);
        this.states = states;
        this.endings = endings;
        this.clock = clock;
    }

    @Override
    public float @Nullable [] parameters(long step) {
        if (!started) {
            log.start();
            started = true;
        }
        return broken || ended || stopsHere() ? null : averager.parameters();
    }

    /** A stop waits for the gate to open: what the verdict changes is part of what is resumed. */
    private boolean stopsHere() {
        return stops.abandoned().getAsBoolean()
                || (!gate.isClosed() && stops.requested().getAsBoolean());
    }

    /** What looks at them is the end of training, which a gate may decide on. */
    @Override
    public boolean releasesSums() {
        return !gate.isClosed() || passGate();
    }

    @Override
    public boolean loss(SliceGradients gradients) {
        if (!releasesSums()) {
            return false;
        }
        clock.mark(Phase.UPDATE);
        update.begin(assignment.layout(averager.step()).samples());
        if (averager.loss(gradients.lossSum(0))) {
            return true;
        }
        broken = true;
        endings.lossNotFinite(averager.step(), averager.meanLoss());
        return false;
    }

    /** Waits for the verdict; false when training ends here, by it or by a stop. */
    private boolean passGate() {
        ended = !gate.pass(averager) || stops.requested().getAsBoolean();
        return !ended;
    }

    @Override
    public void publish(SliceGradients gradients, int part) {
        clock.enter(Phase.UPDATE, gradients.layer(part));
        update.take(gradients, part);
    }

    @Override
    public boolean endStep() {
        commit();
        return true;
    }

    private void commit() {
        clock.enter(Phase.COMMIT);
        averager.commit();
        log.committed(averager);
        EarlyEnd early = watch.committed(averager);
        long committed = averager.step();
        LossWarning warning = watch.warning();
        if (warning != null) {
            endings.warned(warning);
        }
        if (committed == endStep) {
            return;
        }
        if (early != null) {
            ended = true;
            endings.endsEarly(early);
            return;
        }
        gate.closeIf(commits.gateDue().test(committed));
        if (gate.isClosed()) {
            requireFinite();
        }
        if (!broken
                && (gate.isClosed() || commits.checkpointDue().test(committed))
                && averager.finite()) {
            send(averager.state(StepMemory.of(log, watch)));
        }
    }

    private void send(TrainingState state) {
        sentStep = state.step();
        clock.enter(Phase.CHECKPOINT);
        states.send(state);
        clock.enter(Phase.COMMIT);
    }

    @Override
    public void finish() {
        if (!broken) {
            log.ended(averager);
            requireFinite();
        }
        send(broken ? averager.lastFiniteState() : averager.state(StepMemory.of(log, watch)));
    }

    /** There is no further loss to tell whether the last update has left finite parameters. */
    private void requireFinite() {
        if (!averager.finite()) {
            broken = true;
            endings.lossNotFinite(averager.step() - 1, Double.NaN);
        }
    }

    @Override
    public long stateStep() {
        return sentStep;
    }

    @Override
    public Traffic traffic() {
        return new Traffic(0, 0);
    }
}
