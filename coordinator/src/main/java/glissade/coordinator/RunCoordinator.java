package glissade.coordinator;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.ChildFailed;
import akka.actor.typed.Terminated;
import akka.actor.typed.javadsl.Behaviors;
import akka.cluster.ClusterEvent.MemberRemoved;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Subscribe;
import glissade.protocol.CoordinatorMessage;
import glissade.protocol.WorkerMessage;
import java.util.function.Function;

/**
 * The coordinator of one run: the root actor, to which workers speak. Its phases are behaviours of
 * their own: {@link AssemblingPhase} → {@link TrainingPhase} → {@link FinishingPhase}. A failure in
 * it ends the actor system, and the run with it: there is no state that a restart could recover.
 */
final class RunCoordinator {

    private RunCoordinator() {}

    /**
     * Starts the run in a child actor, which speaks {@link RunCommand}; this one speaks the
     * workers' protocol, and keeps what is for the timeline from the run.
     *
     * @param run makes the run once the actor's own reference is known
     */
    static Behavior<CoordinatorMessage> create(
            RunTimeline timeline, Function<ActorRef<RunCommand>, Run> run) {
        return Behaviors.setup(outer -> {
            ActorRef<RunCommand> inner = outer.spawn(assembling(run), "run");
            outer.watch(inner);
            return Behaviors.receive(CoordinatorMessage.class)
                    .onAnyMessage(message -> {
                        if (message instanceof CoordinatorMessage.OfTimeline said) {
                            timeline.take(said);
                        } else {
                            inner.tell(new RunCommand.FromWorker(message));
                        }
                        return Behaviors.same();
                    })
                    .onSignal(ChildFailed.class, _ -> Behaviors.stopped())
                    .onSignal(Terminated.class, _ -> over())
                    .build();
        });
    }

    private static Behavior<RunCommand> assembling(Function<ActorRef<RunCommand>, Run> run) {
        return Behaviors.setup(context -> {
            // A worker that is suspended keeps its lifeline; membership notices its silence.
            Cluster.get(context.getSystem())
                    .subscriptions()
                    .tell(
                            Subscribe.create(
                                    context.messageAdapter(
                                            MemberRemoved.class,
                                            removed ->
                                                    new RunCommand.RemovedFromCluster(
                                                            removed.member().address())),
                                    MemberRemoved.class));
            return Behaviors.withTimers(timers ->
                    AssemblingPhase.create(context, timers, run.apply(context.getSelf())));
        });
    }

    /** The run has ended in good order; who still comes is told so, until the node is closed. */
    private static Behavior<CoordinatorMessage> over() {
        return Behaviors.receive(CoordinatorMessage.class)
                .onMessage(
                        CoordinatorMessage.Join.class,
                        join -> {
                            join.worker().tell(new WorkerMessage.Refuse("the run is over"));
                            return Behaviors.same();
                        })
                .onAnyMessage(_ -> Behaviors.same())
                .build();
    }
}
