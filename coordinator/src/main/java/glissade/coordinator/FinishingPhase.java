package glissade.coordinator;

import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractOnMessageBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.TimerScheduler;
import glissade.averaging.TrainingState;
import glissade.protocol.CoordinatorMessage;
import glissade.protocol.WorkerMessage;
import glissade.run.RunEvent;
import glissade.run.RunStatus;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Last phase: gathers the last evaluation and the workers' reports, has the model (and a
 * checkpoint, when the run may go on later) written, sends the workers home, and tells the outcome.
 */
final class FinishingPhase extends AbstractOnMessageBehavior<RunCommand> {

    private static final String NAME = "finishing";
    private static final Duration PATIENCE_WHEN_DONE = Duration.ofMinutes(2);
    private static final Duration PATIENCE_WHEN_BROKEN = Duration.ofSeconds(2);

    private final TimerScheduler<RunCommand> timers;
    private final Run run;
    private final RunStatus status;
    private final String message;
    private boolean saved;

    static Behavior<RunCommand> create(
            ActorContext<RunCommand> context,
            TimerScheduler<RunCommand> timers,
            Run run,
            RunStatus status,
            String message,
            @Nullable TrainingState state) {
        timers.cancelAll();
        boolean done = status == RunStatus.DONE;
        timers.startSingleTimer(
                NAME,
                new RunCommand.PhaseTimedOut(NAME),
                done ? PATIENCE_WHEN_DONE : PATIENCE_WHEN_BROKEN);
        if (!done) {
            run.members.tellAll(
                    new WorkerMessage.EndTraining(
                            message.isEmpty() ? "stopped on request" : message));
        }
        FinishingPhase phase = new FinishingPhase(context, timers, run, status, message);
        if (state == null) {
            phase.saved = true;
        } else {
            boolean resumable =
                    status == RunStatus.INTERRUPTED || (done && run.checkpointDue(state.step()));
            run.record.finalState(state, resumable, context.getSelf());
        }
        return phase.endWhenComplete();
    }

    private FinishingPhase(
            ActorContext<RunCommand> context,
            TimerScheduler<RunCommand> timers,
            Run run,
            RunStatus status,
            String message) {
        super(context);
        this.timers = timers;
        this.run = run;
        this.status = status;
        this.message = message;
    }

    @Override
    public Behavior<RunCommand> onMessage(RunCommand command) {
        return switch (command) {
            case RunCommand.FromWorker(CoordinatorMessage.EvaluationShare share) ->
                    onEvaluationShare(share);
            case RunCommand.FromWorker(CoordinatorMessage.Finished finished) ->
                    onFinished(finished);
            case RunCommand.FromWorker _ -> this;
            case RunCommand.FinalStateRecorded recorded -> onRecorded(recorded);
            case RunCommand.CheckpointFailed(long step, String problem) ->
                    onCheckpointFailed(step, problem);
            case RunCommand.LifelineEnded(int rank) ->
                    onLost(run.members.byRank(rank), "its connection ended");
            case RunCommand.WorkerExited(String workerId, String how) ->
                    onLost(run.members.byId(workerId), how);
            case RunCommand.PhaseTimedOut(String phase) -> phase.equals(NAME) ? onTimedOut() : this;
            case RunCommand.AveragingFailed _ -> this;
            case RunCommand.StepCommitted _ -> this;
            case RunCommand.StateTaken _ -> this;
            case RunCommand.AveragingEnded _ -> this;
            case RunCommand.LossNotFinite _ -> this;
            case RunCommand.StopRequested _ -> this;
        };
    }

    private Behavior<RunCommand> onEvaluationShare(CoordinatorMessage.EvaluationShare share) {
        run.recordEvaluation(share);
        return endWhenComplete();
    }

    private Behavior<RunCommand> onFinished(CoordinatorMessage.Finished finished) {
        Member member = run.members.byRank(finished.rank());
        if (member != null) {
            member.report = finished.report();
        }
        return endWhenComplete();
    }

    /**
     * The files are written, or could not be: then what is missing is said and the run has failed.
     */
    private Behavior<RunCommand> onRecorded(RunCommand.FinalStateRecorded recorded) {
        saved = true;
        run.parametersSha256 = recorded.parametersSha256();
        return recorded.problem().isEmpty()
                ? endWhenComplete()
                : end(RunStatus.FAILED, recorded.problem());
    }

    private Behavior<RunCommand> onCheckpointFailed(long step, String problem) {
        run.record.event(new RunEvent.CheckpointFailed(step, problem));
        return this;
    }

    private Behavior<RunCommand> onLost(@Nullable Member member, String how) {
        if (member == null || member.report != null || status != RunStatus.DONE) {
            return this;
        }
        run.failures++;
        run.record.event(new RunEvent.Failed(member.workerId, run.progress.committed(), how));
        return end(
                RunStatus.FAILED,
                "worker "
                        + member.name()
                        + " was lost after the last step, before its report: "
                        + how);
    }

    private Behavior<RunCommand> onTimedOut() {
        return status == RunStatus.DONE
                ? end(
                        RunStatus.FAILED,
                        "not all workers evaluated and reported within "
                                + PATIENCE_WHEN_DONE.toSeconds()
                                + " s of the last step; the model is written")
                : end(status, message);
    }

    private Behavior<RunCommand> endWhenComplete() {
        if (!saved || (status == RunStatus.DONE && run.progress.evaluationsOpen())) {
            return this;
        }
        for (Member member : run.members.all()) {
            if (member.report == null && run.begun() && status != RunStatus.FAILED) {
                return this;
            }
        }
        return end(status, message);
    }

    private Behavior<RunCommand> end(RunStatus finalStatus, String finalMessage) {
        timers.cancelAll();
        for (Member member : run.members.all()) {
            if (member.report != null) {
                run.record.event(
                        new RunEvent.Left(
                                member.workerId, run.progress.committed(), "the run is over"));
            }
        }
        run.members.tellAll(new WorkerMessage.Stop("the run is over"));
        run.finish(finalStatus, finalMessage);
        return Behaviors.stopped();
    }
}
