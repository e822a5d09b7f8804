package glissade.coordinator;

import akka.actor.Address;
import glissade.averaging.CommittedStep;
import glissade.averaging.EarlyEnd;
import glissade.averaging.LossWarning;
import glissade.averaging.TrainingState;
import glissade.preprocess.Preprocessing;
import glissade.protocol.CoordinatorMessage;
import org.jspecify.annotations.Nullable;

/**
 * What the coordinator's actor hears: from workers, from its averager, from its lifelines and from
 * whoever runs it.
 */
sealed interface RunCommand {

    /** A worker speaks. */
    record FromWorker(CoordinatorMessage message) implements RunCommand {}

    /** A worker is gone, or nothing connects it any more. */
    sealed interface WorkerGone extends RunCommand {

        /** Which it is; null where it does not take part. */
        @Nullable Member among(Members members);

        /** How it went, in words. */
        String how();
    }

    /** The lifeline of a rank has ended. */
    record LifelineEnded(int rank) implements WorkerGone {

        @Override
        public @Nullable Member among(Members members) {
            return members.byRank(rank);
        }

        @Override
        public String how() {
            return "its connection ended";
        }
    }

    /** The process of a worker has ended; {@code how} says in words how. */
    record WorkerExited(String workerId, String how) implements WorkerGone {

        @Override
        public @Nullable Member among(Members members) {
            return members.byId(workerId);
        }
    }

    /** Membership has put the JVM at this address out: it was silent for seconds, or has left. */
    record RemovedFromCluster(Address address) implements WorkerGone {

        @Override
        public @Nullable Member among(Members members) {
            return members.byAddress(address);
        }

        @Override
        public String how() {
            return "it was silent for too long";
        }
    }

    /** The averager here has committed a step. */
    record StepCommitted(CommittedStep step) implements RunCommand {}

    /** A committed state is here whole: from the averager, or sent by a lone worker. */
    record StateTaken(TrainingState state) implements RunCommand {}

    /** Something looks wrong in the averager here, though training goes on. */
    record Warned(LossWarning warning) implements RunCommand {}

    /** Training ends at the last commit, of itself; the averager's end follows. */
    record EndsEarly(EarlyEnd end) implements RunCommand {}

    /** The averager here has ended with this state: at the last step, or as asked. */
    record AveragingEnded(TrainingState state) implements RunCommand {}

    /**
     * The loss of a step was not finite; {@code lastFinite} holds the parameters of the step
     * before.
     */
    record LossNotFinite(long step, double loss, TrainingState lastFinite) implements RunCommand {}

    /** The averager here has fitted the run's preprocessing and told it to the workers. */
    record Fitted(Preprocessing preprocessing) implements RunCommand {}

    /** The averager here cannot go on; {@code reason} is one line for the user. */
    record AveragingFailed(String reason) implements RunCommand {}

    /** Whoever runs the coordinator wants it to end after the step at hand. */
    record StopRequested() implements RunCommand {}

    /** Time is up for the phase at hand. */
    record PhaseTimedOut(String phase) implements RunCommand {}

    /**
     * A checkpoint of the state after {@code step} commits could not be written; training goes on.
     */
    record CheckpointFailed(long step, String problem) implements RunCommand {}

    /**
     * The final state is on disk, or could not be written when {@code problem} is not empty.
     *
     * @param parametersSha256 of the final parameters
     */
    record FinalStateRecorded(String parametersSha256, String problem) implements RunCommand {}
}
