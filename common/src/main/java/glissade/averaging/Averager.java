package glissade.averaging;

import glissade.collective.Buckets;
import glissade.collective.SliceTree;
import glissade.math.Kernels;
import glissade.optim.Optimizer;
import glissade.optim.Schedule;

/**
 * Owns the parameters and the optimizer's state, and takes them from step to step: sums of
 * gradients in, averaged over the samples of the mini-batch in one place, optimizer applied, next
 * parameters out, bucket by bucket.
 *
 * <p>Life of a step: {@link #begin}, then {@link #loss} once, then {@link #update} for every bucket
 * in any order, then {@link #commit}. There are two parameter buffers: those of the step stay
 * readable in {@link #parameters()} until the commit, updates write into {@link #next()}. The
 * result is a function of the sums alone, not of the order or time in which buckets arrive.
 *
 * <p>Confined to one thread: the averager's own in the coordinator, the training thread in a lone
 * worker. Allocates nothing between {@link #state()} calls.
 */
public final class Averager {

    private final Buckets buckets;
    private final Optimizer optimizer;
    private final Schedule schedule;
    private final Kernels kernels;
    private final double[] blockSquares;
    private final float[][] optimizerState;
    private final long startedAt;
    private float[] parameters;
    private float[] next;
    private long step;
    private int samples;
    private int updated;
    private double rateFactor = 1.0;
    private double learningRate;
    private double meanLoss = Double.NaN;
    private double gradientNorm = Double.NaN;

    /**
     * Starts from a committed state; its arrays are copied.
     *
     * @param initial parameters [parameterCount] in memory layout and the optimizer's vectors of
     *     the same length
     */
    public Averager(
            Buckets buckets,
            Optimizer optimizer,
            Schedule schedule,
            Kernels kernels,
            TrainingState initial) {
        if (initial.parameters().length != buckets.parameterCount()
                || initial.optimizerState().length != optimizer.stateVectors()) {
            throw new IllegalArgumentException(
                    "state does not fit: parameters="
                            + initial.parameters().length
                            + ", expected="
                            + buckets.parameterCount()
                            + ", stateVectors="
                            + initial.optimizerState().length
                            + ", expected="
                            + optimizer.stateVectors());
        }
        this.buckets = buckets;
        this.optimizer = optimizer;
        this.schedule = schedule;
        this.kernels = kernels;
        this.blockSquares = new double[buckets.blocks()];
        this.parameters = initial.parameters().clone();
        this.next = initial.parameters().clone();
        this.optimizerState = new float[initial.optimizerState().length][];
        for (int vector = 0; vector < optimizerState.length; vector++) {
            optimizerState[vector] = initial.optimizerState()[vector].clone();
        }
        this.step = initial.step();
        this.startedAt = initial.step();
    }

    /**
     * The step whose gradients are awaited: {@link #parameters()} are the parameters of this step.
     */
    public long step() {
        return step;
    }

    /** Parameters [parameterCount] of {@link #step()}, in memory layout; not to be written. */
    public float[] parameters() {
        return parameters;
    }

    /**
     * Parameters [parameterCount] of the step after it, as far as buckets are updated; not to be
     * written.
     */
    public float[] next() {
        return next;
    }

    public Buckets buckets() {
        return buckets;
    }

    /** Learning rates are multiplied by this from the next {@link #begin} on; 1 at first. */
    public void rateFactor(double factor) {
        rateFactor = factor;
    }

    /**
     * Opens the step: fixes its learning rate and the number of samples that its sums are divided
     * by.
     */
    public void begin(int batchSamples) {
        samples = batchSamples;
        updated = 0;
        learningRate = schedule.learningRate(step) * rateFactor;
        optimizer.beginStep(step, learningRate);
    }

    /**
     * Takes the loss of the mini-batch, summed over its samples along the tree, before anything is
     * updated.
     *
     * @return false when it is not finite: nothing may be updated then, and {@link #next()} still
     *     holds the parameters of the step before
     */
    public boolean loss(double lossSum) {
        meanLoss = lossSum / samples;
        return Double.isFinite(meanLoss);
    }

    /**
     * Averages one bucket and applies the optimizer to it.
     *
     * @param sums [parameterCount] sums over the samples; this bucket of it is overwritten with the
     *     average
     */
    public void update(int bucket, float[] sums) {
        int offset = buckets.offset(bucket);
        int length = buckets.length(bucket);
        float divisor = samples;
        for (int i = offset; i < offset + length; i++) {
            sums[i] = sums[i] / divisor;
        }
        for (int start = offset; start < offset + length; start += Buckets.BLOCK) {
            int blockLength = Math.min(Buckets.BLOCK, offset + length - start);
            blockSquares[start / Buckets.BLOCK] = kernels.sumOfSquares(sums, start, blockLength);
        }
        optimizer.update(parameters, sums, next, optimizerState, offset, length, true);
        updated++;
    }

    /** True when every bucket of the step is updated. */
    public boolean complete() {
        return updated == buckets.count();
    }

    /** Makes the updated parameters those of the next step. */
    public void commit() {
        if (!complete()) {
            throw new IllegalStateException(
                    "step "
                            + step
                            + " has updated "
                            + updated
                            + " of "
                            + buckets.count()
                            + " buckets");
        }
        gradientNorm = Math.sqrt(SliceTree.sum(blockSquares, blockSquares.length));
        float[] committed = next;
        next = parameters;
        parameters = committed;
        step++;
        updated = 0;
    }

    /**
     * True when no committed parameter is NaN or infinite. Asked where no further loss would tell:
     * at the end, and before a state is kept.
     */
    public boolean finite() {
        return kernels.allFinite(parameters, 0, parameters.length);
    }

    /** Mean loss per sample of the step last given to {@link #loss}. */
    public double meanLoss() {
        return meanLoss;
    }

    /** Euclidean norm of the averaged gradient of the step last committed. */
    public double gradientNorm() {
        return gradientNorm;
    }

    /** Learning rate of the step last begun. */
    public double learningRate() {
        return learningRate;
    }

    /** Copies the committed state; only between a commit and the first update after it. */
    public TrainingState state() {
        float[][] vectors = new float[optimizerState.length][];
        for (int vector = 0; vector < vectors.length; vector++) {
            vectors[vector] = optimizerState[vector].clone();
        }
        return new TrainingState(step, parameters.clone(), vectors);
    }

    /**
     * Copies the state of the last step whose loss was finite, after {@link #loss} or {@link
     * #finite} has returned false: its parameters are still whole in the other buffer. Before the
     * first commit of this averager that is the state it started from. The optimizer's vectors are
     * those after that step.
     */
    public TrainingState lastFiniteState() {
        TrainingState now = state();
        return step == startedAt
                ? now
                : new TrainingState(step - 1, next.clone(), now.optimizerState());
    }
}
