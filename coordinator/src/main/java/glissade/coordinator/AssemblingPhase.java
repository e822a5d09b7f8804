package glissade.coordinator;

import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractOnMessageBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.TimerScheduler;
import glissade.plane.InsufficientSharedMemoryException;
import glissade.plane.PlaneException;
import glissade.plane.SharedMemories;
import glissade.plane.Transport;
import glissade.protocol.CoordinatorMessage;
import glissade.protocol.CoordinatorMessage.CannotTakePart;
import glissade.protocol.CoordinatorMessage.Join;
import glissade.protocol.CoordinatorMessage.Prepared;
import glissade.protocol.WorkerMessage;
import glissade.run.RunEvent;
import glissade.run.RunStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * First phase: takes workers in as they join, has each prepare (load its data, open its end of the
 * plane) as soon as it is known how gradients travel, and goes on to fit the preprocessing, to
 * train or to measure when all have. A worker that is lost here ends the run: nothing has been
 * computed that could be lost.
 */
final class AssemblingPhase extends AbstractOnMessageBehavior<RunCommand> {

    private static final String NAME = "assembling";

    /** For the next worker to join, or to be prepared. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Run run;
    private final TimerScheduler<RunCommand> timers;

    static Behavior<RunCommand> create(
            ActorContext<RunCommand> context, TimerScheduler<RunCommand> timers, Run run) {
        AssemblingPhase phase = new AssemblingPhase(context, timers, run);
        phase.beginWait();
        return phase;
    }

    private AssemblingPhase(
            ActorContext<RunCommand> context, TimerScheduler<RunCommand> timers, Run run) {
        super(context);
        this.timers = timers;
        this.run = run;
    }

    private void beginWait() {
        timers.startSingleTimer(NAME, new RunCommand.PhaseTimedOut(NAME), PATIENCE);
    }

    @Override
    public Behavior<RunCommand> onMessage(RunCommand command) {
        return switch (command) {
            case RunCommand.FromWorker(CoordinatorMessage message) -> onWorkerMessage(message);
            case RunCommand.WorkerExited(String workerId, String how) -> onExited(workerId, how);
            case RunCommand.WorkerGone gone -> onLost(gone.among(run.members), gone.how());
            case RunCommand.AveragingFailed(String reason) -> end(RunStatus.FAILED, reason);
            case RunCommand.StopRequested() ->
                    end(RunStatus.INTERRUPTED, "stopped before " + run.purpose() + " began");
            case RunCommand.PhaseTimedOut(String phase) -> phase.equals(NAME) ? onTimedOut() : this;
            case RunCommand.StepCommitted _ -> this;
            case RunCommand.StateTaken _ -> this;
            case RunCommand.AveragingEnded _ -> this;
            case RunCommand.EndsEarly _ -> this;
            case RunCommand.Warned _ -> this;
            case RunCommand.Fitted _ -> this;
            case RunCommand.LossNotFinite _ -> this;
            case RunCommand.CheckpointFailed _ -> this;
            case RunCommand.FinalStateRecorded _ -> this;
        };
    }

    private Behavior<RunCommand> onWorkerMessage(CoordinatorMessage message) {
        return switch (message) {
            case Join join -> onJoin(join);
            case CoordinatorMessage.MemoriesRead read -> onMemoriesRead(read);
            case Prepared prepared -> onPrepared(prepared);
            case CannotTakePart cannot -> onCannotTakePart(cannot);
            case CoordinatorMessage.StepFailed _ -> this;
            case CoordinatorMessage.StepsCommitted _ -> this;
            case CoordinatorMessage.EndsEarly _ -> this;
            case CoordinatorMessage.Warned _ -> this;
            case CoordinatorMessage.LossNotFinite _ -> this;
            case CoordinatorMessage.EvaluationShare _ -> this;
            case CoordinatorMessage.Finished _ -> this;
            case CoordinatorMessage.OfTimeline _ -> this;
        };
    }

    private Behavior<RunCommand> onJoin(Join join) {
        Member known = run.members.byRef(join.worker());
        if (known != null) {
            // It offers itself again: what it was told has not arrived.
            if (run.averaging.isOpen()) {
                prepare(known);
            } else {
                haveWait(known);
            }
            return this;
        }
        if (run.members.byId(join.workerId()) != null) {
            join.worker()
                    .tell(
                            new WorkerMessage.Refuse(
                                    "worker id "
                                            + join.workerId()
                                            + " is already in use in this run"));
            return this;
        }
        Member member = run.members.admit(join);
        if (member == null) {
            join.worker().tell(new WorkerMessage.Refuse(run.members.full()));
            return this;
        }
        run.record.event(
                new RunEvent.Joined(
                        member.workerId, member.facts.host() + ":" + member.facts.processId()));
        beginWait();
        return prepareThoseHere(member);
    }

    private Behavior<RunCommand> prepareThoseHere(Member joined) {
        if (!run.averaging.isOpen()) {
            if (!run.members.complete()) {
                haveWait(joined);
                return this;
            }
            run.members.all().forEach(this::haveWait);
            return prepareAllOnceDecided();
        }
        boolean overIpc = run.averaging.memories().toCoordinator(joined.rank) == Transport.IPC;
        if (overIpc && !joined.sharesMemory) {
            return end(RunStatus.FAILED, noSharedMemory(joined));
        }
        prepare(joined);
        return this;
    }

    /** Until it is known how gradients travel; meanwhile it may have something to find out. */
    private void haveWait(Member member) {
        List<String> directories =
                run.shards() ? TransportChoice.unread(run.members, member) : List.of();
        member.worker.tell(
                directories.isEmpty()
                        ? new WorkerMessage.Wait()
                        : new WorkerMessage.ReadMemories(directories));
    }

