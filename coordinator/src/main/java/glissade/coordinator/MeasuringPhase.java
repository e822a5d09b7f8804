package glissade.coordinator;

import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractOnMessageBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.TimerScheduler;
import glissade.protocol.CoordinatorMessage;
import glissade.run.RunStatus;
import org.jspecify.annotations.Nullable;

/**
 * Instead of training, where no step is left to take: a finished model is measured, or a run that
 * was cut off after its last step comes to its end. One generation without steps, in which every
 * worker evaluates its slices and reports. It takes as long as it takes; a worker that is lost ends
 * the run.
 */
final class MeasuringPhase extends AbstractOnMessageBehavior<RunCommand> {

    private final Run run;
    private final TimerScheduler<RunCommand> timers;

    static Behavior<RunCommand> create(
            ActorContext<RunCommand> context, TimerScheduler<RunCommand> timers, Run run) {
        run.begin();
        return new MeasuringPhase(context, timers, run);
    }

    private MeasuringPhase(
            ActorContext<RunCommand> context, TimerScheduler<RunCommand> timers, Run run) {
        super(context);
        this.timers = timers;
        this.run = run;
    }

    @Override
    public Behavior<RunCommand> onMessage(RunCommand command) {
        return switch (command) {
            case RunCommand.FromWorker(CoordinatorMessage message) -> onWorkerMessage(message);
            case RunCommand.WorkerGone gone -> onLost(gone.among(run.members), gone.how());
            case RunCommand.AveragingFailed(String reason) -> end(Ending.failed(reason, null));
            case RunCommand.StopRequested() -> end(Ending.interrupted("stopped on request", null));
            case RunCommand.StepCommitted _ -> this;
            case RunCommand.StateTaken _ -> this;
            case RunCommand.AveragingEnded _ -> this;
            case RunCommand.EndsEarly _ -> this;
            case RunCommand.Warned _ -> this;
            case RunCommand.Fitted _ -> this;
            // The parameters are measured as they are; figures say what they are worth.
            case RunCommand.LossNotFinite _ -> this;
            case RunCommand.CheckpointFailed _ -> this;
            case RunCommand.FinalStateRecorded _ -> this;
            case RunCommand.PhaseTimedOut _ -> this;
        };
    }

    private Behavior<RunCommand> onWorkerMessage(CoordinatorMessage message) {
        return switch (message) {
            case CoordinatorMessage.EvaluationShare share -> onEvaluationShare(share);
            case CoordinatorMessage.Finished finished -> onFinished(finished);
            case CoordinatorMessage.StepFailed failed ->
                    onFailed(run.members.byRank(failed.rank()), "failed: " + failed.reason());
            case CoordinatorMessage.CannotTakePart cannot -> onCannotTakePart(cannot);
            case CoordinatorMessage.Join join -> onLateJoin(join);
            case CoordinatorMessage.MemoriesRead _ -> this;
            case CoordinatorMessage.Prepared _ -> this;
            case CoordinatorMessage.StepsCommitted _ -> this;
            case CoordinatorMessage.EndsEarly _ -> this;
            case CoordinatorMessage.Warned _ -> this;
            case CoordinatorMessage.LossNotFinite _ -> this;
            case CoordinatorMessage.OfTimeline _ -> this;
        };
    }

    private Behavior<RunCommand> onEvaluationShare(CoordinatorMessage.EvaluationShare share) {
        run.recordEvaluation(share);
        return this;
    }

    /** Shares come before a worker's last word: when all have finished, all of them are here. */
    private Behavior<RunCommand> onFinished(CoordinatorMessage.Finished finished) {
        run.recordFinished(finished);
        return run.allHaveFinished() ? end(done()) : this;
    }

    /** What is kept of a run becomes its model; its last checkpoint is there already. */
    private Ending done() {
        if (run.settings.measured() != null) {
            return new Ending(RunStatus.DONE, "", null, null, false);
        }
        Kept kept = Kept.of(run, run.initial);
        return new Ending(RunStatus.DONE, kept.words(), kept.state(), null, false);
    }

    private Behavior<RunCommand> onCannotTakePart(CoordinatorMessage.CannotTakePart cannot) {
        run.machineLacksSomething |= cannot.machineLacksSomething();
        return onFailed(run.members.byRank(cannot.rank()), "failed: " + cannot.reason());
    }

    private Behavior<RunCommand> onLost(@Nullable Member member, String how) {
        run.lost(member);
        return onFailed(member, "was lost: " + how);
    }

    /** A worker that has reported may go; before that its share of the samples is missing. */
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

    private Behavior<RunCommand> end(Ending ending) {
        return FinishingPhase.create(getContext(), timers, run, ending);
    }
}
