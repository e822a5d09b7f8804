package glissade.coordinator;

import akka.actor.typed.ActorRef;
import java.util.concurrent.CompletableFuture;

/**
 * The run's actor, for those who may speak before it has started: their words wait. Thread-safe.
 */
final class RunReference {

    private final CompletableFuture<ActorRef<RunCommand>> actor = new CompletableFuture<>();

    void started(ActorRef<RunCommand> reference) {
        actor.complete(reference);
    }

    // Telling an actor does not fail, so there is nothing to learn from the future.
    @SuppressWarnings("FutureReturnValueIgnored")
    void tell(RunCommand command) {
        actor.thenAccept(reference -> reference.tell(command));
    }
}
