package glissade.coordinator;

import akka.actor.Address;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractOnMessageBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.TimerScheduler;
import glissade.averaging.CommittedStep;
import glissade.averaging.EarlyEnd;
import glissade.averaging.LossWarning;
import glissade.averaging.TrainingState;
import glissade.averaging.Verdict;
import glissade.protocol.CoordinatorMessage;
import glissade.protocol.CoordinatorMessage.EvaluationShare;
import glissade.protocol.CoordinatorMessage.Finished;
import glissade.protocol.CoordinatorMessage.StepsCommitted;
import glissade.protocol.WorkerMessage;
import glissade.run.RunConfiguration;
import glissade.run.RunEvent;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Second phase: hears of committed steps, evaluations and states, records them, and notices what
 * goes wrong. Decides nothing that touches the arithmetic: averager and workers run by themselves
 * under the plan.
 */
final class TrainingPhase extends AbstractOnMessageBehavior<RunCommand> {

    private static final String STOPPED = "stopped on request";
    private static final String LAST_STATE = "last state";
    private static final Duration LAST_STATE_PATIENCE = Duration.ofMinutes(2);

    private final Run run;
    private final TimerScheduler<RunCommand> timers;
    private final LossWords words;
    private @Nullable TrainingState lastState;
    private @Nullable TrainingState beforeLastState;

    /** The state at a gate that has not been opened yet. */
    private @Nullable TrainingState atGate;

    private long lastGate = -1;

    /** Step of the last state that the workers have sent, -1 before they have ended. */
    private long lastStateStep = -1;

    private @Nullable String notFiniteMessage;
    private boolean stopRequested;
    private @Nullable EarlyEnd early;
    private boolean endsAtGate;

    static Behavior<RunCommand> create(
            ActorContext<RunCommand> context, TimerScheduler<RunCommand> timers, Run run) {
        run.begin();
        return new TrainingPhase(context, timers, run);
    }

    private TrainingPhase(
            ActorContext<RunCommand> context, TimerScheduler<RunCommand> timers, Run run) {
        super(context);
        this.timers = timers;
        this.run = run;
        RunConfiguration.Training training = run.settings.configuration().training();
        this.words =
                new LossWords(run.shape, training.learningRate(), training.rounding().precision());
    }

    @Override
    public Behavior<RunCommand> onMessage(RunCommand command) {
        return switch (command) {
            case RunCommand.FromWorker(CoordinatorMessage message) -> onWorkerMessage(message);
            case RunCommand.RemovedFromCluster(Address address) ->
                    onLost(
                            run.members.byAddress(address),
                            "it was silent for too long; was it suspended, or is its machine"
                                    + " overloaded?");
            case RunCommand.WorkerGone gone -> onLost(gone.among(run.members), gone.how());
            case RunCommand.StepCommitted(CommittedStep step) -> onStep(step);
            case RunCommand.StateTaken(TrainingState state) -> onState(state);
            case RunCommand.Warned(LossWarning warning) -> onWarned(warning);
            case RunCommand.EndsEarly(EarlyEnd end) -> onEndsEarly(end);
            case RunCommand.AveragingEnded(TrainingState state) -> onEnded(state);
            case RunCommand.LossNotFinite notFinite ->
                    notFinite(notFinite.step(), notFinite.loss(), notFinite.lastFinite());
            case RunCommand.AveragingFailed(String reason) -> end(Ending.failed(reason, null));
            case RunCommand.StopRequested() -> onStopRequested();
            case RunCommand.CheckpointFailed(long step, String problem) ->
                    onCheckpointFailed(step, problem);
            case RunCommand.FinalStateRecorded _ -> this;
            case RunCommand.Fitted _ -> this;
            case RunCommand.PhaseTimedOut(String what) ->
                    what.equals(LAST_STATE) ? onLastStateOverdue() : this;
        };
    }

