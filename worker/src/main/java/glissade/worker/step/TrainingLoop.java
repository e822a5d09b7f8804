package glissade.worker.step;

import glissade.timeline.Phase;
import glissade.timeline.PhaseClock;
import glissade.timeline.Share;

/**
 * The training thread of one worker, top to bottom: wait for parameters, evaluate when an epoch has
 * ended, do this worker's part of what leads to the next. Ends at the last step or when the
 * exchange says so. The thread's clock runs from the first to the last line of {@link #run}: what
 * it counts adds up to the time of the training thread.
 */
final class TrainingLoop implements Runnable {

    /** What is done with parameters before a step is computed with them. */
    @FunctionalInterface
    interface Look {
        void at(long step, float[] parameters);
    }

    private final Generation generation;
    private final Stride stride;
    private final Exchange exchange;
    private final Look evaluations;
    private final StepEvents events;
    private final Lanes lanes;
    private final PhaseClock clock;
    private long step;

    TrainingLoop(
            Generation generation,
            Stride stride,
            Exchange exchange,
            Look evaluations,
            StepEvents events,
            Lanes lanes) {
        this.generation = generation;
        this.stride = stride;
        this.exchange = exchange;
        this.evaluations = evaluations;
        this.events = events;
        this.lanes = lanes;
        this.clock = lanes.clock(0);
        this.step = generation.firstStep();
    }

    @Override
    public void run() {
        try {
            clock.step(step);
            clock.begin(Phase.WAIT);
            train();
            exchange.finish();
            // Lanes may still be at work for a step that does not come any more.
            lanes.join();
            tellMoments();
            events.finished(report(), exchange.stateStep());
        } catch (StepException e) {
            String besides = joinAfterFailure();
            tellMoments();
            events.failed(step, e.getMessage() + besides);
        } catch (RuntimeException e) {
            String besides = joinAfterFailure();
            try {
                tellMoments();
            } finally {
                events.failed(step, Faults.words(e) + besides);
            }
        } catch (Error e) {
            // Nobody else would ever hear of it: the run would wait for this worker in vain.
            events.failed(step, Faults.words(e));
            throw e;
        }
    }

    private void train() {
        while (true) {
            clock.step(step);
            float[] parameters = exchange.parameters(step);
            if (parameters == null) {
                return;
            }
            evaluations.at(step, parameters);
            if (step == generation.endStep()) {
                return;
            }
            long next = stride.take(step, parameters);
            if (next == Stride.END) {
                return;
            }
            step = next;
        }
    }

    /** Waits for the other lanes; gives what one threw in words, to be told after the failure. */
    private String joinAfterFailure() {
        try {
            lanes.join();
            return "";
        } catch (RuntimeException thrown) {
            return "; besides: " + Faults.words(thrown);
        }
    }

    /**
     * Ends the account of the time, and tells what was recorded of it. The other lanes must have
     * been joined: nobody else may touch their records while they are read.
     */
    private void tellMoments() {
        clock.end();
        for (int lane = 0; lane < lanes.count(); lane++) {
            PhaseClock ofLane = lanes.clock(lane);
            if (ofLane.isRecorded()) {
                events.recorded(lane, ofLane.ring().moments(), ofLane.ring().lost());
            }
        }
    }

    private StepReport report() {
        Traffic traffic = exchange.traffic();
        return new StepReport(
                step - generation.firstStep(),
                stride.slices(),
                clock.nanos(Share.COMPUTE),
                clock.nanos(Share.COMMUNICATE),
                clock.nanos(Share.WAIT),
                traffic.gradientBytes(),
                traffic.droppedFrames());
    }
}
