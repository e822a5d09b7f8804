package glissade.coordinator;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.Terminated;
import akka.actor.typed.javadsl.Behaviors;
import glissade.protocol.CoordinatorMessage;
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
     * workers' protocol.
     *
     * @param run makes the run once the actor's own reference is known
     */
    static Behavior<CoordinatorMessage> create(Function<ActorRef<RunCommand>, Run> run) {
        return Behaviors.setup(outer -> {
            ActorRef<RunCommand> inner =
                    outer.spawn(
                            Behaviors.setup(context ->
                                    Behaviors.withTimers(timers ->
                                            AssemblingPhase.create(
                                                    context,
                                                    timers,
                                                    run.apply(context.getSelf())))),
                            "run");
            outer.watch(inner);
            return Behaviors.receive(CoordinatorMessage.class)
                    .onAnyMessage(message -> {
                        inner.tell(new RunCommand.FromWorker(message));
                        return Behaviors.same();
                    })
                    .onSignal(Terminated.class, _ -> Behaviors.stopped())
                    .build();
        });
    }
}