    private Behavior<RunCommand> onWorkerMessage(CoordinatorMessage message) {
        return switch (message) {
            case StepsCommitted committed -> onSteps(committed);
            case CoordinatorMessage.Warned(int generation, LossWarning warning) ->
                    generation == run.plan().generation() ? onWarned(warning) : this;
            case CoordinatorMessage.EndsEarly(int generation, EarlyEnd end) ->
                    generation == run.plan().generation() ? onEndsEarly(end) : this;
            case CoordinatorMessage.LossNotFinite notFinite -> onLossNotFinite(notFinite);
            case EvaluationShare share -> onEvaluationShare(share);
            case Finished finished -> onFinished(finished);
            case CoordinatorMessage.StepFailed failed -> onStepFailed(failed);
            case CoordinatorMessage.CannotTakePart cannot -> onCannotTakePart(cannot);
            case CoordinatorMessage.Join join -> onLateJoin(join);
            case CoordinatorMessage.MemoriesRead _ -> this;
            case CoordinatorMessage.Prepared _ -> this;
            case CoordinatorMessage.OfTimeline _ -> this;
        };
    }

    private Behavior<RunCommand> onStep(CommittedStep step) {
        run.recordStep(step);
        return this;
    }

    private Behavior<RunCommand> onSteps(StepsCommitted committed) {
        if (committed.generation() == run.plan().generation()) {
            committed.steps().forEach(run::recordStep);
        }
        return this;
    }

    private Behavior<RunCommand> onEvaluationShare(EvaluationShare share) {
        run.recordEvaluation(share);
        openGate();
        return this;
    }

    /** A committed state on the way: a checkpoint is due, or training waits at a gate. */
    private Behavior<RunCommand> onState(TrainingState state) {
        if (run.plan().averagesInWorkers()) {
            // The very last comes from the workers, too. Nobody goes on from the one before it.
            beforeLastState = lastState == null ? null : lastState.withoutResiduals();
        }
        lastState = state;
        if (state.step() < run.endStep) {
            if (run.gateDue(state.step())) {
                reachGate(state);
            } else if (run.checkpointDue(state.step())) {
                checkpoint(state, false);
            }
        }
        return endOfWorkers();
    }

    /** Workers that end at a gate send the state there once more. */
    private void reachGate(TrainingState state) {
        if (state.step() > lastGate) {
            lastGate = state.step();
            atGate = state;
            openGate();
        }
    }

    private void checkpoint(TrainingState state, boolean ended) {
        run.record.checkpoint(state, run.validationMemory(), ended, getContext().getSelf());
    }

    /** Says how training goes on, once the state at the gate and its validation loss are here. */
    private void openGate() {
        TrainingState state = atGate;
        ValidationWatch watch = run.watch;
        if (state == null || watch == null || run.evaluations.validatedStep() != state.step()) {
            return;
        }
        atGate = null;
        double before = watch.memory().rateFactor();
        Verdict verdict = watch.measured(state, run.evaluations.validationLoss());
        if (verdict.rateFactor() < before) {
            run.record.event(new RunEvent.RateLowered(state.step(), verdict.rateFactor()));
        }
        if (watch.isBest(state)) {
            run.record.best(state, watch.memory(), getContext().getSelf());
        }
        if (!verdict.goOn() || run.checkpointDue(state.step())) {
            checkpoint(state, !verdict.goOn());
        }
        if (!verdict.goOn()) {
            endsAtGate = true;
        }
        run.proceed(verdict);
    }

    private Behavior<RunCommand> onWarned(LossWarning warning) {
        run.record.event(
                new RunEvent.Warning(
                        warning.figures().step(), LossWords.kind(warning), words.of(warning)));
        return this;
    }

    private Behavior<RunCommand> onEndsEarly(EarlyEnd end) {
        early = end;
        return this;
    }

    /**
     * The averager has ended, at the last step or because it was told to; a stop that came too late
     * stops nothing.
     */
    private Behavior<RunCommand> onEnded(TrainingState state) {
        EarlyEnd end = early;
        if (end != null && end.reason() == EarlyEnd.Reason.HOPELESS) {
            return hopeless(end);
        }
        if (end != null || endsAtGate || (state.step() == run.endStep && run.keepsBest())) {
            return SettlingPhase.create(
                    getContext(), timers, run, state, end == null ? "" : words.of(end, ""));
        }
        if (state.step() == run.endStep) {
            return end(Ending.done(state));
        }
        return end(
                stopRequested
                        ? Ending.interrupted(STOPPED, state)
                        : Ending.failed(
                                "training ended after step "
                                        + state.step()
                                        + " of "
                                        + run.endStep
                                        + " though nobody had asked for it",
                                state));
    }

