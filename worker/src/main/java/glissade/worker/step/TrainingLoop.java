package glissade.worker.step;

import glissade.collective.SliceShares;
import glissade.collective.TreeNode;
import glissade.nn.ParameterLayout;
import glissade.protocol.EvaluationSchedule;
import glissade.protocol.EvaluationSet;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The training thread of one worker, top to bottom: wait for parameters, evaluate when an epoch has
 * ended, compute the gradient sums of its slices, hand them over layer by layer. Ends at the last
 * step or when the exchange says so.
 */
final class TrainingLoop implements Runnable {

    private final int rank;
    private final int worldSize;
    private final long firstStep;
    private final long endStep;
    private final SliceGradients gradients;
    private final ParameterLayout layout;
    private final Exchange exchange;
    private final EvaluationSchedule schedule;
    private final @Nullable Evaluation validation;
    private final Evaluation test;
    private final StepEvents events;
    private final LongSupplier nanoClock;
    private long step;
    private long slices;
    private long computeNanos;

    TrainingLoop(
            int rank,
            int worldSize,
            long firstStep,
            long endStep,
            SliceGradients gradients,
            ParameterLayout layout,
            Exchange exchange,
            EvaluationSchedule schedule,
            @Nullable Evaluation validation,
            Evaluation test,
            StepEvents events,
            LongSupplier nanoClock) {
        this.rank = rank;
        this.worldSize = worldSize;
        this.firstStep = firstStep;
        this.endStep = endStep;
        this.gradients = gradients;
        this.layout = layout;
        this.exchange = exchange;
        this.schedule = schedule;
        this.validation = validation;
        this.test = test;
        this.events = events;
        this.nanoClock = nanoClock;
    }

    @Override
    public void run() {
        step = firstStep;
        try {
            train();
            exchange.finish();
            ExchangeTimes times = exchange.times();
            events.finished(
                    new StepReport(
                            step - firstStep,
                            slices,
                            computeNanos,
                            times.communicateNanos(),
                            times.waitNanos(),
                            times.gradientBytes(),
                            times.droppedFrames()),
                    exchange.stateStep());
        } catch (StepException e) {
            events.failed(step, String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            events.failed(step, "unexpected " + e);
        }
    }

    private void train() {
        while (true) {
            float[] parameters = exchange.parameters(step);
            if (parameters == null) {
                return;
            }
            evaluate(parameters);
            if (step == endStep) {
                return;
            }
            long before = nanoClock.getAsLong();
            gradients.forward(step, parameters);
            computeNanos += nanoClock.getAsLong() - before;
            if (!exchange.loss(gradients)) {
                return;
            }
            for (int layer = layout.layers() - 1; layer >= 0; layer--) {
                before = nanoClock.getAsLong();
                gradients.gradient(layer);
                computeNanos += nanoClock.getAsLong() - before;
                exchange.publish(gradients, layout.weightOffset(layer));
            }
            exchange.endStep();
            slices += gradients.slices();
            step++;
        }
    }

    private void evaluate(float[] parameters) {
        if (validation != null && schedule.due(EvaluationSet.VALIDATION, step)) {
            evaluate(validation, parameters, false);
        }
        if (schedule.due(EvaluationSet.TEST, step)) {
            evaluate(test, parameters, true);
        }
    }

    private void evaluate(Evaluation evaluation, float[] parameters, boolean onTestSet) {
        SliceShares shares = SliceShares.of(evaluation.slices(), worldSize);
        evaluation.run(parameters, shares.from(rank), shares.to(rank));
        for (TreeNode node : shares.nodes(rank)) {
            events.evaluated(
                    step,
                    onTestSet,
                    node,
                    evaluation.lossSum(node.lo(), node.hi()),
                    evaluation.correct(node.lo(), node.hi()));
        }
        events.evaluationEnded(step, onTestSet);
    }
}
