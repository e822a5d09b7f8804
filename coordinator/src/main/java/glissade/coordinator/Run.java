package glissade.coordinator;

import akka.actor.typed.ActorRef;
import glissade.averaging.AveragingHost;
import glissade.averaging.TrainingState;
import glissade.collective.Assignment;
import glissade.collective.EpochShape;
import glissade.collective.SliceShares;
import glissade.plane.SessionIds;
import glissade.protocol.CommittedStep;
import glissade.protocol.CoordinatorMessage;
import glissade.protocol.EvaluationSchedule;
import glissade.protocol.EvaluationSet;
import glissade.protocol.LifelineOffer;
import glissade.protocol.Plan;
import glissade.protocol.PlaneOffer;
import glissade.protocol.WorkerMessage;
import glissade.run.EpochRow;
import glissade.run.RunConfiguration;
import glissade.run.RunEvent;
import glissade.run.RunStatus;
import glissade.run.RunSummary;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** One run as the coordinator's phases share it. Confined to the coordinator's actor. */
final class Run {

    private static final int FIRST_GENERATION = 1;

    final CoordinatorSettings settings;
    final EpochShape shape;
    final Members members;
    final AveragingHost averaging;
    final LifelineServer lifelines;
    final RunRecord record;
    final Plan plan;
    final EvaluationSchedule evaluations;
    final RunProgress progress;
    final TrainingState initial;
    private final CompletableFuture<RunOutcome> outcome;
    private final SecureRandom tokens = new SecureRandom();
    private final SessionIds sessions = new SessionIds();
    private boolean begun;

    boolean machineLacksSomething;
    private int failures;

    /** Of the final parameters, empty until they are recorded. */
    String parametersSha256 = "";

    Run(
            CoordinatorSettings settings,
            TrainingState initial,
            AveragingHost averaging,
            LifelineServer lifelines,
            RunRecord record,
            CompletableFuture<RunOutcome> outcome) {
        RunConfiguration configuration = settings.configuration();
        this.settings = settings;
        this.initial = initial;
        this.averaging = averaging;
        this.lifelines = lifelines;
        this.record = record;
        this.outcome = outcome;
        this.shape = configuration.epochShape(settings.samples());
        this.members = new Members(configuration.cluster().workers());
        long endStep = configuration.training().length().steps(shape);
        this.plan =
                new Plan(
                        FIRST_GENERATION,
                        initial.step(),
                        Math.max(endStep, initial.step()),
                        members.worldSize());
        this.evaluations =
                new EvaluationSchedule(
                        shape, plan.firstStep(), plan.endStep(), settings.validationSamples() > 0);
        this.progress =
                new RunProgress(shape, members.worldSize(), plan.firstStep(), plan.endStep());
    }

    boolean begun() {
        return begun;
    }

    /** What a worker that was taken in is told; {@code replyTo} is where it speaks to. */
    WorkerMessage prepare(Member member, ActorRef<CoordinatorMessage> replyTo) {
        long token = tokens.nextLong();
        lifelines.expect(token, member.rank);
        return new WorkerMessage.Prepare(
                member.rank,
                members.worldSize(),
                settings.configuration().toHocon(),
                new PlaneOffer(
                        averaging.transport(),
                        averaging.directory(),
                        averaging.gradientEndpoint(),
                        averaging.runId()),
                new LifelineOffer(settings.host(), lifelines.port(), token),
                replyTo);
    }

    /**
     * Everybody is prepared: the averager and the workers meet on the plane and start by
     * themselves.
     */
    void begin() {
        begun = true;
        record.started();
        record.event(
                new RunEvent.Started(
                        settings.directory().name(),
                        plan.firstStep(),
                        plan.endStep(),
                        members.worldSize(),
                        settings.configuration().training().seed()));
        Assignment assignment = new Assignment(shape, members.worldSize());
        SliceShares shares = assignment.layout(0).shares();
        List<RunEvent.Share> planned = new ArrayList<>();
        List<String> endpoints = new ArrayList<>();
        List<Integer> gradientSessions = new ArrayList<>();
        int parameterSession = sessions.next();
        for (Member member : members.all()) {
            planned.add(
                    new RunEvent.Share(
                            member.workerId, shares.from(member.rank), shares.to(member.rank)));
            endpoints.add(member.parameterEndpoint == null ? "" : member.parameterEndpoint);
            gradientSessions.add(sessions.next());
        }
        record.event(new RunEvent.Planned(plan.generation(), plan.firstStep(), planned));
        averaging.begin(
                new AveragingHost.Generation(
                        plan.generation(),
                        plan.endStep(),
                        assignment,
                        new AveragingHost.Streams(parameterSession, gradientSessions, endpoints),
                        initial,
                        this::checkpointDue,
                        EvaluationSchedule.pauseSteps(
                                shape, settings.testSamples(), settings.validationSamples())));
        for (Member member : members.all()) {
            member.worker.tell(
                    new WorkerMessage.Begin(
                            plan, parameterSession, gradientSessions.get(member.rank)));
        }
    }

    int parameterCount() {
        return initial.parameters().length;
    }

    boolean checkpointDue(long committed) {
        return settings.configuration().output().checkpointEvery().isDue(committed, shape);
    }

    void recordStep(CommittedStep step) {
        record.step(progress.step(step));
        closeEpoch(step.step() + 1);
    }

    void recordEvaluation(CoordinatorMessage.EvaluationShare share) {
        if (share.generation() != plan.generation()) {
            return;
        }
        int samples =
                share.set() == EvaluationSet.TEST
                        ? settings.testSamples()
                        : settings.validationSamples();
        progress.evaluated(
                share.step(),
                share.set(),
                samples,
                EvaluationSchedule.slices(samples),
                share.nodes());
        closeEpoch(share.step());
    }

    private void closeEpoch(long committed) {
        EpochRow row = progress.closedEpoch(committed, evaluations.dueCount(committed));
        if (row != null) {
            record.epoch(row);
        }
    }

    /** A worker was lost, or has failed by itself: {@code how} continues its name. */
    void recordFailure(Member member, String how) {
        failures++;
        record.event(new RunEvent.Failed(member.workerId, progress.committed(), how));
    }

    int failures() {
        return failures;
    }

    /**
     * Completes the run's outcome once everything is on disk, and closes plane and lifelines; the
     * summary exists once training has begun.
     */
    void finish(RunStatus status, String message) {
        record.event(new RunEvent.Finished(status, progress.committed(), message));
        RunSummary summary = begun ? Summaries.of(this, status) : null;
        record.finished(
                summary,
                problem -> {
                    averaging.close();
                    lifelines.farewell();
                    outcome.complete(
                            new RunOutcome(
                                    status,
                                    joined(message, problem),
                                    machineLacksSomething,
                                    summary));
                });
    }

    private static String joined(String message, String problem) {
        return message.isEmpty() || problem.isEmpty()
                ? message + problem
                : message + "; " + problem;
    }
}
