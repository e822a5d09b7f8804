package glissade.worker.step;

import glissade.averaging.Averager;
import glissade.averaging.CommitWatch;
import glissade.averaging.EarlyEnd;
import glissade.averaging.LossWarning;
import glissade.averaging.StepDeadline;
import glissade.averaging.StepLog;
import glissade.averaging.StepMemory;
import glissade.averaging.TrainingState;
import glissade.averaging.Verdict;
import glissade.collective.Assignment;
import glissade.math.Kernels;
import glissade.plane.PlaneIdle;
import glissade.plane.PlaneMesh;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The exchange of a worker that is one of several which average: each owns a range of the buckets,
 * adds its partial sums, updates it, and tells the others the parameters of the next step. What is
 * to be decided of a step, all decide alike, each by itself, from the same numbers: losses and
 * figures of the gradient go to all. Only rank 0 tells of it, and only its wish to stop counts,
 * which travels with its losses.
 *
 * <p>What travels within a step is the {@link OwnerStep}'s part; this class goes from step to step.
 * Confined to the training thread; allocates nothing between states.
 */
final class ShardedExchange implements Exchange, OwnerIntake.Life {

    private final int rank;
    private final long endStep;
    private final Averager averager;
    private final OwnerStep own;
    private final CommitWatch watch;
    private final StepLog log;
    private final LoneExchange.Commits commits;
    private final LoneExchange.Stops stops;
    private final LoneExchange.StateSink states;
    private final LoneExchange.Endings endings;
    private final LongSupplier nanoClock;
    private final PlaneIdle idle = new PlaneIdle();
    private boolean started;
    private boolean gateClosed;
    private boolean ended;
    private boolean broken;
    private long committedHere;
    private long sentStep = -1;
    private long before;
    private long computedBefore;
    private long waitedBefore;
    private long computeNanos;
    private long communicateNanos;
    private long waitNanos;

    /**
     * All ranks must have greeted each other.
     *
     * @param averager of this rank's range
     * @param gradients whose sums are handed over, always these
     * @param pauseSteps how many steps the evaluation between two steps amounts to
     */
    ShardedExchange(
            Generation generation,
            long pauseSteps,
            Averager averager,
            Assignment assignment,
            SliceGradients gradients,
            PlaneMesh mesh,
            CommitWatch watch,
            StepLog log,
            LoneExchange.Commits commits,
            LoneExchange.Stops stops,
            LoneExchange.StateSink states,
            LoneExchange.Endings endings,
            LongSupplier nanoClock) {
        this.rank = mesh.rank();
        this.endStep = generation.endStep();
        this.averager = averager;
        this.watch = watch;
        this.log = log;
        this.commits = commits;
        this.stops = stops;
        this.states = states;
        this.endings = endings;
        this.nanoClock = nanoClock;
        this.own =
                new OwnerStep(
                        generation.number(),
                        averager,
                        Kernels.create(),
                        assignment,
                        gradients,
                        mesh,
                        new StepDeadline(pauseSteps),
                        this,
                        nanoClock);
    }

    @Override
    public float @Nullable [] parameters(long ofStep) {
        if (!started) {
            log.start();
            started = true;
        }
        return over() ? null : averager.parameters();
    }

    @Override
    public boolean over() {
        return broken || ended || stops.abandoned().getAsBoolean();
    }

    /** What looks at them is the end of training, which a gate may decide on. */
    @Override
    public boolean releasesSums() {
        return !gateClosed || passGate();
    }

    @Override
    public boolean loss(SliceGradients gradients) {
        if (!releasesSums()) {
            return false;
        }
        beginTiming();
        own.begin(
                watch.wantsPromise(averager.step() + 1),
                rank == 0 && stops.requested().getAsBoolean());
        endTiming();
        return !over();
    }

    private void beginTiming() {
        before = nanoClock.getAsLong();
        computedBefore = own.computeNanos();
        waitedBefore = own.waitNanos();
    }

