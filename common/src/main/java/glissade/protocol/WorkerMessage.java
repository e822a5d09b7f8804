package glissade.protocol;

import akka.actor.typed.ActorRef;
import glissade.averaging.Verdict;
import java.util.List;

/** What the coordinator tells a worker. */
public sealed interface WorkerMessage {

    /**
     * The worker is taken in: it loads the data, opens the plane and its lifeline, and answers
     * {@link CoordinatorMessage.Prepared}.
     *
     * @param configuration the run's resolved configuration, HOCON text
     * @param measures whether nothing is trained: the model that the configuration begins from is
     *     measured on its test data
     * @param recorded whether its phases are recorded for a timeline
     */
    record Prepare(
            int rank,
            int worldSize,
            String configuration,
            boolean measures,
            boolean recorded,
            PlaneOffer plane,
            LifelineOffer lifeline,
            ActorRef<CoordinatorMessage> replyTo)
            implements WorkerMessage {
        public Prepare {
            Checks.atLeast("rank", rank, 0);
            Checks.atLeast("worldSize", worldSize, rank + 1);
        }
    }

    /**
     * The worker is taken in, and is to wait: how gradients travel depends on others that have not
     * joined yet. It goes on offering itself, as a sign of life.
     */
    record Wait() implements WorkerMessage {}

    /**
     * As {@link Wait}; meanwhile the worker reads what others, which do not share the coordinator's
     * memory either, have written into theirs, and answers {@link CoordinatorMessage.MemoriesRead}.
     *
     * @param directories where they have written
     */
    record ReadMemories(List<String> directories) implements WorkerMessage {
        public ReadMemories {
            directories = List.copyOf(directories);
        }
    }

    /** The worker is not needed or does not fit; it ends. */
    record Refuse(String reason) implements WorkerMessage {
        public Refuse {
            Checks.text("reason", reason);
        }
    }

    /**
     * A generation starts under this plan: the worker opens the plan's sessions and greets over
     * them. One generation follows another only when every worker has finished that one. A plan
     * that ends where it begins has nothing trained: its parameters are evaluated.
     *
     * @param rateFactor what learning rates are multiplied by at first
     * @param mesh how the workers reach each other, where the plan is sharded; none elsewhere
     */
    record Begin(
            Plan plan,
            double rateFactor,
            int parameterSession,
            int gradientSession,
            List<MeshEnd> mesh)
            implements WorkerMessage {
        public Begin {
            mesh = List.copyOf(mesh);
            if (mesh.size() != (plan.sharded() ? plan.worldSize() : 0)) {
                throw new IllegalArgumentException(
                        "a mesh has an end of every rank: ends="
                                + mesh.size()
                                + ", worldSize="
                                + plan.worldSize());
            }
        }
    }

    /**
     * A generation starts that fits the preprocessing of the run to the training data, by all
     * workers together; otherwise like {@link Begin}.
     *
     * @param given true when it is known already, from a checkpoint, and only told to the workers
     */
    record Fit(int generation, boolean given, int parameterSession, int gradientSession)
            implements WorkerMessage {
        public Fit {
            Checks.atLeast("generation", generation, 1);
        }
    }

    /**
     * Opens a gate where workers average by themselves: training goes on from the parameters of
     * {@code step}, or ends with them.
     */
    record Proceed(int generation, Verdict verdict) implements WorkerMessage {}

    /**
     * The worker answers {@link CoordinatorMessage.ClockTold} at once.
     *
     * @param asked reading of the coordinator's clock
     */
    record TellClock(long asked) implements WorkerMessage {}

    /**
     * The generation at hand is to end: at a commit where averagers live in the workers, at once
     * elsewhere. The worker reports and stays.
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
