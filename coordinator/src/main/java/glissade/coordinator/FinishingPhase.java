package glissade.coordinator;

import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractOnMessageBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.TimerScheduler;
import glissade.averaging.TrainingState;
import glissade.protocol.CoordinatorMessage;
import glissade.protocol.CoordinatorMessage.EvaluationShare;
import glissade.protocol.CoordinatorMessage.Finished;
import glissade.protocol.WorkerMessage;
import glissade.run.RunEvent;
import glissade.run.RunStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Last phase: gathers the last evaluation and the workers' reports, has the model (and a
 * checkpoint, when the run may go on later) written, sends the workers home, and tells the outcome.
 */
final class FinishingPhase extends AbstractOnMessageBehavior<RunCommand> {

    private static final String WORKERS = "workers";
    private static final String FILES = "files";
    private static final Duration LEAST_PATIENCE_WHEN_DONE = Duration.ofMinutes(2);
    private static final Duration PATIENCE_WHEN_BROKEN = Duration.ofSeconds(2);
    private static final Duration PATIENCE_WITH_DISKS = Duration.ofMinutes(2);

    private final TimerScheduler<RunCommand> timers;
    private final Run run;
    private RunStatus status;
    private String message;
    private boolean workersAwaited = true;
    private boolean saved;

    static Behavior<RunCommand> create(
            ActorContext<RunCommand> context,
            TimerScheduler<RunCommand> timers,
            Run run,
            Ending ending) {
        timers.cancelAll();
        FinishingPhase phase = new FinishingPhase(context, timers, run, ending);
        phase.begin(ending);
        return phase.endWhenComplete();
    }

    private FinishingPhase(
            ActorContext<RunCommand> context,
            TimerScheduler<RunCommand> timers,
            Run run,
            Ending ending) {
        super(context);
        this.timers = timers;
        this.run = run;
        this.status = ending.status();
        this.message = ending.message();
    }

    private void begin(Ending ending) {
        TrainingState state = ending.model();
        boolean done = status == RunStatus.DONE;
        startTimer(WORKERS, done ? patienceWhenDone() : PATIENCE_WHEN_BROKEN);
        if (!done) {
            run.members.tellAll(new WorkerMessage.EndTraining(message));
        }
        if (state == null) {
            saved = true;
            return;
        }
        run.progress.reached(state);
        startTimer(FILES, PATIENCE_WITH_DISKS);
        run.record.finalState(state, ending, run.validationMemory(), getContext().getSelf());
    }

    private void startTimer(String what, Duration patience) {
        timers.startSingleTimer(what, new RunCommand.PhaseTimedOut(what), patience);
    }

    /** Long enough to evaluate ten times at the pace of training, which is slower. */
    private Duration patienceWhenDone() {
        double samples = (double) run.settings.testSamples() + run.settings.validationSamples();
        double seconds = 10 * samples / run.progress.steadyRate();
        return Double.isFinite(seconds)
                ? LEAST_PATIENCE_WHEN_DONE.plusSeconds((long) seconds)
                : LEAST_PATIENCE_WHEN_DONE;
    }

    @Override
    public Behavior<RunCommand> onMessage(RunCommand command) {
        return switch (command) {
            case RunCommand.FromWorker(CoordinatorMessage said) -> onWorkerMessage(said);
            case RunCommand.FinalStateRecorded recorded -> onRecorded(recorded);
            case RunCommand.CheckpointFailed(long step, String problem) ->
                    onCheckpointFailed(step, problem);
            case RunCommand.WorkerGone gone -> onLost(gone.among(run.members), gone.how());
            case RunCommand.PhaseTimedOut(String what) -> onTimedOut(what);
            case RunCommand.AveragingFailed(String reason) -> onAveragingFailed(reason);
            case RunCommand.StepCommitted _ -> this;
            case RunCommand.StateTaken _ -> this;
            case RunCommand.AveragingEnded _ -> this;
            case RunCommand.EndsEarly _ -> this;
            case RunCommand.Warned _ -> this;
            case RunCommand.Fitted _ -> this;
            case RunCommand.LossNotFinite _ -> this;
            case RunCommand.StopRequested _ -> this;
        };
    }

