package glissade.coordinator;

import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractOnMessageBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.TimerScheduler;
import glissade.preprocess.Preprocessing;
import glissade.protocol.CoordinatorMessage;
import glissade.run.RunStatus;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Between assembling and training, in runs that preprocess their inputs: the workers fit the
 * preprocessing together over the gradient plane, or are told the one that is given. Training
 * begins when every worker has it. A worker that is lost here ends the run: nothing has been
 * trained that could be lost.
 */
final class FittingPhase extends AbstractOnMessageBehavior<RunCommand> {

    private static final String TAKING_OVER = "taking over";

    /** For the workers to report once everything was sent to them. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Run run;
    private final TimerScheduler<RunCommand> timers;
    private boolean fitted;

    static Behavior<RunCommand> create(
            ActorContext<RunCommand> context, TimerScheduler<RunCommand> timers, Run run) {
        run.fit();
        return new FittingPhase(context, timers, run);
    }

    private FittingPhase(
            ActorContext<RunCommand> context, TimerScheduler<RunCommand> timers, Run run) {
        super(context);
        this.timers = timers;
        this.run = run;
    }

    @Override
    public Behavior<RunCommand> onMessage(RunCommand command) {
        return switch (command) {
            case RunCommand.FromWorker(CoordinatorMessage message) -> onWorkerMessage(message);
            case RunCommand.Fitted(Preprocessing preprocessing) -> onFitted(preprocessing);
            case RunCommand.WorkerGone gone -> onLost(gone.among(run.members), gone.how());
            case RunCommand.AveragingFailed(String reason) -> end(RunStatus.FAILED, reason);
            case RunCommand.StopRequested() ->
                    end(RunStatus.INTERRUPTED, "stopped before " + run.purpose() + " began");
            case RunCommand.PhaseTimedOut(String what) ->
                    what.equals(TAKING_OVER) ? onTimedOut() : this;
            case RunCommand.StepCommitted _ -> this;
            case RunCommand.StateTaken _ -> this;
            case RunCommand.AveragingEnded _ -> this;
            case RunCommand.EndsEarly _ -> this;
            case RunCommand.Warned _ -> this;
            case RunCommand.LossNotFinite _ -> this;
            case RunCommand.CheckpointFailed _ -> this;
            case RunCommand.FinalStateRecorded _ -> this;
        };
    }

    private Behavior<RunCommand> onWorkerMessage(CoordinatorMessage message) {
        return switch (message) {
            case CoordinatorMessage.Finished finished -> onFinished(finished);
            case CoordinatorMessage.StepFailed failed ->
                    onFailed(run.members.byRank(failed.rank()), failed.reason());
            case CoordinatorMessage.CannotTakePart cannot -> onCannotTakePart(cannot);
            case CoordinatorMessage.Join join -> onLateJoin(join);
            case CoordinatorMessage.MemoriesRead _ -> this;
            case CoordinatorMessage.Prepared _ -> this;
            case CoordinatorMessage.StepsCommitted _ -> this;
            case CoordinatorMessage.EndsEarly _ -> this;
            case CoordinatorMessage.Warned _ -> this;
            case CoordinatorMessage.LossNotFinite _ -> this;
            case CoordinatorMessage.EvaluationShare _ -> this;
            case CoordinatorMessage.OfTimeline _ -> this;
        };
    }

    private Behavior<RunCommand> onFitted(Preprocessing preprocessing) {
        fitted = true;
        run.fitted(preprocessing);
        timers.startSingleTimer(TAKING_OVER, new RunCommand.PhaseTimedOut(TAKING_OVER), PATIENCE);
        return trainWhenAllHaveIt();
    }

    private Behavior<RunCommand> onFinished(CoordinatorMessage.Finished finished) {
        run.recordFinished(finished);
        return trainWhenAllHaveIt();
    }

    private Behavior<RunCommand> trainWhenAllHaveIt() {
        if (!fitted || !run.allHaveFinished()) {
            return this;
        }
        timers.cancelAll();
        return run.enter(getContext(), timers);
    }

    private Behavior<RunCommand> onCannotTakePart(CoordinatorMessage.CannotTakePart cannot) {
        run.machineLacksSomething |= cannot.machineLacksSomething();
        return onFailed(run.members.byRank(cannot.rank()), cannot.reason());
    }

    private Behavior<RunCommand> onFailed(@Nullable Member member, String reason) {
        return end(
                RunStatus.FAILED,
                (member == null ? "" : "worker " + member.workerId + ": ") + reason);
    }

    private Behavior<RunCommand> onLost(@Nullable Member member, String how) {
        run.lost(member);
        return member == null
                ? this
                : end(
                        RunStatus.FAILED,
                        "worker "
                                + member.name()
                                + " was lost while the preprocessing was fitted: "
                                + how);
    }

    private Behavior<RunCommand> onLateJoin(CoordinatorMessage.Join join) {
        run.members.refuseStranger(join, run.members.full());
        return this;
    }

    private Behavior<RunCommand> onTimedOut() {
        StringBuilder missing = new StringBuilder();
        for (Member member : run.members.all()) {
            if (!run.hasFinished(member)) {
                missing.append(missing.isEmpty() ? "worker " : ", worker ").append(member.name());
            }
        }
        return end(
                RunStatus.FAILED,
                "not all workers have the fitted preprocessing after "
                        + PATIENCE.toSeconds()
                        + " s: "
                        + missing);
    }

    private Behavior<RunCommand> end(RunStatus status, String message) {
        timers.cancelAll();
        return FinishingPhase.create(
                getContext(), timers, run, new Ending(status, message, null, null, false));
    }
}
