package glissade.coordinator;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.TimerScheduler;
import glissade.averaging.AveragingHost;
import glissade.averaging.CommittedStep;
import glissade.averaging.TrainingState;
import glissade.averaging.Verdict;
import glissade.collective.Assignment;
import glissade.collective.EpochShape;
import glissade.collective.Replication;
import glissade.evaluation.EvaluationFigures;
import glissade.plane.PlaneDirectory;
import glissade.plane.PlaneException;
import glissade.preprocess.Fitting;
import glissade.preprocess.Preprocessing;
import glissade.preprocess.PreprocessingKind;
import glissade.protocol.CoordinatorMessage;
import glissade.protocol.EvaluationSchedule;
import glissade.protocol.LifelineOffer;
import glissade.protocol.MeshEnd;
import glissade.protocol.Plan;
import glissade.protocol.PlaneOffer;
import glissade.protocol.WorkerMessage;
import glissade.run.Checkpoint;
import glissade.run.RunConfiguration;
import glissade.run.RunEvent;
import glissade.run.RunStatus;
import glissade.run.RunSummary;
import glissade.run.TrainedModel;
import glissade.run.ValidationMemory;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One run as the coordinator's phases share it. Confined to the coordinator's actor. */
final class Run {

    final CoordinatorSettings settings;
    final EpochShape shape;
    final Members members;
    final AveragingHost averaging;
    final LifelineServer lifelines;
    final RunRecord record;
    private final RunTimeline timeline;
    final RunProgress progress;
    final Evaluations evaluations;
    final TrainingState initial;

    /** Commits that the whole run will have, unless it ends early. */
    final long endStep;

    /** Whether steps are left to take; else what is kept is measured. */
    private final boolean hasSteps;

    /** Present in runs whose validation losses decide how they go on. */
    final @Nullable ValidationWatch watch;

    private Preprocessing preprocessing;
    private long fitBeganNanos;
    private Plan plan;
    private final CompletableFuture<RunOutcome> outcome;
    private final SecureRandom tokens = new SecureRandom();
    private final StreamSessions sessions;
    private final List<String> abandoned = new ArrayList<>();
    private boolean begun;

    boolean machineLacksSomething;
    private int failures;

    /** Of the final parameters, null until they are recorded. */
    @Nullable String parametersSha256;

    Run(
            CoordinatorSettings settings,
            TrainingState initial,
            AveragingHost averaging,
            LifelineServer lifelines,
            RunRecord record,
            RunTimeline timeline,
            CompletableFuture<RunOutcome> outcome) {
        RunConfiguration configuration = settings.configuration();
        this.settings = settings;
        this.initial = initial;
        this.averaging = averaging;
        this.lifelines = lifelines;
        this.record = record;
        this.timeline = timeline;
        this.outcome = outcome;
        this.shape = configuration.epochShape(settings.samples());
        this.members = new Members(configuration.cluster().workers());
        this.sessions = new StreamSessions(members);
        this.endStep =
                isOver(settings)
                        ? initial.step()
                        : Math.max(configuration.training().length().steps(shape), initial.step());
        this.hasSteps = initial.step() < endStep;
        this.watch = ValidationWatch.of(settings);
        this.preprocessing = Preprocessing.none(configuration.model().network().inputs());
        this.plan = planned(1, initial.step(), endStep);
        this.progress = new RunProgress(shape, members.worldSize(), initial.step(), endStep);
        progress.epochLossBefore(initial.memory().epochLoss());
        this.evaluations = new Evaluations(settings, shape, progress, record, plan);
    }

    /** Whether training has ended for good, wherever that was. */
    private static boolean isOver(CoordinatorSettings settings) {
        Checkpoint checkpoint = settings.resumeFrom();
        return settings.measured() != null || (checkpoint != null && checkpoint.ended());
    }

    /** A generation without steps has nothing to average: its parameters come from here. */
    private Plan planned(int generation, long firstStep, long ofEndStep) {
        boolean trains = ofEndStep > firstStep;
        return new Plan(
                generation,
                firstStep,
                ofEndStep,
                members.worldSize(),
                DivisionChoice.among(members, settings.configuration().cluster().threads()),
                trains && settings.configuration().shards(),
                trains && settings.configuration().training().replication() != null);
    }

    /** The plan of the generation at hand. */
    Plan plan() {
        return plan;
    }