    private Behavior<RunCommand> onMemoriesRead(CoordinatorMessage.MemoriesRead read) {
        Member member = run.members.byId(read.workerId());
        if (member == null || run.averaging.isOpen()) {
            return this;
        }
        member.found = read.found();
        return prepareAllOnceDecided();
    }

    private Behavior<RunCommand> prepareAllOnceDecided() {
        SharedMemories memories = TransportChoice.among(run.members, run.shards());
        if (memories == null) {
            return this;
        }
        try {
            run.averaging.open(memories);
        } catch (PlaneException e) {
            run.machineLacksSomething |= e instanceof InsufficientSharedMemoryException;
            return end(RunStatus.FAILED, String.valueOf(e.getMessage()));
        }
        run.record.event(
                new RunEvent.TransportChosen(
                        memories.transport(run.shards()),
                        TransportChoice.sharing(run.members, memories, run.shards())));
        run.members.all().forEach(this::prepare);
        return this;
    }

    private static String noSharedMemory(Member member) {
        return "worker "
                + member.name()
                + " does not share the coordinator's memory, so gradients cannot travel over ipc: give the coordinator --transport udp";
    }

    private void prepare(Member member) {
        member.worker.tell(
                run.prepare(
                        member,
                        getContext()
                                .messageAdapter(
                                        CoordinatorMessage.class, RunCommand.FromWorker::new)));
    }

    private Behavior<RunCommand> onPrepared(Prepared prepared) {
        Member member = run.members.byRank(prepared.rank());
        if (member == null) {
            return this;
        }
        beginWait();
        member.parameterEndpoint = prepared.parameterEndpoint();
        member.meshAddress = prepared.meshAddress();
        member.drivers = prepared.drivers();
        member.dataDigest = prepared.dataDigest();
        List<Member> members = run.members.all();
        for (Member other : members) {
            if (other.dataDigest != null && !other.dataDigest.equals(member.dataDigest)) {
                return end(
                        RunStatus.FAILED,
                        "the data of "
                                + member.name()
                                + " differ from those of "
                                + other.name()
                                + ": both must read the same files, check --data on each machine");
            }
        }
        for (Member other : members) {
            if (other.dataDigest == null) {
                return this;
            }
        }
        if (!run.members.complete()) {
            return this;
        }
        timers.cancel(NAME);
        return run.preprocesses()
                ? FittingPhase.create(getContext(), timers, run)
                : run.enter(getContext(), timers);
    }

    private Behavior<RunCommand> onCannotTakePart(CannotTakePart cannot) {
        Member member = run.members.byRank(cannot.rank());
        run.machineLacksSomething |= cannot.machineLacksSomething();
        return end(
                RunStatus.FAILED,
                (member == null ? "" : "worker " + member.workerId + ": ") + cannot.reason());
    }

    private Behavior<RunCommand> onExited(String workerId, String how) {
        Member member = run.members.byId(workerId);
        return member == null
                ? end(RunStatus.FAILED, "worker " + workerId + " ended before it joined: " + how)
                : onLost(member, how);
    }

    private Behavior<RunCommand> onLost(@Nullable Member member, String how) {
        run.lost(member);
        if (member == null) {
            return this;
        }
        return end(
                RunStatus.FAILED,
                "worker " + member.name() + " was lost before " + run.purpose() + " began: " + how);
    }

    private Behavior<RunCommand> onTimedOut() {
        int missing = run.members.worldSize() - run.members.all().size();
        String overdue;
        if (missing > 0) {
            overdue =
                    missing
                            + " of "
                            + run.members.worldSize()
                            + " workers have not joined, and nothing has happened for "
                            + PATIENCE.toSeconds()
                            + " s: start them with glissade worker --coordinator HOST:PORT, or lower --workers";
        } else if (run.averaging.isOpen()) {
            overdue =
                    "not prepared after "
                            + PATIENCE.toSeconds()
                            + " s: "
                            + names(member -> member.dataDigest == null)
                            + "; do they still load their data?";
        } else {
            overdue =
                    "not known after "
                            + PATIENCE.toSeconds()
                            + " s who shares memory: "
                            + names(member ->
                                    !TransportChoice.unread(run.members, member).isEmpty())
                            + "; are they suspended?";
        }
        return end(RunStatus.FAILED, overdue);
    }

    private String names(Predicate<Member> of) {
        List<String> names = new ArrayList<>();
        for (Member member : run.members.all()) {
            if (of.test(member)) {
                names.add("worker " + member.name());
            }
        }
        return String.join(", ", names);
    }

    private Behavior<RunCommand> end(RunStatus status, String message) {
        return FinishingPhase.create(
                getContext(), timers, run, new Ending(status, message, null, null, false));
    }
}
