package glissade.averaging;

import glissade.collective.Assignment;
import glissade.collective.Buckets;
import glissade.collective.MergeTree;
import glissade.math.Kernels;
import glissade.plane.FrameFlyweight;
import glissade.plane.FrameType;
import java.util.Arrays;

/**
 * Meeting place of one step's partial sums: adds what arrives, in tree order, whatever the order of
 * arrival, and rounds the sums of units that come to be here. Every sender's node has staging of
 * its own, so that a frame is copied out of the log at once and no sender ever waits for another.
 * What comes twice is taken once: arrival is recorded per (node, bucket).
 *
 * <p>Confined to the averager's thread; allocates nothing after construction.
 */
public final class PartialSums {

    private final Buckets buckets;
    private final Kernels kernels;
    private final float[][] staging;
    private final boolean[] present;
    private final LossSums losses;
    private MergeTree tree;

    /** Room for the steps of {@code assignment}, the first of its layouts expected. */
    PartialSums(Buckets buckets, Kernels kernels, Assignment assignment) {
        this(buckets, kernels, assignment.layout(0).tree(), assignment.maxNodes());
    }

    /** Room for layouts of up to {@code maxLeaves} senders' nodes. */
    PartialSums(Buckets buckets, Kernels kernels, MergeTree tree, int maxLeaves) {
        this.buckets = buckets;
        this.kernels = kernels;
        this.tree = tree;
        int maxNodes = 2 * maxLeaves - 1;
        staging = new float[maxLeaves][buckets.parameterCount()];
        present = new boolean[maxNodes * buckets.count()];
        losses = new LossSums(tree, maxLeaves);
    }

    /** Forgets the last step and expects the leaves of {@code layout}. */
    void begin(MergeTree layout) {
        tree = layout;
        Arrays.fill(present, false);
        losses.begin(layout);
    }

    /**
     * Whole sum [parameterCount] of the mini-batch, bucket by bucket as {@link #arrived} has
     * returned true for them.
     */
    public float[] sums() {
        return staging[0];
    }

    /** Whether a frame can be what a leaf's sender owes: numbers of the right precision. */
    boolean fits(int leaf, FrameFlyweight frame) {
        return frame.type() == FrameType.partialSum(tree.precision(leaf));
    }

    /**
     * Copies a leaf's sum of a bucket out of a frame that {@link #fits}, and adds it.
     *
     * @return true when the bucket's sum over the whole mini-batch is complete
     */
    boolean take(int leaf, FrameFlyweight frame) {
        int bucket = frame.bucket();
        frame.copyFloats(kernels, staging[leaf], buckets.offset(bucket));
        return arrived(leaf, bucket);
    }

    /**
     * Where the payload of a leaf belongs before {@link #arrived} is called: staging
     * [parameterCount] of that leaf.
     */
    public float[] staging(int leaf) {
        return staging[leaf];
    }

    /**
     * True when this partial sum has been taken already: the frame that brings it again is to be
     * dropped.
     */
    public boolean has(int leaf, int bucket) {
        return present[leaf * buckets.count() + bucket];
    }

    /**
     * Takes the partial sum that lies in {@link #staging} and adds upwards as far as siblings are
     * there.
     *
     * @return true when the bucket's sum over the whole mini-batch is complete
     */
    public boolean arrived(int leaf, int bucket) {
        int count = buckets.count();
        int offset = buckets.offset(bucket);
        int length = buckets.length(bucket);
        int node = leaf;
        present[node * count + bucket] = true;
        while (!tree.isRoot(node) && present[tree.sibling(node) * count + bucket]) {
            node = tree.parent(node);
            float[] left = staging[tree.firstLeaf(node)];
            float[] right = staging[tree.firstLeaf(tree.right(node))];
            kernels.add(left, offset, right, offset, length);
            kernels.round(tree.precision(node), left, offset, length);
            present[node * count + bucket] = true;
        }
        return tree.isRoot(node);
    }

    /**
     * Takes the loss sum of a leaf; a second one is ignored. Returns true when the mini-batch's
     * loss is complete.
     */
    public boolean lossArrived(int leaf, double lossSum) {
        return losses.arrived(leaf, lossSum);
    }

    /** Loss summed over the mini-batch, once {@link #lossArrived} has returned true. */
    public double lossSum() {
        return losses.total();
    }

    /** Number of (node, bucket) sums that leaf has not delivered. */
    int missing(int leaf) {
        int missing = 0;
        for (int bucket = 0; bucket < buckets.count(); bucket++) {
            missing += has(leaf, bucket) ? 0 : 1;
        }
        return missing;
    }

    /** The first bucket that a leaf has not delivered, or -1. */
    int firstMissing(int leaf) {
        for (int bucket = 0; bucket < buckets.count(); bucket++) {
            if (!has(leaf, bucket)) {
                return bucket;
            }
        }
        return -1;
    }
}
