package glissade.worker.step;

import glissade.collective.TreeNode;
import glissade.data.Dataset;
import glissade.evaluation.EvaluationFigures;
import glissade.evaluation.EvaluationMerge;
import glissade.evaluation.EvaluationScope;
import glissade.evaluation.NodeSums;
import glissade.evaluation.Tally;
import glissade.math.Kernels;
import glissade.nn.Network;
import glissade.nn.Propagation;
import glissade.preprocess.Preprocessing;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Measures a network on a range of a data set's slices. Slices have a fixed number of samples; sums
 * are made in sample order within a slice and along the canonical tree above, so that the figures
 * depend on no division among workers or lanes.
 *
 * <p>One caller at a time; lanes of its own end with {@link #close}.
 */
public final class Evaluation implements AutoCloseable {

    private final Network network;
    private final EvaluationScope scope;
    private final Lanes lanes;
    private final boolean ownsLanes;
    private final Kernels[] kernels;
    private final float[][] scratch;
    private final LaneTally[] tallies;
    private final Propagation propagation;
    private final SampleRows samples;
    private final SliceSums sums;
    private final Lanes.Task task = this::evaluateLane;
    private float[] parameters = new float[0];
    private int from;
    private int to;

    /**
     * Evaluates on threads of its own, of which the calling one is the first.
     *
     * @param sliceSize samples in a slice
     */
    public Evaluation(
            Network network,
            Dataset data,
            Preprocessing preprocessing,
            int sliceSize,
            int threads) {
        this(network, data, preprocessing, sliceSize, new Lanes(threads, "evaluation"), true);
    }

    /** Evaluates on {@code lanes}, which stay the caller's. */
    Evaluation(
            Network network,
            Dataset data,
            Preprocessing preprocessing,
            int sliceSize,
            Lanes lanes) {
        this(network, data, preprocessing, sliceSize, lanes, false);
    }

    private Evaluation(
            Network network,
            Dataset data,
            Preprocessing preprocessing,
            int sliceSize,
            Lanes lanes,
            boolean ownsLanes) {
        this.network = network;
        this.lanes = lanes;
        this.ownsLanes = ownsLanes;
        scope =
                EvaluationScope.of(
                        network.description(),
                        data.size(),
                        sliceSize,
                        data.targets(),
                        data.labelled() || data.targets() > 0);
        int outputs = network.description().outputs();
        kernels = new Kernels[lanes.count()];
        scratch = new float[lanes.count()][];
        tallies = new LaneTally[lanes.count()];
        for (int lane = 0; lane < lanes.count(); lane++) {
            kernels[lane] = Kernels.create();
            scratch[lane] =
                    new float[scope.classifies() ? 2 * sliceSize * Math.max(2, outputs) : 0];
        }
        propagation = new Propagation(network, lanes.count() * sliceSize, SampleRows.kind(data));
        samples = new SampleRows(data, preprocessing, propagation);
        sums = new SliceSums(scope, outputs);
    }

    /** What is measured. */
    public EvaluationScope scope() {
        return scope;
    }

    /** Evaluates slices [from, to) with {@code parameters} [parameterCount] in memory layout. */
    public void run(float[] ofParameters, int fromSlice, int toSlice) {
        parameters = ofParameters;
        from = fromSlice;
        to = toSlice;
        for (int lane = 0; lane < tallies.length; lane++) {
            tallies[lane] = new LaneTally(network, scope);
        }
        lanes.run(task);
    }

    private void evaluateLane(int lane) {
        int size = scope.sliceSize();
        int first = lane * size;
        for (int slice = from + lane; slice < to; slice += lanes.count()) {
            int rows = scope.samples(slice, slice + 1);
            for (int row = 0; row < rows; row++) {
                samples.copy(slice * size + row, first + row);
            }
            samples.prepare(kernels[lane], first, first + rows);
            propagation.forward(kernels[lane], parameters, first, first + rows);
            tallies[lane].count(propagation, first, first + rows);
            sums.add(slice, kernels[lane], propagation, scratch[lane], first, first + rows);
        }
    }

    /** Sums over nodes of the tree within the slices that {@link #run} went through last. */
    public List<NodeSums> sums(List<TreeNode> nodes) {
        List<NodeSums> ofNodes = new ArrayList<>();
        for (TreeNode node : nodes) {
            ofNodes.add(sums.node(node));
        }
        return ofNodes;
    }

    /** What was counted over the slices that {@link #run} went through last. */
    public Tally tally() {
        Tally sum = tallies[0].tally();
        for (int lane = 1; lane < tallies.length; lane++) {
            sum = sum.plus(tallies[lane].tally());
        }
        return sum;
    }

    /** Measures the whole data set. */
    public EvaluationFigures measure(float[] ofParameters) {
        run(ofParameters, 0, scope.slices());
        EvaluationFigures figures =
                new EvaluationMerge(scope)
                        .add(sums(List.of(new TreeNode(0, scope.slices()))), tally());
        return Objects.requireNonNull(figures, "all slices were gone through");
    }

    @Override
    public void close() {
        if (ownsLanes) {
            lanes.close();
        }
    }
}