    private Behavior<RunCommand> onWorkerMessage(CoordinatorMessage said) {
        return switch (said) {
            case EvaluationShare share -> onEvaluationShare(share);
            case Finished finished -> onFinished(finished);
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

    private Behavior<RunCommand> onEvaluationShare(EvaluationShare share) {
        run.recordEvaluation(share);
        return endWhenComplete();
    }

    private Behavior<RunCommand> onFinished(Finished finished) {
        Member member = run.members.byRank(finished.rank());
        if (member != null) {
            member.finished(finished.generation(), finished.report());
        }
        return endWhenComplete();
    }

    private Behavior<RunCommand> onLateJoin(CoordinatorMessage.Join join) {
        run.members.refuseStranger(join, "the run is ending");
        return this;
    }

    /** What is missing in the run directory is said, and the run has failed. */
    private Behavior<RunCommand> onRecorded(RunCommand.FinalStateRecorded recorded) {
        saved = true;
        run.parametersSha256 = recorded.parametersSha256();
        if (!recorded.problem().isEmpty()) {
            fail(recorded.problem());
        }
        return endWhenComplete();
    }

    private Behavior<RunCommand> onCheckpointFailed(long step, String problem) {
        run.record.event(new RunEvent.CheckpointFailed(step, problem));
        return this;
    }

    private Behavior<RunCommand> onLost(@Nullable Member member, String how) {
        run.lost(member);
        return onFailed(member, "was lost: " + how);
    }

    /**
     * A worker is gone or cannot go on. In a run that has failed, or was stopped and whose state is
     * here, it only is not waited for any more.
     */
    private Behavior<RunCommand> onFailed(@Nullable Member member, String how) {
        if (member == null || run.hasFinished(member)) {
            return this;
        }
        if (status == RunStatus.DONE) {
            run.recordFailure(member, how);
            fail(
                    "worker "
                            + member.name()
                            + " had not reported after the last step when it "
                            + how);
        } else {
            workersAwaited = false;
        }
        return endWhenComplete();
    }

    /** The averager is needed for as long as workers evaluate what they hear from it. */
    private Behavior<RunCommand> onAveragingFailed(String reason) {
        if (status == RunStatus.DONE && !allIsTold()) {
            workersAwaited = false;
            fail(reason);
        }
        return endWhenComplete();
    }

    private void fail(String reason) {
        status = RunStatus.FAILED;
        message = message.isEmpty() ? reason : message + "; " + reason;
    }

    private Behavior<RunCommand> onTimedOut(String what) {
        if (what.equals(FILES) && !saved) {
            saved = true;
            fail(
                    run.settings.directory().root()
                            + ": the last state could not be written within "
                            + PATIENCE_WITH_DISKS.toSeconds()
                            + " s: is its disk overloaded or gone?");
        } else if (what.equals(WORKERS)) {
            workersAwaited = false;
            if (status == RunStatus.DONE) {
                fail(
                        "after the last step not all have evaluated and reported in time: worker "
                                + String.join(", worker ", unreported())
                                + "; the model is written");
            }
        }
        return endWhenComplete();
    }

    private List<String> unreported() {
        List<String> names = new ArrayList<>();
        for (Member member : run.members.all()) {
            if (!run.hasFinished(member)) {
                names.add(member.name());
            }
        }
        return names;
    }

    private Behavior<RunCommand> endWhenComplete() {
        boolean complete =
                switch (status) {
                    case DONE -> allIsTold();
                    case INTERRUPTED -> !workersAwaited || !run.begun() || unreported().isEmpty();
                    case FAILED -> true;
                };
        return saved && complete ? end() : this;
    }

    private boolean allIsTold() {
        return unreported().isEmpty() && !run.progress.evaluationsOpen();
    }

    private Behavior<RunCommand> end() {
        timers.cancelAll();
        for (Member member : run.members.all()) {
            if (run.hasFinished(member)) {
                run.record.event(
                        new RunEvent.Left(
                                member.workerId, run.progress.committed(), "the run is over"));
            }
        }
        run.members.tellAll(new WorkerMessage.Stop("the run is over"));
        run.finish(status, message);
        return Behaviors.stopped();
    }
}