    /** Notes that a worker has finished, if it is the generation at hand that it speaks of. */
    void recordFinished(CoordinatorMessage.Finished finished) {
        Member member = members.byRank(finished.rank());
        if (member != null && finished.generation() == plan.generation()) {
            member.finished(finished.generation(), finished.report());
        }
    }

    boolean hasFinished(Member member) {
        return member.hasFinished(plan.generation());
    }

    boolean allHaveFinished() {
        return members.all().stream().allMatch(this::hasFinished);
    }

    /** Whether the parameters with the lowest validation loss are the run's, and not the last. */
    boolean keepsBest() {
        return watch != null && watch.keepsBest();
    }

    ValidationMemory validationMemory() {
        return watch == null ? ValidationMemory.NONE : watch.memory();
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
                settings.measured() != null,
                timeline.isWanted(),
                new PlaneOffer(
                        averaging.memories(),
                        averaging.directory(),
                        averaging.gradientEndpoint(),
                        averaging.runId()),
                new LifelineOffer(settings.host(), lifelines.port(), token),
                replyTo);
    }

    /** Whether workers average by themselves wherever something is averaged. */
    boolean shards() {
        RunConfiguration configuration = settings.configuration();
        return configuration.shards() && members.worldSize() > 1 && settings.measured() == null;
    }

    /** What all of this is for, in words: {@code training}. */
    String purpose() {
        return hasSteps ? "training" : "the evaluation";
    }

    /** Whether the inputs are preprocessed: then training follows on a fit. */
    boolean preprocesses() {
        return settings.configuration().data().preprocess() != PreprocessingKind.NONE;
    }

    /**
     * Everybody is prepared: the preprocessing is fitted by all together, or that of the checkpoint
     * or of the finished model told to all.
     */
    void fit() {
        Preprocessing given = givenPreprocessing();
        plan = planned(1, initial.step(), initial.step());
        fitBeganNanos = settings.nanoClock().getAsLong();
        AveragingHost.Streams streams = sessions.ofStar();
        averaging.begin(
                new AveragingHost.FitGeneration(
                        plan.generation(),
                        streams,
                        new Fitting(
                                settings.configuration().data().preprocess(),
                                preprocessing.inputs(),
                                settings.samples()),
                        given));
        for (Member member : members.all()) {
            member.worker.tell(
                    new WorkerMessage.Fit(
                            plan.generation(),
                            given != null,
                            streams.parameterSession(),
                            streams.gradientSessions().get(member.rank)));
        }
    }

    private @Nullable Preprocessing givenPreprocessing() {
        Checkpoint checkpoint = settings.resumeFrom();
        TrainedModel measured = settings.measured();
        if (measured != null) {
            return measured.preprocessing();
        }
        return checkpoint == null ? null : checkpoint.preprocessing();
    }

    /** The preprocessing is known, and told to the workers. */
    void fitted(Preprocessing known) {
        preprocessing = known;
        record.preprocessing(known);
        record.event(
                new RunEvent.Preprocessed(
                        known.kind().optionName(),
                        known.inputs(),
                        known.dropped(),
                        known.words(),
                        givenPreprocessing() != null,
                        (settings.nanoClock().getAsLong() - fitBeganNanos) * 1e-9));
    }

    Preprocessing preprocessing() {
        return preprocessing;
    }

    /** Everybody is prepared, and the preprocessing known: the phase that this is all for. */
    Behavior<RunCommand> enter(
            ActorContext<RunCommand> context, TimerScheduler<RunCommand> timers) {
        return hasSteps
                ? TrainingPhase.create(context, timers, this)
                : MeasuringPhase.create(context, timers, this);
    }

    /** The workers begin with it. */
    void begin() {
        begun = true;
        timeline.begin(members.all());
        int generation = preprocesses() ? plan.generation() + 1 : plan.generation();
        TrainingState from = hasSteps ? initial : Kept.of(this, initial).state();
        // Only now all workers are here, and it is known which of them share cores.
        plan = planned(generation, from.step(), hasSteps ? endStep : from.step());
        evaluations.begin(plan);
        if (lacksItsLastEpoch(from)) {
            progress.openEpoch();
        }
        record.started();
        record.event(
                new RunEvent.Started(
                        settings.directory().name(),
                        plan.firstStep(),
                        plan.endStep(),
                        members.worldSize(),
                        settings.configuration().training().seed()));
        open(from);
    }

    /** Whether the evaluation of {@code state} ends an epoch that was cut off before its row. */
    private boolean lacksItsLastEpoch(TrainingState state) {
        long step = initial.step();
        return !hasSteps
                && settings.measured() == null
                && state.step() == step
                && shape.endsEpoch(step - 1)
                && record.lastEpochEnd() < step;
    }

    /**
     * Everybody has finished the generation before: the next one only evaluates {@code state}, on
     * all data that the run is measured on.
     */
    void evaluate(TrainingState state) {
        plan = planned(plan.generation() + 1, state.step(), state.step());
        evaluations.again(plan);
        open(state);
    }

    /**
     * A generation begins: the averager and the workers meet on the plane and start by themselves.
     */
    private void open(TrainingState state) {
        Assignment assignment =
                settings.configuration().assignment(shape, members.worldSize(), plan.division());
        Replication replication =
                plan.replicated() ? settings.configuration().training().replication() : null;
        AveragingHost.Streams streams = sessions.ofStar();
        record.event(
                new RunEvent.Planned(
                        plan.generation(),
                        plan.firstStep(),
                        PlannedShares.of(members, assignment, replication)));
        averaging.begin(
                new AveragingHost.Generation(
                        plan.generation(),
                        plan.endStep(),
                        assignment,
                        plan.averagesInWorkers(),
                        replication,
                        streams,
                        InitialState.withRoom(state, assignment.layout(0).heldUnits()),
                        this::checkpointDue,
                        this::gateDue,
                        validationMemory().rateFactor(),
                        EvaluationSchedule.pauseSteps(
                                shape, settings.testSamples(), settings.validationSamples())));
        List<MeshEnd> mesh = plan.sharded() ? sessions.ofMesh() : List.of();
        for (Member member : members.all()) {
            member.worker.tell(
                    new WorkerMessage.Begin(
                            plan,
                            validationMemory().rateFactor(),
                            streams.parameterSession(),
                            streams.gradientSessions().get(member.rank),
                            mesh));
        }
    }

    int parameterCount() {
        return initial.parameters().length;
    }

    boolean checkpointDue(long committed) {
        return settings.configuration().checkpointDue(committed, shape);
    }

    /** Whether training waits after so many commits for what the validation loss says. */
    boolean gateDue(long committed) {
        return settings.configuration().gateDue(committed, shape);
    }

    void proceed(Verdict verdict) {
        // Replicas take their steps in the workers, and are averaged here.
        if (plan.averagesInWorkers() || plan.replicated()) {
            members.tellAll(new WorkerMessage.Proceed(plan.generation(), verdict));
        }
        if (!plan.averagesInWorkers()) {
            averaging.proceed(verdict);
        }
    }

    void recordStep(CommittedStep step) {
        record.step(progress.step(step));
        evaluations.closeEpoch(step.step() + 1);
    }

    void recordEvaluation(CoordinatorMessage.EvaluationShare share) {
        if (share.generation() == plan.generation()) {
            evaluations.take(share);
        }
    }

    /**
     * A worker's process is gone, or taken for gone: what it leaves behind is removed at the end.
     */
    void lost(@Nullable Member member) {
        if (member != null && member.sharesMemory && !hasFinished(member)) {
            abandoned.add(member.memory.directory());
            abandoned.addAll(member.drivers);
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
        EvaluationFigures test = progress.test();
        if (test != null) {
            record.tested(progress.testStep(), test);
        }
        record.event(new RunEvent.Finished(status, progress.committed(), message));
        RunSummary summary = begun ? Summaries.of(this, status) : null;
        List<String> left = List.copyOf(abandoned);
        record.finished(
                summary,
                problem -> {
                    String missing = "";
                    try {
                        averaging.close();
                        missing = timeline.write(averaging.moments());
                        lifelines.farewell();
                        left.forEach(Run::delete);
                    } finally {
                        // Whatever breaks here, somebody waits for the end.
                        outcome.complete(
                                new RunOutcome(
                                        status,
                                        joined(joined(message, problem), missing),
                                        machineLacksSomething,
                                        summary));
                    }
                });
    }

    private static void delete(String directory) {
        try {
            PlaneDirectory.at(directory).delete();
        } catch (PlaneException none) {
            // What a lost worker has called its directory is none: nothing is left behind.
            return;
        }
    }

    private static String joined(String message, String problem) {
        return message.isEmpty() || problem.isEmpty()
                ? message + problem
                : message + "; " + problem;
    }
}
