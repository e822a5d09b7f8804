package glissade.coordinator;

import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractOnMessageBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.TimerScheduler;
import glissade.averaging.TrainingState;
import glissade.protocol.CoordinatorMessage;
import glissade.protocol.WorkerMessage;
import glissade.run.RunEvent;
import glissade.run.RunStatus;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Between training and its end, in runs that have ended early or whose best parameters may not be
 * their last: waits until every worker has finished the generation, chooses the parameters that are
 * kept, and has them evaluated in a generation of their own unless they have been.
 */
final class SettlingPhase extends AbstractOnMessageBehavior<RunCommand> {

    private static final String SETTLING = "settling";
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Run run;
    private final TimerScheduler<RunCommand> timers;
    private final TrainingState last;
    private final String why;

    /** Training has ended with {@code last}; {@code why} says in words why so early, if it has. */
    static Behavior<RunCommand> create(
            ActorContext<RunCommand> context,
            TimerScheduler<RunCommand> timers,
            Run run,
            TrainingState last,
            String why) {
        timers.cancelAll();
        timers.startSingleTimer(SETTLING, new RunCommand.PhaseTimedOut(SETTLING), PATIENCE);
        run.progress.reached(last);
        if (last.step() < run.endStep) {
            run.members.tellAll(new WorkerMessage.EndTraining("training ends early"));
        }
        return new SettlingPhase(context, timers, run, last, why).whenAllHaveFinished();
    }

    private SettlingPhase(
            ActorContext<RunCommand> context,
            TimerScheduler<RunCommand> timers,
            Run run,
            TrainingState last,
            String why) {
        super(context);
        this.timers = timers;
        this.run = run;
        this.last = last;
        this.why = why;
    }

    @Override
    public Behavior<RunCommand> onMessage(RunCommand command) {
        return switch (command) {
            case RunCommand.FromWorker(CoordinatorMessage message) -> onWorkerMessage(message);
            case RunCommand.WorkerGone gone -> onLost(gone.among(run.members), gone.how());
            case RunCommand.AveragingFailed(String reason) -> fail(reason);
            // Nothing is trained any more that could be stopped.
            case RunCommand.StopRequested() -> this;
            case RunCommand.CheckpointFailed(long step, String problem) ->
                    onCheckpointFailed(step, problem);
            case RunCommand.PhaseTimedOut(String what) ->
                    what.equals(SETTLING) ? onTimedOut() : this;
            case RunCommand.StepCommitted _ -> this;
            case RunCommand.StateTaken _ -> this;
            case RunCommand.AveragingEnded _ -> this;
            case RunCommand.EndsEarly _ -> this;
            case RunCommand.Warned _ -> this;
            case RunCommand.Fitted _ -> this;
            case RunCommand.LossNotFinite _ -> this;
            case RunCommand.FinalStateRecorded _ -> this;
        };
    }

    private Behavior<RunCommand> onWorkerMessage(CoordinatorMessage message) {
        return switch (message) {
            case CoordinatorMessage.EvaluationShare share -> onEvaluationShare(share);
            case CoordinatorMessage.Finished finished -> onFinished(finished);
            case CoordinatorMessage.StepFailed failed ->
                    onFailed(run.members.byRank(failed.rank()), "failed: " + failed.reason());
            case CoordinatorMessage.CannotTakePart cannot ->
                    onFailed(run.members.byRank(cannot.rank()), "failed: " + cannot.reason());
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

    private Behavior<RunCommand> onFinished(CoordinatorMessage.Finished finished) {
        run.recordFinished(finished);
        return whenAllHaveFinished();
    }

    private Behavior<RunCommand> whenAllHaveFinished() {
        return run.allHaveFinished() ? settle() : this;
    }

    /** Shares of an evaluation come before a worker's last word, so all of them are here. */
    private Behavior<RunCommand> settle() {
        ValidationWatch watch = run.watch;
        if (watch == null || !watch.keepsBest()) {
            return evaluate(last, why);
        }
        if (last.step() == run.endStep && run.evaluations.validatedStep() == last.step()) {
            watch.measured(last, run.evaluations.validationLoss());
        }
        Kept kept = Kept.of(run, last);
        if (kept.words().isEmpty() && last.step() == run.endStep) {
            return end(new Ending(RunStatus.DONE, "", last, last, false));
        }
        return evaluate(
                kept.state(),
                why.isEmpty() || kept.words().isEmpty()
                        ? why + kept.words()
                        : why + "; " + kept.words());
    }

    private Behavior<RunCommand> evaluate(TrainingState kept, String message) {
        run.evaluate(kept);
        return end(new Ending(RunStatus.DONE, message, kept, last, last.step() < run.endStep));
    }

    private Behavior<RunCommand> onLost(@Nullable Member member, String how) {
        run.lost(member);
        return onFailed(member, "was lost after its last step: " + how);
    }

    private Behavior<RunCommand> onFailed(@Nullable Member member, String how) {
        if (member == null || run.hasFinished(member)) {
            return this;
        }
        run.recordFailure(member, how);
        return fail("worker " + member.name() + " " + how);
    }

    private Behavior<RunCommand> onLateJoin(CoordinatorMessage.Join join) {
        run.members.refuseStranger(join, "the run is ending");
        return this;
    }

    private Behavior<RunCommand> onCheckpointFailed(long step, String problem) {
        run.record.event(new RunEvent.CheckpointFailed(step, problem));
        return this;
    }

    private Behavior<RunCommand> onTimedOut() {
        return fail(
                "not all workers have ended their training within " + PATIENCE.toSeconds() + " s");
    }

    /** The model is what is known to be the best. */
    private Behavior<RunCommand> fail(String reason) {
        return end(Ending.failed(reason, Kept.of(run, last).state()));
    }

    private Behavior<RunCommand> end(Ending ending) {
        return FinishingPhase.create(getContext(), timers, run, ending);
    }
}
