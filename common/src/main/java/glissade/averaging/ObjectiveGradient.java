package glissade.averaging;

import glissade.collective.Buckets;
import glissade.math.Kernels;
import org.jspecify.annotations.Nullable;

/**
 * Turns sums over the samples of a mini-batch into the gradient of the objective, block by block:
 * their mean, the gradient of the penalties added, each component bounded. Blocks are independent
 * of each other; allocates nothing after construction.
 */
final class ObjectiveGradient {

    private final Objective objective;
    private final @Nullable Penalty penalty;

    ObjectiveGradient(Objective objective, ParameterRuns runs, Buckets buckets, Kernels kernels) {
        this.objective = objective;
        this.penalty =
                objective.hasPenalty() ? new Penalty(objective, runs, buckets, kernels) : null;
    }

    /**
     * Turns the block {@code sums[from .. from + length)} in place, and returns the sum of its
     * squares.
     *
     * @param parameters at which the sums were taken
     * @param samples of the mini-batch
     * @param kernels of the calling thread
     */
    double block(
            float[] sums, float[] parameters, int from, int length, int samples, Kernels kernels) {
        if (Elementwise.isExact(samples) && penalty == null && objective.clipValue() == 0) {
            return kernels.scale(sums, from, length, 1f / samples);
        }
        Elementwise.mean(sums, from, from + length, samples);
        if (penalty != null) {
            penalty.addGradient(parameters, sums, from, length);
        }
        if (objective.clipValue() > 0) {
            Elementwise.clip(sums, from, from + length, (float) objective.clipValue());
        }
        return kernels.sumOfSquares(sums, from, length);
    }

    /** How high the penalties of the parameters are; of the averager's thread. */
    double penalty(float[] parameters) {
        return penalty == null ? 0 : penalty.of(parameters);
    }
}
