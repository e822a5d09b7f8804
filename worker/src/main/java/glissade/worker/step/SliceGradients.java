package glissade.worker.step;

import glissade.collective.EpochShape;
import glissade.collective.SliceTree;
import glissade.collective.TreeNode;
import glissade.math.Kernels;
import glissade.math.Precision;
import glissade.nn.Network;
import glissade.nn.ParameterLayout;
import glissade.nn.Propagation;
import glissade.nn.TrainingNoise;
import glissade.timeline.Phase;
import glissade.timeline.PhaseClock;
import java.util.List;

/**
 * Computes one worker's share of a step: the gradient sums of the tree nodes that its slices cover.
 * {@link #forward} does everything up to the deltas of all layers, each lane on slices of its own;
 * {@link #gradient} then gives the weight and bias gradients of one part, each lane on inputs of
 * its own, so that no sum ever crosses lanes and the number of lanes changes no bit.
 *
 * <p>Confined to the training thread; allocates nothing after construction but one shuffle key an
 * epoch.
 */
final class SliceGradients {

    private static final long NOTHING = -1;

    private final StepShares shares;
    private final EpochShape shape;
    private final Lanes lanes;
    private final Kernels[] kernels;
    private final ParameterLayout layout;
    private final GradientParts parts;
    private final Propagation propagation;
    private final SampleGather gather;
    private final float[][] sums;
    private final Residuals residuals;
    private final double[] sliceLosses;
    private final Lanes.Task forwardTask = this::forwardLane;
    private final Lanes.Task gradientTask = this::gradientLane;
    private StepShares.Share share;
    private SumPlan.Pass pass;
    private long step;
    private int part;

    /** What has been gathered ahead of time, or {@link #NOTHING}. */
    private long stepAhead = NOTHING;

    private boolean gathered;
    private float[] parameters = new float[0];

    /**
     * Makes room for what is computed at once.
     *
     * @param parametersAPart see {@link GradientParts}
     */
    SliceGradients(
            Network network,
            TrainingNoise noise,
            TrainingSamples samples,
            StepShares shares,
            Lanes lanes,
            int parametersAPart) {
        this.shares = shares;
        this.shape = shares.shape();
        this.lanes = lanes;
        this.layout = network.layout();
        this.parts = new GradientParts(layout, lanes.count(), parametersAPart);
        this.kernels = new Kernels[lanes.count()];
        for (int lane = 0; lane < kernels.length; lane++) {
            kernels[lane] = Kernels.create();
        }
        share = shares.first();
        pass = share.pass(0);
        propagation =
                Propagation.forTraining(
                        network,
                        shares.mostSamplesOfPass(),
                        SampleRows.kind(samples.data()),
                        noise);
        SampleRows rows = new SampleRows(samples.data(), samples.preprocessing(), propagation);
        gather = new SampleGather(shape, lanes, kernels, samples.order(), rows, propagation);
        sums = new float[shares.mostSums()][layout.parameterCount()];
        sliceLosses = new double[shares.mostSlices()];
        residuals = new Residuals(share.of(), shape.sliceSize(), layout.parameterCount());
    }

    /** Begins a step with its first pass. */
    void forward(long ofStep, float[] ofParameters) {
        forward(ofStep, 0, ofParameters);
    }

    /** Begins a step of the share of this number. */
    void forward(long ofStep, int number, float[] ofParameters) {
        boolean ahead = ofStep == stepAhead && number == 0;
        stepAhead = NOTHING;
        step = ofStep;
        parameters = ofParameters;
        share = shares.share(step, number);
        pass = share.pass(0);
        if (ahead) {
            gather.end();
        } else {
            gather.aim(step, share.of(), pass);
        }
        forward(ahead);
    }

    /**
     * Gathers the samples that this rank's first share of a step begins with on lanes that have
     * nothing else to do, while the training thread ends the step before. All gradients of that
     * must have been computed, since the samples take the same place. What is gathered is used if
     * the step follows, and forgotten if not.
     */
    void gatherAhead(long ofStep) {
        if (lanes.count() == 1) {
            return;
        }
        StepShares.Share next = shares.share(ofStep, 0);
        gather.aim(ofStep, next.of(), next.pass(0));
        gather.begin(ofStep);
        stepAhead = ofStep;
    }

    /** How often {@link #forward} and all parts' {@link #gradient} take turns in this step. */
    int passes() {
        return share.plan().passes().size();
    }

    /**
     * Gathers the samples of a pass over this rank's slices and runs forward, loss and the backward
     * pass of the deltas. Gradients of the pass before must have been computed.
     */
    void forward(int ofPass) {
        pass = share.pass(ofPass);
        gather.aim(step, share.of(), pass);
        forward(false);
    }

    private void forward(boolean isGathered) {
        gathered = isGathered;
        propagation.epoch(shape.epoch(step));
        lanes.run(forwardTask);
    }

