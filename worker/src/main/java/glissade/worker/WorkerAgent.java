package glissade.worker;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorRefResolver;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.Signal;
import akka.actor.typed.javadsl.AbstractOnMessageBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.TimerScheduler;
import glissade.plane.PlaneDirectory;
import glissade.plane.SharedMemoryProof;
import glissade.protocol.CoordinatorMessage;
import glissade.protocol.MemoryOffer;
import glissade.protocol.Plan;
import glissade.protocol.WorkerFacts;
import glissade.protocol.WorkerMessage;
import glissade.worker.step.FitOrder;
import glissade.worker.step.Generation;
import glissade.worker.step.TrainingTask;
import glissade.worker.step.TrainingThread;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The worker's actor: offers itself to the coordinator, starts the training thread when it is taken
 * in, passes words on between the two, and ends with the run. It neither computes nor waits. A
 * failure in it ends the worker: the coordinator learns of that by the lifeline.
 */
final class WorkerAgent extends AbstractOnMessageBehavior<WorkerCommand> {

    private static final Duration OFFER_INTERVAL = Duration.ofMillis(250);
    private static final int MAX_OFFERS = 240;
    private static final long CLOSE_SECONDS = 5;
    private static final WorkerOutcome STOPPED =
            new WorkerOutcome(false, false, "stopped on request");

    private final WorkerSettings settings;
    private final String coordinatorAddress;
    private final WorkerFacts facts;
    private final SharedMemoryProof proof;
    private final ActorRef<CoordinatorMessage> coordinator;
    private final ActorRef<WorkerMessage> self;
    private final TimerScheduler<WorkerCommand> timers;
    private final CompletableFuture<WorkerOutcome> outcome;
    private final WorkerNode.Abandonment abandonment;
    private int offers;
    private int rank;
    private boolean coordinatorLost;
    private boolean stopRequested;
    private @Nullable Lifeline lifeline;
    private @Nullable TrainingThread thread;
    private WorkerOutcome result = new WorkerOutcome(true, false, "");

    static Behavior<WorkerCommand> create(
            WorkerSettings settings,
            WorkerFacts facts,
            SharedMemoryProof proof,
            CompletableFuture<WorkerOutcome> outcome,
            WorkerNode.Abandonment abandonment) {
        return Behaviors.setup(context -> {
            context.pipeToSelf(
                    settings.coordinatorAddress(),
                    (address, _) -> new WorkerCommand.CoordinatorAt(address));
            return Behaviors.receive(WorkerCommand.class)
                    .onMessage(
                            WorkerCommand.CoordinatorAt.class,
                            at ->
                                    offering(
                                            settings,
                                            at.address(),
                                            facts,
                                            proof,
                                            outcome,
                                            abandonment))
                    .onMessage(
                            WorkerCommand.StopRequested.class,
                            _ -> {
                                proof.close();
                                outcome.complete(STOPPED);
                                return Behaviors.stopped();
                            })
                    .build();
        });
    }

    private static Behavior<WorkerCommand> offering(
            WorkerSettings settings,
            String coordinatorAddress,
            WorkerFacts facts,
            SharedMemoryProof proof,
            CompletableFuture<WorkerOutcome> outcome,
            WorkerNode.Abandonment abandonment) {
        return Behaviors.setup(context ->
                Behaviors.withTimers(timers ->
                        new WorkerAgent(
                                context,
                                timers,
                                settings,
                                coordinatorAddress,
                                facts,
                                proof,
                                outcome,
                                abandonment)));
    }

    private WorkerAgent(
            ActorContext<WorkerCommand> context,
            TimerScheduler<WorkerCommand> timers,
            WorkerSettings settings,
            String coordinatorAddress,
            WorkerFacts facts,
            SharedMemoryProof proof,
            CompletableFuture<WorkerOutcome> outcome,
            WorkerNode.Abandonment abandonment) {
        super(context);
        this.timers = timers;
        this.settings = settings;
        this.coordinatorAddress = coordinatorAddress;
        this.facts = facts;
        this.proof = proof;
        this.outcome = outcome;
        this.abandonment = abandonment;
        this.self = context.messageAdapter(WorkerMessage.class, WorkerCommand.FromCoordinator::new);
        this.coordinator =
                ActorRefResolver.get(context.getSystem())
                        .resolveActorRef("akka://glissade@" + coordinatorAddress + "/user");
        timers.startTimerWithFixedDelay(
                new WorkerCommand.OfferAgain(), Duration.ZERO, OFFER_INTERVAL);
    }

