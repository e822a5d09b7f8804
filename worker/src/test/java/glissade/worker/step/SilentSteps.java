package glissade.worker.step;

import glissade.averaging.CommittedStep;
import glissade.averaging.EarlyEnd;
import glissade.averaging.LossWarning;
import glissade.evaluation.NodeSums;
import glissade.evaluation.Tally;
import glissade.plane.MeshAddress;
import glissade.protocol.EvaluationSet;
import java.util.List;

/** The worker's actor for tests that look at what its thread returns, or at some of its words. */
class SilentSteps implements StepEvents {

    @Override
    public void prepared(
            String parameterEndpoint,
            MeshAddress meshAddress,
            List<String> drivers,
            String dataDigest) {}

    @Override
    public void cannotTakePart(String reason, boolean machineLacksSomething) {}

    @Override
    public void began(int generation) {}

    @Override
    public void committed(CommittedStep step) {}

    @Override
    public void warned(LossWarning warning) {}

    @Override
    public void endsEarly(EarlyEnd end) {}

    @Override
    public void lossNotFinite(long step, double loss) {}

    @Override
    public void evaluated(long committed, EvaluationSet set, List<NodeSums> sums, Tally tally) {}

    @Override
    public void finished(StepReport report, long stateStep) {}

    @Override
    public void failed(long step, String reason) {}
}
