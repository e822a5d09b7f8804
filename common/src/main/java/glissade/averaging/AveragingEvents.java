package glissade.averaging;

import glissade.preprocess.Preprocessing;

/**
 * What the averaging host tells its coordinator; called on the averager's thread, must return
 * quickly.
 */
public interface AveragingEvents extends StepLog.Sink {

    /** A committed state is whole: a checkpoint is due, or a lone worker has sent one. */
    void stateTaken(TrainingState state);

    /** Something looks wrong, though training goes on. */
    void warned(LossWarning warning);

    /** Training ends at the last commit, of itself; {@link #ended} follows. */
    void endsEarly(EarlyEnd end);

    /** The averager has ended with this state, at the last step or as asked. */
    void ended(TrainingState state);

    /** The loss of {@code step} is not finite; nothing of it was applied. */
    void lossNotFinite(long step, double loss, TrainingState lastFinite);

    /** A generation that fits a preprocessing has fitted this one, and told the workers. */
    void fitted(Preprocessing preprocessing);

    /**
     * The averager cannot go on; {@code reason} is one line that names rank, step, bucket and what
     * was missing.
     */
    void failed(String reason);
}