    @Override
    public Behavior<WorkerCommand> onMessage(WorkerCommand command) {
        return switch (command) {
            case WorkerCommand.CoordinatorAt _ -> this;
            case WorkerCommand.OfferAgain() -> onOfferAgain();
            case WorkerCommand.FromCoordinator(WorkerMessage message) ->
                    onCoordinatorMessage(message);
            case WorkerCommand.Tell(CoordinatorMessage message) -> onTell(message);
            case WorkerCommand.ThreadEnded(CoordinatorMessage message) -> onThreadEnded(message);
            case WorkerCommand.LetGo() -> end(result);
            case WorkerCommand.StopRequested() -> onStopRequested();
            case WorkerCommand.CoordinatorLost(String how) -> onCoordinatorLost(how);
        };
    }

    @Override
    public Behavior<WorkerCommand> onSignal(Signal signal) {
        if (signal instanceof PostStop) {
            letGo();
            return this;
        }
        return Behaviors.unhandled();
    }

    private Behavior<WorkerCommand> onOfferAgain() {
        if (offers == MAX_OFFERS) {
            return end(
                    new WorkerOutcome(
                            false,
                            false,
                            "no coordinator has answered at "
                                    + coordinatorAddress
                                    + " for "
                                    + OFFER_INTERVAL.multipliedBy(MAX_OFFERS).toSeconds()
                                    + " s: start one with glissade coordinator --bind "
                                    + coordinatorAddress));
        }
        offers++;
        proof.renew();
        coordinator.tell(
                new CoordinatorMessage.Join(
                        settings.workerId(),
                        settings.preferredRank(),
                        facts,
                        new MemoryOffer(proof.directory(), proof.nonce()),
                        self));
        return this;
    }

    private Behavior<WorkerCommand> onCoordinatorMessage(WorkerMessage message) {
        return switch (message) {
            case WorkerMessage.Prepare prepare -> onPrepare(prepare);
            case WorkerMessage.Wait() -> onWait();
            case WorkerMessage.ReadMemories(List<String> directories) ->
                    onReadMemories(directories);
            case WorkerMessage.Begin begin -> onBegin(begin);
            case WorkerMessage.Fit fit -> onFit(fit);
            case WorkerMessage.Proceed proceed -> onProceed(proceed);
            case WorkerMessage.TellClock(long asked) -> onTellClock(asked);
            case WorkerMessage.EndTraining _ -> onEndTraining();
            case WorkerMessage.Stop _ -> onStop();
            case WorkerMessage.Refuse(String reason) ->
                    end(
                            new WorkerOutcome(
                                    false,
                                    false,
                                    "the coordinator refused this worker: " + reason));
        };
    }

    private Behavior<WorkerCommand> onPrepare(WorkerMessage.Prepare prepare) {
        if (thread != null) {
            return this;
        }
        timers.cancelAll();
        proof.close();
        rank = prepare.rank();
        abandonment.coordinatorDirectory(prepare.plane().aeronDirectory());
        ActorRef<WorkerCommand> here = getContext().getSelf();
        try {
            lifeline = new Lifeline(prepare.lifeline(), new LifelineWords(here));
        } catch (IOException e) {
            return onCoordinatorLost(
                    "its lifeline at "
                            + prepare.lifeline().host()
                            + ":"
                            + prepare.lifeline().port()
                            + " does not answer: "
                            + e.getMessage());
        }
        TrainingTask task =
                new TrainingTask(
                        prepare.rank(),
                        prepare.worldSize(),
                        prepare.configuration(),
                        prepare.measures(),
                        prepare.recorded(),
                        settings.threads(),
                        settings.host(),
                        prepare.plane().memories(),
                        prepare.plane().aeronDirectory(),
                        prepare.plane().gradientEndpoint(),
                        prepare.plane().runId());
        thread =
                TrainingThread.start(
                        task, new ThreadEvents(prepare.rank(), here), settings.nanoClock());
        return this;
    }

    /** The coordinator is there: only its silence is counted. */
    private Behavior<WorkerCommand> onWait() {
        offers = 0;
        return this;
    }

    private Behavior<WorkerCommand> onReadMemories(List<String> directories) {
        offers = 0;
        List<String> found = directories.stream().map(SharedMemoryProof::read).toList();
        coordinator.tell(new CoordinatorMessage.MemoriesRead(settings.workerId(), found));
        return this;
    }