    /**
     * All passes of the step but the last, whose forward half is done: their sums stay here.
     * Nothing is done where there is one pass.
     */
    void accumulate() {
        PhaseClock clock = lanes.clock(0);
        for (int next = 1; next < passes(); next++) {
            for (int ofPart = parts() - 1; ofPart >= 0; ofPart--) {
                clock.enter(Phase.GRADIENT, layer(ofPart));
                gradient(ofPart);
            }
            clock.enter(Phase.FORWARD, 0);
            forward(next);
        }
    }

    private void forwardLane(int lane) {
        int fromSlice = gather.fromSlice(lane);
        int toSlice = gather.fromSlice(lane + 1);
        if (fromSlice == toSlice) {
            return;
        }
        int fromRow = row(fromSlice);
        int toRow = row(toSlice);
        if (!gathered) {
            gather.gather(lane);
        }
        PhaseClock clock = lanes.clock(lane);
        if (clock.isRecorded()) {
            forwardByLayer(clock, kernels[lane], fromRow, toRow);
        } else {
            propagation.forward(kernels[lane], parameters, fromRow, toRow);
        }
        clock.mark(Phase.LOSS);
        for (int slice = fromSlice; slice < toSlice; slice++) {
            sliceLosses[pass.from() - share.of().from() + slice] =
                    propagation.loss(kernels[lane], slice * shape.sliceSize(), row(slice + 1));
        }
        for (int of = layout.layers() - 1; of > 0; of--) {
            clock.mark(Phase.BACKWARD, of);
            propagation.backward(kernels[lane], parameters, of, fromRow, toRow);
        }
    }

    private void forwardByLayer(PhaseClock clock, Kernels kernelsOfLane, int fromRow, int toRow) {
        for (int of = 0; of < layout.layers(); of++) {
            clock.mark(Phase.FORWARD, of);
            propagation.forward(kernelsOfLane, parameters, of, fromRow, toRow);
        }
    }

    /** First row of a slice of this pass; the number after the last gives the end. */
    private int row(int slice) {
        return gather.row(slice);
    }

    /** Tree nodes of this rank in the step last given to {@link #forward}. */
    int nodes() {
        return share.of().nodes().size();
    }

    TreeNode node(int index) {
        return share.of().nodes().get(index);
    }

    /** What the sum of a node was rounded to. */
    Precision precision(int index) {
        return share.plan().precision(index);
    }

    /**
     * Loss of a node, summed over its samples: within slices in sample order, above them along the
     * tree.
     */
    double lossSum(int index) {
        TreeNode node = node(index);
        return SliceTree.sum(
                sliceLosses, node.lo() - share.of().from(), node.hi() - share.of().from());
    }

    /** How many parts the gradient is computed in. */
    int parts() {
        return parts.count();
    }

    /** Layer that a part belongs to. */
    int layer(int ofPart) {
        return parts.layer(ofPart);
    }

    /** First parameter of a part; parts ascend. */
    int offset(int ofPart) {
        return parts.offset(ofPart);
    }

    /**
     * Computes the gradient sums of one part over the slices of this pass, and after the last pass
     * those of all nodes of this rank.
     */
    void gradient(int ofPart) {
        part = ofPart;
        lanes.run(gradientTask);
    }

    private void gradientLane(int lane) {
        int fromInput = parts.fromInput(part, lane);
        int toInput = parts.toInput(part, lane);
        if (fromInput == toInput) {
            return;
        }
        int layer = parts.layer(part);
        int from = layout.weightOffset(layer) + fromInput * layout.outputs(layer);
        int to =
                toInput == layout.inputs(layer)
                        ? layout.endOffset(layer)
                        : layout.weightOffset(layer) + toInput * layout.outputs(layer);
        List<SumPlan.Sum> planned = pass.sums();
        for (int index = 0; index < planned.size(); index++) {
            SumPlan.Sum sum = planned.get(index);
            float[] target = sums[sum.target()];
            if (sum.isComputed()) {
                propagation.gradient(
                        kernels[lane],
                        layer,
                        row(sum.lo() - pass.from()),
                        row(sum.hi() - pass.from()),
                        shape.sliceSize(),
                        fromInput,
                        toInput,
                        target);
            } else {
                kernels[lane].add(target, from, sums[sum.addend()], from, to - from);
            }
            kernels[lane].round(sum.precision(), target, from, to - from);
            if (sum.unit() != SumPlan.Sum.NO_UNIT) {
                residuals.sift(sum.unit(), target, from, to - from);
            }
        }
    }

    /**
     * Gradient sums [parameterCount] of a node, in memory layout; may be overwritten by who
     * averages in this thread.
     */
    float[] sums(int index) {
        return sums[index];
    }

    /** What is held back of this rank's units. */
    Residuals residuals() {
        return residuals;
    }

    int slices() {
        return share.slices();
    }

    /** Rows of the pass's samples, in the order of the step, and where it carries them. */
    int rows() {
        return gather.rows();
    }

    Propagation propagation() {
        return propagation;
    }
}
