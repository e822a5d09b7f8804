package glissade.worker.step;

import glissade.averaging.CommittedStep;
import glissade.averaging.EarlyEnd;
import glissade.averaging.LossWarning;
import glissade.collective.TreeNode;
import glissade.protocol.EvaluationSet;

/** The worker's actor for tests that look at what its thread returns. */
final class SilentSteps implements StepEvents {

    @Override
    public void prepared(String parameterEndpoint, String dataDigest) {}

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
    public void evaluated(
            long committed, EvaluationSet set, TreeNode node, double lossSum, long correct) {}

    @Override
    public void evaluationEnded(long committed, EvaluationSet set) {}

    @Override
    public void finished(StepReport report, long stateStep) {}

    @Override
    public void failed(long step, String reason) {}
}
