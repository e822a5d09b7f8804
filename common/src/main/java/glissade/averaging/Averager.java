package glissade.averaging;

import glissade.collective.Buckets;
import glissade.collective.OwnerRanges;
import glissade.math.Kernels;
import glissade.nn.ParameterLayout;
import glissade.optim.Optimizer;
import glissade.optim.Schedule;
import java.util.List;

/**
 * Owns the parameters and the optimizer's state, and takes them from step to step: sums of
 * gradients in, averaged over the samples of the mini-batch in one place, optimizer applied, next
 * parameters out, bucket by bucket.
 *
 * <p>Life of a step: {@link #begin}, then {@link #loss} once, then {@link #gathered} for every
 * bucket in any order and {@link #apply} while {@link #hasReady}, then {@link #commit}. A bucket is
 * ready once it is gathered, or, where the norm of the whole gradient is bounded, once all are.
 * There are two parameter buffers: those of the step stay readable in {@link #parameters()} until
 * the commit, updates write into {@link #next()}. The result is a function of the sums alone, not
 * of the order or time in which buckets arrive.
 *
 * <p>An averager that computes the sums itself calls {@link #take} instead of the two in the
 * middle.
 *
 * <p>One of several averagers owns a range of the buckets, and holds the optimizer's vectors of
 * these alone: {@link #gathered} and {@link #apply} are for them. The others' buckets of the next
 * step are written into {@link #next()} and told by {@link #arrived}, what they have to tell of
 * their gradients is written into {@link #figures}; where the norm of the whole gradient is
 * bounded, {@link #release} follows when all squares are there. Alone it owns them all, and none of
 * this is called.
 *
 * <p>Confined to one thread: the averager's own in the coordinator, the training thread in a
 * worker; {@link #take} hands work on buckets to others and has it back when it returns. Allocates
 * nothing between {@link #state()} calls.
 */
public final class Averager implements Commit {

    /** Keeps the division by a norm of 0 away; as in PyTorch's clip_grad_norm_. */
    private static final double NORM_GUARD = 1e-6;

    private final Buckets buckets;
    private final OwnerRanges ranges;
    private final int rank;
    private final ParameterRuns runs;
    private final Objective objective;
    private final ObjectiveGradient gradient;
    private final Optimizer optimizer;
    private final Schedule schedule;
    private final Kernels kernels;
    private final GradientFigures figures;
    private final BucketQueue ready;
    private final Spread.Work averageOnly = this::average;
    private final Spread.Work updateOnly = (bucket, own) -> update(bucket);
    private final Spread.Work averageAndUpdate = this::averageAndUpdate;
    private final OwnedVectors vectors;
    private final int stateVectors;
    private final long startedAt;
    private float[] parameters;
    private float[] next;
    private long step;
    private int samples;
    private int gathered;
    private int updated;
    private float scale = 1f;
    private float[] gradients = new float[0];
    private double rateFactor = 1.0;
    private double learningRate;
    private double meanLoss = Double.NaN;
    private double gradientNorm = Double.NaN;

    /**
     * Starts from a committed state; its arrays are copied.
     *
     * @param layout of the parameters that {@code buckets} cut
     * @param initial parameters [parameterCount] in memory layout and the optimizer's vectors of
     *     the same length
     */
    public Averager(
            Buckets buckets,
            ParameterLayout layout,
            Objective objective,
            Optimizer optimizer,
            Schedule schedule,
            Kernels kernels,
            TrainingState initial) {
        this(
                new OwnerRanges(buckets, 1),
                0,
                layout,
                objective,
                optimizer,
                schedule,
                kernels,
                initial);
    }

