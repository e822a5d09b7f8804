package glissade.worker.step;

import glissade.timeline.Phase;
import glissade.timeline.PhaseClock;

/**
 * One step: computes the gradient sums of the worker's slices and hands them over part by part, the
 * last layer first. While it ends, lanes that are idle gather the samples of the next.
 */
final class GradientStride implements Stride {

    private final SliceGradients gradients;
    private final Exchange exchange;
    private final long endStep;
    private final PhaseClock clock;
    private long slices;

    /** Takes steps up to {@code endStep}. */
    GradientStride(SliceGradients gradients, Exchange exchange, long endStep, PhaseClock clock) {
        this.gradients = gradients;
        this.exchange = exchange;
        this.endStep = endStep;
        this.clock = clock;
    }

    @Override
    public long take(long step, float[] parameters) {
        clock.enter(Phase.FORWARD, 0);
        gradients.forward(step, parameters);
        if (gradients.passes() > 1) {
            if (!exchange.releasesSums()) {
                return END;
            }
            gradients.accumulate();
        }
        if (!exchange.loss(gradients)) {
            return END;
        }
        for (int turn = 0; turn < gradients.parts(); turn++) {
            int part = exchange.part(turn, gradients.parts());
            clock.enter(Phase.GRADIENT, gradients.layer(part));
            gradients.gradient(part);
            exchange.publish(gradients, part);
        }
        if (step + 1 < endStep) {
            gradients.gatherAhead(step + 1);
        }
        if (!exchange.endStep()) {
            return END;
        }
        slices += gradients.slices();
        return step + 1;
    }

    @Override
    public long slices() {
        return slices;
    }
}
