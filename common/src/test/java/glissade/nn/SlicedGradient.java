package glissade.nn;

import glissade.collective.MergeTree;
import glissade.collective.SliceTree;
import glissade.collective.TreeNode;
import glissade.math.Kernels;
import java.util.ArrayList;
import java.util.List;

/**
 * A mini-batch the way a cluster computes it, in one thread: each worker goes forward and back over
 * its own slices and sums each of its tree nodes, then the sums are added up the tree.
 */
public final class SlicedGradient {
    private final Kernels kernels;
    private final Network network;
    private final Propagation propagation;
    private final int sliceSize;

    public SlicedGradient(
            Kernels kernels, Network network, Propagation propagation, int sliceSize) {
        this.kernels = kernels;
        this.network = network;
        this.propagation = propagation;
        this.sliceSize = sliceSize;
    }

    /** What came of a mini-batch: sum of the losses, and of the gradients in memory order. */
    public static final class Sums {
        private final double loss;
        private final float[] gradients;

        private Sums(double loss, float[] gradients) {
            this.loss = loss;
            this.gradients = gradients;
        }

        public double loss() {
            return loss;
        }

        public float[] gradients() {
            return gradients;
        }
    }

    /**
     * Sums rows {@code [0, rows)} of the propagation.
     *
     * @param cuts first slices of the second, third, … worker, ascending; none for one worker
     */
    public Sums sum(float[] parameters, int rows, int... cuts) {
        int slices = (rows - 1) / sliceSize + 1;
        double[] losses = new double[slices];
        List<TreeNode> nodes = new ArrayList<>();
        List<float[]> sums = new ArrayList<>();
        int from = 0;
        for (int worker = 0; worker <= cuts.length; worker++) {
            int to = worker == cuts.length ? slices : cuts[worker];
            propagate(parameters, from, to, rows, losses);
            for (TreeNode node : SliceTree.cover(slices, from, to)) {
                nodes.add(node);
                sums.add(nodeGradient(node, rows));
            }
            from = to;
        }
        return new Sums(SliceTree.sum(losses, slices), merge(slices, nodes, sums));
    }

    private void propagate(
            float[] parameters, int fromSlice, int toSlice, int rows, double[] losses) {
        int fromRow = Math.min(rows, fromSlice * sliceSize);
        int toRow = Math.min(rows, toSlice * sliceSize);
        propagation.forward(kernels, parameters, fromRow, toRow);
        for (int slice = fromSlice; slice < toSlice; slice++) {
            int end = Math.min(rows, (slice + 1) * sliceSize);
            losses[slice] = propagation.loss(kernels, slice * sliceSize, end);
        }
        for (int layer = network.layout().layers() - 1; layer > 0; layer--) {
            propagation.backward(kernels, parameters, layer, fromRow, toRow);
        }
    }

    private float[] nodeGradient(TreeNode node, int rows) {
        ParameterLayout layout = network.layout();
        float[] gradients = new float[layout.parameterCount()];
        int fromRow = node.lo() * sliceSize;
        int toRow = Math.min(rows, node.hi() * sliceSize);
        for (int layer = 0; layer < layout.layers(); layer++) {
            int inputs = layout.inputs(layer);
            propagation.gradient(kernels, layer, fromRow, toRow, sliceSize, 0, inputs, gradients);
        }
        return gradients;
    }

    private float[] merge(int slices, List<TreeNode> nodes, List<float[]> sums) {
        MergeTree tree = new MergeTree(slices, nodes);
        for (int node = tree.leaves(); node < tree.size(); node++) {
            float[] sum = sums.get(tree.left(node)).clone();
            kernels.add(sum, 0, sums.get(tree.right(node)), 0, sum.length);
            sums.add(sum);
        }
        return sums.getLast();
    }
}
