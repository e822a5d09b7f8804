package glissade.protocol;

import akka.actor.typed.ActorRef;

/** What the coordinator tells a worker. */
public sealed interface WorkerMessage {

    /**
     * The worker is taken in: it loads the data, opens the plane and its lifeline, and answers
     * {@link CoordinatorMessage.Prepared}.
     *
     * @param configuration the run's resolved configuration, HOCON text
     */
    record Prepare(
            int rank,
            int worldSize,
            String configuration,
            PlaneOffer plane,
            LifelineOffer lifeline,
            ActorRef<CoordinatorMessage> replyTo)
            implements WorkerMessage {
        public Prepare {
            Checks.atLeast("rank", rank, 0);
            Checks.atLeast("worldSize", worldSize, rank + 1);
        }
    }

    /** The worker is not needed or does not fit; it ends. */
    record Refuse(String reason) implements WorkerMessage {
        public Refuse {
            Checks.text("reason", reason);
        }
    }

    /** Training starts under this plan: the worker opens the plan's session and greets over it. */
    record Begin(Plan plan, int parameterSession, int gradientSession) implements WorkerMessage {}

    /**
     * Training is to end: after the step at hand where an averager lives here, at once elsewhere.
     * The worker reports and stays.
     */
    record EndTraining(String reason) implements WorkerMessage {
        public EndTraining {
            Checks.text("reason", reason);
        }
    }

    /** The run is over: the worker's last word has arrived or is not waited for. It ends. */
    record Stop(String reason) implements WorkerMessage {
        public Stop {
            Checks.text("reason", reason);
        }
    }
}