    /**
     * Starts one of several, which owns the range of {@code rank}; otherwise like the other.
     *
     * @param initial whose optimizer's vectors hold the range, at least; only the range is copied
     */
    public Averager(
            OwnerRanges ranges,
            int rank,
            ParameterLayout layout,
            Objective objective,
            Optimizer optimizer,
            Schedule schedule,
            Kernels kernels,
            TrainingState initial) {
        Buckets buckets = ranges.buckets();
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
        this.ranges = ranges;
        this.rank = rank;
        this.objective = objective;
        this.runs = ParameterRuns.of(layout, objective.biases());
        this.gradient = new ObjectiveGradient(objective, runs, buckets, kernels);
        this.figures = new GradientFigures(ranges, layout, kernels);
        this.ready = new BucketQueue(buckets.count());
        this.optimizer = optimizer;
        this.schedule = schedule;
        this.kernels = kernels;
        this.parameters = initial.parameters().clone();
        this.next = initial.parameters().clone();
        this.stateVectors = optimizer.stateVectors();
        this.vectors =
                new OwnedVectors(initial, ranges.fromParameter(rank), ranges.toParameter(rank));
        this.step = initial.step();
        this.startedAt = initial.step();
    }

    /**
     * The step whose gradients are awaited: {@link #parameters()} are the parameters of this step.
     */
    @Override
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
        gathered = 0;
        updated = 0;
        scale = 1f;
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
     * Takes the sums of one bucket in, once the loss is known to be finite: averages them over the
     * samples, adds the gradient of the penalties, and bounds each component; where the norm of the
     * whole gradient is not bounded, applies the optimizer as well.
     *
     * @param sums [parameterCount] sums over the samples, the same array for all buckets of a step;
     *     this bucket of it is overwritten with the gradient of the objective, and not to be
     *     written before the commit
     */
    public void gathered(int bucket, float[] sums) {
        gradients = sums;
        gathered++;
        if (objective.clipNorm() == 0) {
            averageAndUpdate(bucket, kernels);
            ready.add(bucket);
            return;
        }
        average(bucket, kernels);
        if (gathered == buckets.count() && ranges.worldSize() == 1) {
            release();
        }
    }

    /**
     * The squares of all blocks are there, the others' too: the norm is known, and all own buckets
     * may be updated.
     */
    public void release() {
        scale = verdict();
        for (int bucket = ranges.to(rank) - 1; bucket >= ranges.from(rank); bucket--) {
            ready.add(bucket);
        }
    }

    /** True when every own bucket of the step is gathered. */
    public boolean ownGathered() {
        return gathered == ranges.count(rank);
    }

    /** Whether nothing is updated before the norm of the whole gradient is known. */
    public boolean boundsNorm() {
        return objective.clipNorm() > 0;
    }

    /** Another owner's bucket of the next step has been written into {@link #next()}. */
    public void arrived() {
        updated++;
    }

    /** What is known of the step's gradient, own and others'. */
    public GradientFigures figures() {
        return figures;
    }

    /** Measures the falls of the own range, when its buckets are updated, before the commit. */
    public void measureFalls() {
        figures.measureFalls(rank, gradients, parameters, next);
    }

    /** Measures the layers of the own range, before the next step begins. */
    public void measureLayers() {
        figures.measureLayers(rank, gradients);
    }

    /**
     * Takes the sums of the buckets {@code [from, to)} in, and updates what is ready: the way of an
     * averager that computes the sums itself. What {@link #gathered} says of {@code sums} holds.
     *
     * @param spread runs the work on the buckets, which are independent of each other
     */
    public void take(int from, int to, float[] sums, Spread spread) {
        if (from == to) {
            return;
        }
        gradients = sums;
        gathered += to - from;
        if (objective.clipNorm() == 0) {
            spread.run(from, to, averageAndUpdate);
            updated += to - from;
            return;
        }
        spread.run(from, to, averageOnly);
        if (gathered == buckets.count()) {
            scale = verdict();
            spread.run(0, buckets.count(), updateOnly);
            updated = buckets.count();
        }
    }

    /** Turns the sums of a bucket in {@link #gradients} into the gradient of the objective. */
    private void average(int bucket, Kernels own) {
        int end = buckets.offset(bucket) + buckets.length(bucket);
        for (int from = buckets.offset(bucket); from < end; from += Buckets.BLOCK) {
            int length = Math.min(Buckets.BLOCK, end - from);
            figures.squares(
                    from, gradient.block(gradients, parameters, from, length, samples, own));
        }
    }

    /** The verdict on the whole gradient: how far it is scaled down. */
    private float verdict() {
        return (float) Math.min(1.0, objective.clipNorm() / (figures.norm() + NORM_GUARD));
    }

