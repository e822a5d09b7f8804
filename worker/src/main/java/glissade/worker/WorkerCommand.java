package glissade.worker;

import glissade.protocol.CoordinatorMessage;
import glissade.protocol.WorkerMessage;

/**
 * What the worker's actor hears: from the coordinator, from its training thread, from its lifeline.
 */
sealed interface WorkerCommand {

    /** The coordinator is there now; the first that the actor hears. */
    record CoordinatorAt(String address) implements WorkerCommand {}

    /** The coordinator speaks. */
    record FromCoordinator(WorkerMessage message) implements WorkerCommand {}

    /** The training thread has something for the coordinator. */
    record Tell(CoordinatorMessage message) implements WorkerCommand {}

    /** The training thread has ended; {@code message} is its last word. */
    record ThreadEnded(CoordinatorMessage message) implements WorkerCommand {}

    /** The coordinator has let go of the lifeline: the run is over. */
    record LetGo() implements WorkerCommand {}

    /** Whoever started this worker's process ends it. */
    record StopRequested() implements WorkerCommand {}

    /** The coordinator is gone. */
    record CoordinatorLost(String how) implements WorkerCommand {}

    /** Time to offer this worker (again). */
    record OfferAgain() implements WorkerCommand {}
}
