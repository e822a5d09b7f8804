package glissade.worker.step;

import glissade.averaging.Averager;
import glissade.averaging.CommitWatch;
import glissade.averaging.EarlyEnd;
import glissade.averaging.LossWarning;
import glissade.averaging.StepDeadline;
import glissade.averaging.StepLog;
import glissade.averaging.StepMemory;
import glissade.averaging.TrainingState;
import glissade.collective.Assignment;
import glissade.math.Kernels;
import glissade.plane.PlaneMesh;
import glissade.timeline.Phase;
import glissade.timeline.PhaseClock;
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
    private final PhaseClock clock;
    private final Gate gate;
    private boolean started;
    private boolean ended;
    private boolean broken;
    private long committedHere;
    private long sentStep = -1;

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
            PhaseClock clock) {
        this.rank = mesh.rank();
        this.endStep = generation.endStep();
        this.averager = averager;
        this.watch = watch;
        this.log = log;
        this.commits = commits;
        this.stops = stops;
        this.states = states;
        this.endings = endings;
        this.clock = clock;
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
                        clock);
        this.gate = new Gate(commits.verdicts(), stops.abandoned(), own::passOver, clock);
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
        return !gate.isClosed() || passGate();
    }

    @Override
    public boolean loss(SliceGradients gradients) {
        if (!releasesSums()) {
            return false;
        }
        clock.enter(Phase.PUBLISH);
        own.begin(
                watch.wantsPromise(averager.step() + 1),
                rank == 0 && stops.requested().getAsBoolean());
        return !over();
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
        ended = !gate.pass(averager) || own.endAsked();
        return !ended;
    }

    @Override
    public int part(int turn, int parts) {
        return own.part(turn);
    }

    @Override
    public void publish(SliceGradients gradients, int part) {
        clock.enter(Phase.PUBLISH);
        own.computed();
    }

    @Override
    public boolean endStep() {
        clock.enter(Phase.PUBLISH);
        own.settle();
        if (over()) {
            return false;
        }
        clock.enter(Phase.COMMIT);
        long step = averager.step();
        averager.commit();
        committedHere++;
        EarlyEnd early = watch.committed(averager);
        if (log.looksCloselyAt(step)) {
            gatherLayers();
        }
        if (rank == 0) {
            tell(early);
        }
        goOn(early);
        return true;
    }

    private void gatherLayers() {
        clock.enter(Phase.PUBLISH);
        own.gatherLayers();
        clock.enter(Phase.COMMIT);
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
        gate.closeIf(early == null && commits.gateDue().test(committed));
        // A stop waits for the gate to open: what the verdict changes is part of what is resumed.
        ended = early != null || (own.endAsked() && !gate.isClosed());
        if (ended) {
            return;
        }
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
        if (stops.abandoned().getAsBoolean()) {
            return;
        }
        if (!broken) {
            ended = false;
            if (committedHere > 0 && !log.tells(averager.step() - 1)) {
                gatherLayers();
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
    public Traffic traffic() {
        return new Traffic(own.gradientBytes(), own.droppedFrames());
    }
}
