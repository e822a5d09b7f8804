package glissade.worker.step;

import java.util.function.LongSupplier;

/**
 * The training thread of one worker, top to bottom: wait for parameters, evaluate when an epoch has
 * ended, compute the gradient sums of its slices, hand them over part by part, the last layer
 * first. Ends at the last step or when the exchange says so.
 */
final class TrainingLoop implements Runnable {

    private final Generation generation;
    private final SliceGradients gradients;
    private final Exchange exchange;
    private final Evaluations evaluations;
    private final StepEvents events;
    private final LongSupplier nanoClock;
    private long step;
    private long slices;
    private long computeNanos;

    TrainingLoop(
            Generation generation,
            SliceGradients gradients,
            Exchange exchange,
            Evaluations evaluations,
            StepEvents events,
            LongSupplier nanoClock) {
        this.generation = generation;
        this.gradients = gradients;
        this.exchange = exchange;
        this.evaluations = evaluations;
        this.events = events;
        this.nanoClock = nanoClock;
        this.step = generation.firstStep();
    }

    @Override
    public void run() {
        try {
            train();
            exchange.finish();
            events.finished(report(), exchange.stateStep());
        } catch (StepException e) {
            events.failed(step, String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            events.failed(step, Faults.words(e));
        } catch (Error e) {
            // Nobody else would ever hear of it: the run would wait for this worker in vain.
            events.failed(step, Faults.words(e));
            throw e;
        }
    }

    private void train() {
        while (true) {
            float[] parameters = exchange.parameters(step);
            if (parameters == null) {
                return;
            }
            evaluations.run(step, parameters);
            if (step == generation.endStep()) {
                return;
            }
            long before = nanoClock.getAsLong();
            gradients.forward(step, parameters);
            computeNanos += nanoClock.getAsLong() - before;
            if (gradients.passes() > 1 && !accumulate()) {
                return;
            }
            if (!exchange.loss(gradients)) {
                return;
            }
            for (int turn = 0; turn < gradients.parts(); turn++) {
                int part = exchange.part(turn, gradients.parts());
                before = nanoClock.getAsLong();
                gradients.gradient(part);
                computeNanos += nanoClock.getAsLong() - before;
                exchange.publish(gradients, part);
            }
            if (!exchange.endStep()) {
                return;
            }
            slices += gradients.slices();
            step++;
        }
    }

    /**
     * All passes of the step but the last, whose forward half is done: their sums stay here.
     * Returns false when the step is not to be gone on with.
     */
    private boolean accumulate() {
        if (!exchange.releasesSums()) {
            return false;
        }
        long before = nanoClock.getAsLong();
        for (int pass = 1; pass < gradients.passes(); pass++) {
            for (int part = gradients.parts() - 1; part >= 0; part--) {
                gradients.gradient(part);
            }
            gradients.forward(pass);
        }
        computeNanos += nanoClock.getAsLong() - before;
        return true;
    }

    private StepReport report() {
        ExchangeTimes times = exchange.times();
        return new StepReport(
                step - generation.firstStep(),
                slices,
                computeNanos + times.computeNanos(),
                times.communicateNanos(),
                times.waitNanos(),
                times.gradientBytes(),
                times.droppedFrames());
    }
}