    private Behavior<WorkerCommand> onBegin(WorkerMessage.Begin begin) {
        if (thread != null) {
            Plan plan = begin.plan();
            thread.begin(
                    new Generation(
                            plan.generation(),
                            plan.firstStep(),
                            plan.endStep(),
                            plan.division(),
                            begin.rateFactor(),
                            begin.parameterSession(),
                            begin.gradientSession(),
                            begin.mesh()));
        }
        return this;
    }

    private Behavior<WorkerCommand> onFit(WorkerMessage.Fit fit) {
        if (thread != null) {
            thread.begin(
                    new FitOrder(
                            fit.generation(),
                            fit.given(),
                            fit.parameterSession(),
                            fit.gradientSession()));
        }
        return this;
    }

    private Behavior<WorkerCommand> onProceed(WorkerMessage.Proceed proceed) {
        if (thread != null) {
            thread.proceed(proceed.generation(), proceed.verdict());
        }
        return this;
    }

    private Behavior<WorkerCommand> onTellClock(long asked) {
        coordinator.tell(
                new CoordinatorMessage.ClockTold(rank, asked, settings.nanoClock().getAsLong()));
        return this;
    }

    private Behavior<WorkerCommand> onTell(CoordinatorMessage message) {
        if (message instanceof CoordinatorMessage.CannotTakePart cannot) {
            result = new WorkerOutcome(false, cannot.machineLacksSomething(), cannot.reason());
        }
        coordinator.tell(message);
        return this;
    }

    private Behavior<WorkerCommand> onThreadEnded(CoordinatorMessage message) {
        if (message instanceof CoordinatorMessage.StepFailed failed) {
            result = new WorkerOutcome(false, false, failed.reason());
        }
        coordinator.tell(message);
        return this;
    }

    private Behavior<WorkerCommand> onEndTraining() {
        if (thread != null) {
            thread.endTraining();
        }
        return this;
    }

    /** The coordinator has heard all it waits for. */
    private Behavior<WorkerCommand> onStop() {
        return end(result);
    }

    private Behavior<WorkerCommand> onStopRequested() {
        stopRequested = true;
        return end(STOPPED);
    }

    /** One that had ended its run would have said farewell. */
    private Behavior<WorkerCommand> onCoordinatorLost(String how) {
        coordinatorLost = true;
        return end(
                new WorkerOutcome(
                        false,
                        false,
                        "the coordinator at " + coordinatorAddress + " is gone: " + how));
    }

    /** However this actor ends: nothing of it stays behind, and the coordinator notices at once. */
    private void letGo() {
        proof.close();
        if (lifeline != null) {
            lifeline.close();
        }
        if (thread != null) {
            thread.stop();
        }
    }

    private Behavior<WorkerCommand> end(WorkerOutcome ended) {
        getContext()
                .getLog()
                .info(
                        "worker ends: rank={} completed={} {}",
                        rank,
                        ended.completed(),
                        ended.message());
        timers.cancelAll();
        letGo();
        if (thread == null) {
            outcome.complete(ended);
        } else {
            completeWhenClosed(thread, ended);
        }
        return Behaviors.stopped();
    }

    /**
     * The outcome waits, for a while, until the training thread has closed the plane: a process
     * that ends may cut it off.
     */
    @SuppressWarnings("FutureReturnValueIgnored")
    private void completeWhenClosed(TrainingThread closing, WorkerOutcome ended) {
        closing.ended()
                .toCompletableFuture()
                .copy()
                .orTimeout(CLOSE_SECONDS, TimeUnit.SECONDS)
                .whenComplete((_, _) -> {
                    try {
                        if (coordinatorLost) {
                            abandonment.clearUp();
                        }
                        if (stopRequested) {
                            PlaneDirectory.deleteAllOf(facts.processId());
                        }
                    } finally {
                        outcome.complete(ended);
                    }
                });
    }

    /** Hands what the lifeline hears over to the actor. */
    private record LifelineWords(ActorRef<WorkerCommand> agent) implements Lifeline.Listener {

        @Override
        public void letGo() {
            agent.tell(new WorkerCommand.LetGo());
        }

        @Override
        public void lost() {
            agent.tell(new WorkerCommand.CoordinatorLost("its connection ended"));
        }
    }
}
