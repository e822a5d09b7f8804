package glissade.worker;

import akka.actor.typed.ActorRef;
import glissade.averaging.CommittedStep;
import glissade.averaging.EarlyEnd;
import glissade.averaging.LossWarning;
import glissade.evaluation.NodeSums;
import glissade.evaluation.Tally;
import glissade.plane.MeshAddress;
import glissade.protocol.CoordinatorMessage;
import glissade.protocol.EvaluationSet;
import glissade.protocol.WorkerReport;
import glissade.timeline.Moment;
import glissade.worker.step.StepEvents;
import glissade.worker.step.StepReport;
import java.util.ArrayList;
import java.util.List;

/**
 * Words of the training thread on their way to the coordinator. Committed steps are gathered for a
 * while, since a small network commits tens of thousands a second. Confined to the training thread.
 */
final class ThreadEvents implements StepEvents {

    private static final int MAX_STEPS = 256;
    private static final int MAX_MOMENTS = 1_024;
    private static final long MAX_WAIT_NANOS = 100_000_000L;
    private static final double SECONDS = 1e-9;

    private final int rank;
    private final ActorRef<WorkerCommand> agent;
    private final List<CommittedStep> steps = new ArrayList<>();
    private int generation = 1;
    private long lastFlushNanos;

    ThreadEvents(int rank, ActorRef<WorkerCommand> agent) {
        this.rank = rank;
        this.agent = agent;
    }

    private void tell(CoordinatorMessage message) {
        agent.tell(new WorkerCommand.Tell(message));
    }

    @Override
    public void prepared(
            String parameterEndpoint,
            MeshAddress meshAddress,
            List<String> drivers,
            String dataDigest) {
        tell(
                new CoordinatorMessage.Prepared(
                        rank, parameterEndpoint, meshAddress, drivers, dataDigest));
    }

    @Override
    public void cannotTakePart(String reason, boolean machineLacksSomething) {
        tell(new CoordinatorMessage.CannotTakePart(rank, reason, machineLacksSomething));
    }

    @Override
    public void began(int ofGeneration) {
        generation = ofGeneration;
        lastFlushNanos = 0;
    }

    @Override
    public void committed(CommittedStep step) {
        steps.add(step);
        if (steps.size() == MAX_STEPS
                || !Double.isNaN(step.epochLoss())
                || step.elapsedNanos() - lastFlushNanos > MAX_WAIT_NANOS) {
            lastFlushNanos = step.elapsedNanos();
            flush();
        }
    }

    private void flush() {
        if (!steps.isEmpty()) {
            tell(new CoordinatorMessage.StepsCommitted(generation, steps));
            steps.clear();
        }
    }

    @Override
    public void warned(LossWarning warning) {
        flush();
        tell(new CoordinatorMessage.Warned(generation, warning));
    }

    @Override
    public void endsEarly(EarlyEnd end) {
        flush();
        tell(new CoordinatorMessage.EndsEarly(generation, end));
    }

    @Override
    public void lossNotFinite(long step, double loss) {
        flush();
        tell(new CoordinatorMessage.LossNotFinite(generation, step, loss));
    }

    @Override
    public void evaluated(long committed, EvaluationSet set, List<NodeSums> sums, Tally tally) {
        flush();
        tell(new CoordinatorMessage.EvaluationShare(generation, rank, committed, set, sums, tally));
    }

    @Override
    public void recorded(int lane, List<Moment> moments, long lost) {
        for (int from = 0; from < moments.size(); from += MAX_MOMENTS) {
            int to = Math.min(from + MAX_MOMENTS, moments.size());
            tell(
                    new CoordinatorMessage.MomentsRecorded(
                            rank, lane, from == 0 ? lost : 0, moments.subList(from, to)));
        }
    }

    @Override
    public void finished(StepReport report, long stateStep) {
        flush();
        agent.tell(
                new WorkerCommand.ThreadEnded(
                        new CoordinatorMessage.Finished(
                                generation,
                                rank,
                                stateStep,
                                new WorkerReport(
                                        report.steps(),
                                        report.slices(),
                                        report.computeNanos() * SECONDS,
                                        report.communicateNanos() * SECONDS,
                                        report.waitNanos() * SECONDS,
                                        report.gradientBytes(),
                                        report.droppedFrames()))));
    }

    @Override
    public void failed(long step, String reason) {
        flush();
        agent.tell(
                new WorkerCommand.ThreadEnded(
                        new CoordinatorMessage.StepFailed(rank, step, reason)));
    }
}
