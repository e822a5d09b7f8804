package glissade.protocol;

import akka.actor.typed.ActorRef;
import glissade.averaging.CommittedStep;
import glissade.averaging.EarlyEnd;
import glissade.averaging.LossWarning;
import glissade.evaluation.NodeSums;
import glissade.evaluation.Tally;
import glissade.plane.MeshAddress;
import glissade.timeline.Moment;
import java.util.List;

/**
 * What workers tell the coordinator. Messages that can be late carry the generation they belong to;
 * those of another generation are dropped.
 */
public sealed interface CoordinatorMessage {

    /**
     * A worker offers itself. Sent again until {@link WorkerMessage.Prepare} or {@link
     * WorkerMessage.Refuse} comes.
     */
    record Join(
            String workerId,
            int preferredRank,
            WorkerFacts facts,
            MemoryOffer memory,
            ActorRef<WorkerMessage> worker)
            implements CoordinatorMessage {
        public Join {
            Checks.text("workerId", workerId);
            Checks.atLeast("preferredRank", preferredRank, -1);
        }
    }

    /**
     * Answers {@link WorkerMessage.ReadMemories}.
     *
     * @param found what is in each of the files, in their order; empty texts where there is none
     */
    record MemoriesRead(String workerId, List<String> found) implements CoordinatorMessage {
        public MemoriesRead {
            Checks.text("workerId", workerId);
            found = List.copyOf(found);
        }
    }

    /**
     * A worker has loaded its data and opened its end of the gradient plane.
     *
     * @param parameterEndpoint {@code host:port} where it listens for parameters over UDP, empty
     *     over IPC
     * @param meshAddress where the other workers reach it, if they need to
     * @param drivers directories of its media drivers: whoever outlives it when it is killed
     *     deletes them
     * @param dataDigest SHA-256 of the training and test data as this worker sees them: all workers
     *     must agree
     */
    record Prepared(
            int rank,
            String parameterEndpoint,
            MeshAddress meshAddress,
            List<String> drivers,
            String dataDigest)
            implements CoordinatorMessage {
        public Prepared {
            Checks.atLeast("rank", rank, 0);
            drivers = List.copyOf(drivers);
        }
    }

    /**
     * A worker cannot take part: its data or its machine lacks something. The run ends with this
     * message.
     */
    record CannotTakePart(int rank, String reason, boolean machineLacksSomething)
            implements CoordinatorMessage {
        public CannotTakePart {
            Checks.atLeast("rank", rank, 0);
        }
    }

    /** Steps that the averager in a worker's training thread has committed, oldest first. */
    record StepsCommitted(int generation, List<CommittedStep> steps) implements CoordinatorMessage {
        public StepsCommitted {
            steps = List.copyOf(steps);
        }
    }

    /** Something looks wrong (averager in a worker's training thread). */
    record Warned(int generation, LossWarning warning) implements CoordinatorMessage {}

    /** Training ends at the last commit (averager in a worker's training thread). */
    record EndsEarly(int generation, EarlyEnd end) implements CoordinatorMessage {}

    /** The loss of a step was not finite (averager in a worker's training thread). */
    record LossNotFinite(int generation, long step, double loss) implements CoordinatorMessage {
        public LossNotFinite {
            Checks.atLeast("step", step, 0);
        }
    }

    /**
     * One worker's share of an evaluation.
     *
     * @param sums over the tree nodes that its slices cover; none where it had no slice
     * @param tally what was counted over all its slices
     */
    record EvaluationShare(
            int generation,
            int rank,
            long step,
            EvaluationSet set,
            List<NodeSums> sums,
            Tally tally)
            implements CoordinatorMessage {
        public EvaluationShare {
            Checks.atLeast("rank", rank, 0);
            Checks.atLeast("step", step, 0);
            sums = List.copyOf(sums);
        }
    }

    /** What the timeline of a run is drawn from; nothing else depends on it. */
    sealed interface OfTimeline extends CoordinatorMessage {}

    /**
     * Some moments of one thread of a worker, those that follow each other in messages that do;
     * before {@link Finished} or {@link StepFailed}.
     *
     * @param lane 0 for the training thread
     * @param lost moments before the first of these that were overwritten
     */
    record MomentsRecorded(int rank, int lane, long lost, List<Moment> moments)
            implements OfTimeline {
        public MomentsRecorded {
            Checks.atLeast("rank", rank, 0);
            Checks.atLeast("lane", lane, 0);
            Checks.atLeast("lost", lost, 0);
            moments = List.copyOf(moments);
        }
    }

    /**
     * Answers {@link WorkerMessage.TellClock}.
     *
     * @param asked reading of the coordinator's clock in the question
     * @param nanos reading of the worker's
     */
    record ClockTold(int rank, long asked, long nanos) implements OfTimeline {
        public ClockTold {
            Checks.atLeast("rank", rank, 0);
        }
    }

    /**
     * The training thread has ended a generation by itself or as asked; nothing more of it comes.
     *
     * @param stateStep step of the last state that this worker has sent over the gradient plane, -1
     *     when it owned none
     */
    record Finished(int generation, int rank, long stateStep, WorkerReport report)
            implements CoordinatorMessage {
        public Finished {
            Checks.atLeast("rank", rank, 0);
            Checks.atLeast("stateStep", stateStep, -1);
        }
    }

    /** The training thread has failed at {@code step}; {@code reason} is one line for the user. */
    record StepFailed(int rank, long step, String reason) implements CoordinatorMessage {
        public StepFailed {
            Checks.atLeast("rank", rank, 0);
        }
    }
}