    /** What is kept of a run whose loss has lost all measure is from before that. */
    private Behavior<RunCommand> hopeless(EarlyEnd end) {
        long since = end.step() - EarlyEnd.HOPELESS_STEPS;
        TrainingState kept = run.initial;
        TrainingState best = run.watch == null ? null : run.watch.best();
        for (TrainingState state : new TrainingState[] {beforeLastState, lastState, best}) {
            if (state != null && state.step() < since) {
                kept = state;
            }
        }
        String left = LossWords.kept(kept.step(), run.settings.directory().modelFile());
        return end(Ending.failed(words.of(end, left), kept));
    }

    /**
     * A worker's report comes before the averager's end only where averagers are in the workers.
     * These have sent their last state by another way, unless they were told to end before they had
     * any. Rank 0 speaks for all of them: what else it had to tell of the end is here.
     */
    private Behavior<RunCommand> onFinished(Finished finished) {
        Member member = run.members.byRank(finished.rank());
        if (member == null || finished.generation() != run.plan().generation()) {
            return this;
        }
        member.finished(finished.generation(), finished.report());
        if (!run.plan().averagesInWorkers() || finished.rank() > 0) {
            return this;
        }
        if (finished.stateStep() < 0) {
            return onEnded(run.initial);
        }
        lastStateStep = finished.stateStep();
        timers.startSingleTimer(
                LAST_STATE, new RunCommand.PhaseTimedOut(LAST_STATE), LAST_STATE_PATIENCE);
        return endOfWorkers();
    }

    private Behavior<RunCommand> onLastStateOverdue() {
        return end(
                Ending.failed(
                        "the state after step "
                                + lastStateStep
                                + " has not arrived from all workers within "
                                + LAST_STATE_PATIENCE.toSeconds()
                                + " s of the last word of rank 0",
                        lastState));
    }

    private Behavior<RunCommand> endOfWorkers() {
        TrainingState state = lastState;
        if (!run.plan().averagesInWorkers() || state == null || state.step() != lastStateStep) {
            return this;
        }
        return notFiniteMessage == null
                ? onEnded(state)
                : end(Ending.failed(notFiniteMessage, state));
    }

    private Behavior<RunCommand> onLossNotFinite(CoordinatorMessage.LossNotFinite notFinite) {
        if (notFinite.generation() == run.plan().generation()) {
            notFiniteMessage = notFiniteText(notFinite.step(), notFinite.loss());
        }
        return endOfWorkers();
    }

    private Behavior<RunCommand> notFinite(long step, double loss, TrainingState lastFinite) {
        notFiniteMessage = notFiniteText(step, loss);
        return end(Ending.failed(notFiniteMessage, lastFinite));
    }

    private String notFiniteText(long step, double loss) {
        return words.notFinite(step, loss, run.settings.directory().modelFile());
    }

    private Behavior<RunCommand> onStepFailed(CoordinatorMessage.StepFailed failed) {
        return onFailed(
                run.members.byRank(failed.rank()),
                "failed at step " + (failed.step() + 1) + ": " + failed.reason());
    }

    private Behavior<RunCommand> onCannotTakePart(CoordinatorMessage.CannotTakePart cannot) {
        run.machineLacksSomething |= cannot.machineLacksSomething();
        return onFailed(run.members.byRank(cannot.rank()), "failed: " + cannot.reason());
    }

    private Behavior<RunCommand> onLost(@Nullable Member member, String how) {
        run.lost(member);
        return onFailed(member, "was lost at step " + (run.progress.committed() + 1) + ": " + how);
    }

    /** A worker that has reported may go; before that the run cannot do without it. */
    private Behavior<RunCommand> onFailed(@Nullable Member member, String how) {
        if (member == null || run.hasFinished(member)) {
            return this;
        }
        run.recordFailure(member, how);
        return end(Ending.failed("worker " + member.name() + " " + how, null));
    }

    private Behavior<RunCommand> onLateJoin(CoordinatorMessage.Join join) {
        run.members.refuseStranger(join, run.members.full());
        return this;
    }

    private Behavior<RunCommand> onStopRequested() {
        stopRequested = true;
        if (run.plan().averagesInWorkers()) {
            run.members.tellAll(new WorkerMessage.EndTraining(STOPPED));
        } else {
            run.averaging.endAtCommit();
        }
        return this;
    }

    private Behavior<RunCommand> onCheckpointFailed(long step, String problem) {
        run.record.event(new RunEvent.CheckpointFailed(step, problem));
        return this;
    }

    private Behavior<RunCommand> end(Ending ending) {
        return FinishingPhase.create(getContext(), timers, run, ending);
    }
}