    private void endTiming() {
        long elsewhere = own.computeNanos() - computedBefore + own.waitNanos() - waitedBefore;
        communicateNanos += nanoClock.getAsLong() - before - elsewhere;
    }

    @Override
    public void lossNotFinite() {
        broken = true;
        if (rank == 0) {
            endings.lossNotFinite(averager.step(), averager.meanLoss());
        }
    }

    /** Waits for the verdict; false when training ends here, by it or by a stop. */
    private boolean passGate() {
        long before = nanoClock.getAsLong();
        Verdict verdict = commits.verdicts().apply(averager.step());
        idle.reset();
        while (verdict == null && !stops.abandoned().getAsBoolean()) {
            idle.idle();
            verdict = commits.verdicts().apply(averager.step());
        }
        waitNanos += nanoClock.getAsLong() - before;
        gateClosed = false;
        ended = verdict == null || !verdict.goOn() || own.endAsked();
        if (verdict != null) {
            averager.rateFactor(verdict.rateFactor());
        }
        return !ended;
    }

    @Override
    public int part(int turn, int parts) {
        return own.part(turn);
    }

    @Override
    public void publish(SliceGradients gradients, int part) {
        beginTiming();
        own.computed();
        endTiming();
    }

    @Override
    public boolean endStep() {
        beginTiming();
        own.settle();
        endTiming();
        if (over()) {
            return false;
        }
        long beforeCommit = nanoClock.getAsLong();
        long step = averager.step();
        averager.commit();
        committedHere++;
        EarlyEnd early = watch.committed(averager);
        if (log.looksCloselyAt(step)) {
            own.gatherLayers();
        }
        if (rank == 0) {
            tell(early);
        }
        computeNanos += nanoClock.getAsLong() - beforeCommit;
        goOn(early);
        return true;
    }

    private void tell(@Nullable EarlyEnd early) {
        if (over()) {
            return;
        }
        log.committed(averager);
        LossWarning warning = watch.warning();
        if (warning != null) {
            endings.warned(warning);
        }
        if (early != null && averager.step() < endStep) {
            endings.endsEarly(early);
        }
    }

    private void goOn(@Nullable EarlyEnd early) {
        long committed = averager.step();
        if (committed == endStep) {
            return;
        }
        gateClosed = early == null && commits.gateDue().test(committed);
        // A stop waits for the gate to open: what the verdict changes is part of what is resumed.
        ended = early != null || (own.endAsked() && !gateClosed);
        if (ended) {
            return;
        }
        if (gateClosed) {
            requireFinite();
        }
        if (!broken
                && (gateClosed || commits.checkpointDue().test(committed))
                && averager.finite()) {
            send(averager.state(StepMemory.of(log, watch)));
        }
    }

    private void send(TrainingState state) {
        sentStep = state.step();
        states.send(state);
    }

    @Override
    public void finish() {
        if (stops.abandoned().getAsBoolean()) {
            return;
        }
        if (!broken) {
            ended = false;
            if (committedHere > 0 && !log.tells(averager.step() - 1)) {
                own.gatherLayers();
            }
            if (rank == 0) {
                log.ended(averager);
            }
            requireFinite();
        }
        send(broken ? averager.lastFiniteState() : averager.state(StepMemory.of(log, watch)));
    }

    /** There is no further loss to tell whether the last update has left finite parameters. */
    private void requireFinite() {
        if (!averager.finite()) {
            broken = true;
            if (rank == 0) {
                endings.lossNotFinite(averager.step() - 1, Double.NaN);
            }
        }
    }

    @Override
    public long stateStep() {
        return sentStep;
    }

    @Override
    public ExchangeTimes times() {
        return new ExchangeTimes(
                computeNanos + own.computeNanos(),
                communicateNanos + states.communicateNanos(),
                waitNanos + own.waitNanos(),
                own.gradientBytes(),
                own.droppedFrames());
    }
}
