package glissade.averaging;

import glissade.collective.Buckets;
import glissade.collective.MergeTree;
import glissade.math.Kernels;
import java.util.Arrays;

/**
 * Meeting place of one step's partial sums: adds what arrives, in tree order, whatever the order of
 * arrival. Every sender's node has staging of its own, so that a frame is copied out of the log at
 * once and no sender ever waits for another. What comes twice is taken once: arrival is recorded
 * per (node, bucket).
 *
 * <p>Confined to the averager's thread; allocates only when a layout with more senders than before
 * begins.
 */
final class PartialSums {

    private final Buckets buckets;
    private final Kernels kernels;
    private float[][] staging = new float[0][];
    private boolean[] present = new boolean[0];
    private boolean[] lossPresent = new boolean[0];
    private double[] lossSums = new double[0];
    private MergeTree tree;

    PartialSums(Buckets buckets, Kernels kernels, MergeTree tree) {
        this.buckets = buckets;
        this.kernels = kernels;
        this.tree = tree;
        begin(tree);
    }

    /** Forgets the last step and expects the leaves of {@code layout}. */
    void begin(MergeTree layout) {
        tree = layout;
        if (staging.length < layout.leaves()) {
            int held = staging.length;
            staging = Arrays.copyOf(staging, layout.leaves());
            for (int leaf = held; leaf < staging.length; leaf++) {
                staging[leaf] = new float[buckets.parameterCount()];
            }
        }
        if (lossPresent.length < layout.size()) {
            present = new boolean[layout.size() * buckets.count()];
            lossPresent = new boolean[layout.size()];
            lossSums = new double[layout.size()];
        } else {
            Arrays.fill(present, false);
            Arrays.fill(lossPresent, false);
        }
    }

    MergeTree tree() {
        return tree;
    }

    /**
     * Whole sum [parameterCount] of the mini-batch, bucket by bucket as {@link #arrived} has
     * returned true for them.
     */
    float[] sums() {
        return staging[0];
    }

    /**
     * Where the payload of a leaf belongs before {@link #arrived} is called: staging
     * [parameterCount] of that leaf.
     */
    float[] staging(int leaf) {
        return staging[leaf];
    }

    /**
     * True when this partial sum has been taken already: the frame that brings it again is to be
     * dropped.
     */
    boolean has(int leaf, int bucket) {
        return present[leaf * buckets.count() + bucket];
    }

    /**
     * Takes the partial sum that lies in {@link #staging} and adds upwards as far as siblings are
     * there.
     *
     * @return true when the bucket's sum over the whole mini-batch is complete
     */
    boolean arrived(int leaf, int bucket) {
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
            present[node * count + bucket] = true;
        }
        return tree.isRoot(node);
    }

    /**
     * Takes the loss sum of a leaf; a second one is ignored. Returns true when the mini-batch's
     * loss is complete.
     */
    boolean lossArrived(int leaf, double lossSum) {
        if (lossPresent[leaf]) {
            return false;
        }
        int node = leaf;
        lossPresent[node] = true;
        lossSums[node] = lossSum;
        while (!tree.isRoot(node) && lossPresent[tree.sibling(node)]) {
            node = tree.parent(node);
            lossSums[node] = lossSums[tree.left(node)] + lossSums[tree.right(node)];
            lossPresent[node] = true;
        }
        return tree.isRoot(node);
    }

    /** Loss summed over the mini-batch, once {@link #lossArrived} has returned true. */
    double lossSum() {
        return lossSums[tree.size() - 1];
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
