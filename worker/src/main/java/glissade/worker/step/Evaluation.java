package glissade.worker.step;

import glissade.collective.SliceTree;
import glissade.data.Dataset;
import glissade.math.Kernels;
import glissade.nn.Network;
import glissade.nn.Propagation;
import glissade.preprocess.Preprocessing;

/**
 * Loss and accuracy of a network on a range of a data set's slices. Slices have a fixed number of
 * samples; losses are summed in sample order within a slice and along the canonical tree above, so
 * that the figures depend on no division among workers or lanes.
 *
 * <p>One caller at a time; lanes of its own are not started when it is given none.
 */
public final class Evaluation implements AutoCloseable {

    private final Dataset data;
    private final int sliceSize;
    private final Lanes lanes;
    private final boolean ownsLanes;
    private final Kernels[] kernels;
    private final Propagation propagation;
    private final SampleRows samples;
    private final double[] losses;
    private final long[] correct;
    private final Lanes.Task task = this::evaluateLane;
    private float[] parameters = new float[0];
    private int from;
    private int to;

    /** Evaluates on the calling thread alone. */
    public Evaluation(Network network, Dataset data, Preprocessing preprocessing, int sliceSize) {
        this(network, data, preprocessing, sliceSize, new Lanes(1, "evaluation"), true);
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
        this.data = data;
        this.sliceSize = sliceSize;
        this.lanes = lanes;
        this.ownsLanes = ownsLanes;
        kernels = new Kernels[lanes.count()];
        for (int lane = 0; lane < kernels.length; lane++) {
            kernels[lane] = Kernels.create();
        }
        propagation = new Propagation(network, lanes.count() * sliceSize, SampleRows.kind(data));
        samples = new SampleRows(data, preprocessing, propagation);
        int slices = slices();
        losses = new double[slices];
        correct = new long[slices];
    }

    /** Number of slices of the whole data set. */
    public int slices() {
        return (data.size() - 1) / sliceSize + 1;
    }

    /** Evaluates slices [from, to) with {@code parameters} [parameterCount] in memory layout. */
    public void run(float[] ofParameters, int fromSlice, int toSlice) {
        parameters = ofParameters;
        from = fromSlice;
        to = toSlice;
        lanes.run(task);
    }

    private void evaluateLane(int lane) {
        int first = lane * sliceSize;
        for (int slice = from + lane; slice < to; slice += lanes.count()) {
            int rows = Math.min(sliceSize, data.size() - slice * sliceSize);
            for (int row = 0; row < rows; row++) {
                int sample = slice * sliceSize + row;
                samples.copy(sample, first + row);
            }
            samples.prepare(kernels[lane], first, first + rows);
            propagation.forward(kernels[lane], parameters, first, first + rows);
            correct[slice] = data.labelled() ? propagation.correct(first, first + rows) : 0;
            losses[slice] = propagation.loss(kernels[lane], first, first + rows);
        }
    }

    /**
     * Loss summed over the samples of slices [lo, hi), a node of the tree, which {@link #run} has
     * covered.
     */
    public double lossSum(int lo, int hi) {
        return SliceTree.sum(losses, lo, hi);
    }

    /** Samples of slices [lo, hi) whose largest output is their label. */
    public long correct(int lo, int hi) {
        long sum = 0;
        for (int slice = lo; slice < hi; slice++) {
            sum += correct[slice];
        }
        return sum;
    }

    @Override
    public void close() {
        if (ownsLanes) {
            lanes.close();
        }
    }
}
