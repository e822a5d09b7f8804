package glissade.coordinator;

import glissade.averaging.TrainingState;
import glissade.run.RunStatus;
import org.jspecify.annotations.Nullable;

/**
 * How a run ends.
 *
 * @param message one line for the user, empty when there is nothing to say
 * @param model the state whose parameters are the run's model; null when there is none
 * @param checkpoint the state that the run could go on from; null for none
 * @param early whether training has ended for good before its last step: then nobody goes on from
 *     the checkpoint
 */
record Ending(
        RunStatus status,
        String message,
        @Nullable TrainingState model,
        @Nullable TrainingState checkpoint,
        boolean early) {

    /** Training has come to its last step. */
    static Ending done(TrainingState state) {
        return new Ending(RunStatus.DONE, "", state, state, false);
    }

    /** Somebody has stopped the run, which may go on from {@code state} if there is one. */
    static Ending interrupted(String message, @Nullable TrainingState state) {
        return new Ending(RunStatus.INTERRUPTED, message, state, state, false);
    }

    /** The run cannot go on; what is left of it is {@code state}, if anything. */
    static Ending failed(String message, @Nullable TrainingState state) {
        return new Ending(RunStatus.FAILED, message, state, null, false);
    }
}