    /** True when a bucket is updated, or may be. */
    public boolean hasReady() {
        return !ready.isEmpty();
    }

    /**
     * Applies the optimizer to the next bucket that is ready, unless that is done, and returns its
     * number: its part of {@link #next()} is whole.
     */
    public int apply() {
        int bucket = ready.first();
        ready.removeFirst();
        if (boundsNorm()) {
            update(bucket);
        }
        updated++;
        return bucket;
    }

    /** Block by block, so that the second pass over a block finds it in the cache. */
    private void averageAndUpdate(int bucket, Kernels own) {
        int end = buckets.offset(bucket) + buckets.length(bucket);
        for (int from = buckets.offset(bucket); from < end; from += Buckets.BLOCK) {
            int length = Math.min(Buckets.BLOCK, end - from);
            figures.squares(
                    from, gradient.block(gradients, parameters, from, length, samples, own));
            update(from, from + length);
        }
    }

    private void update(int bucket) {
        int end = buckets.offset(bucket) + buckets.length(bucket);
        for (int from = buckets.offset(bucket); from < end; from += Buckets.BLOCK) {
            update(from, Math.min(end, from + Buckets.BLOCK));
        }
    }

    /** Applies the optimizer to a block. */
    private void update(int offset, int end) {
        if (scale != 1f) {
            Elementwise.multiply(gradients, offset, end, scale);
        }
        for (int from = offset, run = runs.at(offset); from < end; run++) {
            int to = Math.min(end, runs.end(run));
            vectors.update(
                    optimizer, parameters, gradients, next, from, to - from, runs.isPenalized(run));
            from = to;
        }
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
        gradientNorm = figures.norm();
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
    @Override
    public double meanLoss() {
        return meanLoss;
    }

    @Override
    public double penalty() {
        return gradient.penalty(next);
    }

    @Override
    public List<LayerGradient> layerGradients() {
        measureLayers();
        return figures.layers().whole();
    }

    @Override
    public double promisedFall() {
        figures.measureFalls(rank, gradients, next, parameters);
        return figures.promisedFall().whole();
    }

    @Override
    public double gradientNorm() {
        return gradientNorm;
    }

    /** Learning rate of the step last begun. */
    @Override
    public double learningRate() {
        return learningRate;
    }

    /**
     * Goes on from another committed state, and without a gradient.
     *
     * @param state as {@link #store} writes it
     */
    public void load(long ofStep, float[] state) {
        step = ofStep;
        System.arraycopy(state, 0, parameters, 0, parameters.length);
        for (int vector = 0; vector < stateVectors; vector++) {
            vectors.load(vector, state, (1 + vector) * parameters.length);
        }
    }

    /**
     * Writes the committed parameters and the optimizer's vectors one after the other.
     *
     * @param state [1 + state vectors][parameterCount]
     */
    public void store(float[] state) {
        System.arraycopy(parameters, 0, state, 0, parameters.length);
        for (int vector = 0; vector < stateVectors; vector++) {
            vectors.store(vector, state, (1 + vector) * parameters.length);
        }
    }

    /** Lets a step go by without an update: there was no sample in it. */
    public void rest() {
        step++;
    }

    /** Copies the committed state without what log and watch remember. */
    public TrainingState state() {
        return state(StepMemory.NONE);
    }

    /**
     * Copies the committed state, of the optimizer's vectors what is owned; only between a commit
     * and the first update after it.
     *
     * @param memory of the steps so far
     */
    public TrainingState state(StepMemory memory) {
        return copy(step, parameters, memory);
    }

    private TrainingState copy(long ofStep, float[] ofParameters, StepMemory memory) {
        return TrainingState.ofOwner(
                ofStep,
                ofParameters.clone(),
                vectors.from(),
                vectors.copy(),
                new float[0][],
                memory);
    }

    /**
     * Copies the state of the last step whose loss was finite, after {@link #loss} or {@link
     * #finite} has returned false: its parameters are still whole in the other buffer. Before the
     * first commit of this averager that is the state it started from. The optimizer's vectors are
     * those after that step.
     */
    public TrainingState lastFiniteState() {
        return step == startedAt ? state() : copy(step - 1, next, StepMemory.NONE);
    }
}
