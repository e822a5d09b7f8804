package glissade.worker.step;

import glissade.averaging.EarlyEnd;
import glissade.averaging.LossWarning;
import glissade.averaging.StepLog;
import glissade.evaluation.NodeSums;
import glissade.evaluation.Tally;
import glissade.plane.MeshAddress;
import glissade.protocol.EvaluationSet;
import glissade.timeline.Moment;
import java.util.List;

/** What the training thread tells its actor; called on the training thread, must return quickly. */
public interface StepEvents extends StepLog.Sink, LoneExchange.Endings {

    /**
     * Data are loaded and this end of the plane is open.
     *
     * @param drivers directories of this worker's media drivers
     * @param dataDigest of the data as this worker sees them
     */
    void prepared(
            String parameterEndpoint,
            MeshAddress meshAddress,
            List<String> drivers,
            String dataDigest);

    /** Nothing can be computed here, or no more; {@code reason} is one line for the user. */
    void cannotTakePart(String reason, boolean machineLacksSomething);

    /** Training begins under this generation. */
    void began(int generation);

    /** Something looks wrong, though training goes on (a worker that averages). */
    @Override
    void warned(LossWarning warning);

    /** Training ends at the last commit, of itself (a worker that averages). */
    @Override
    void endsEarly(EarlyEnd end);

    /** The loss of a step is not finite (a worker that averages); nothing of it was applied. */
    @Override
    void lossNotFinite(long step, double loss);

    /**
     * This worker's share of an evaluation, with the parameters after {@code committed} steps.
     *
     * @param sums over the tree nodes of its slices, none where it has no slice
     */
    void evaluated(long committed, EvaluationSet set, List<NodeSums> sums, Tally tally);

    /**
     * What was recorded of one thread of this worker for a timeline.
     *
     * @param lane 0 for the training thread
     * @param moments oldest first
     * @param lost earlier ones that were overwritten
     */
    default void recorded(int lane, List<Moment> moments, long lost) {}

    /**
     * The training thread has ended in good order, perhaps before its first step.
     *
     * @param stateStep step of the last state that was sent, -1 when none was
     */
    void finished(StepReport report, long stateStep);

    /**
     * The training thread has ended by an error at {@code step}; {@code reason} is one line for the
     * user.
     */
    void failed(long step, String reason);
}
