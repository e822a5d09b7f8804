package glissade.averaging;

import glissade.collective.Assignment;
import glissade.collective.Buckets;
import glissade.collective.MergeTree;
import glissade.collective.StepLayout;
import glissade.math.Kernels;
import java.util.Arrays;

/**
 * Meeting place of one step's partial sums: adds what arrives, in tree order, whatever the order of
 * arrival. Every sender's node has staging of its own, so that a frame is copied out of the log at
 * once and no sender ever waits for another. What comes twice is taken once: arrival is recorded
 * per (node, bucket).
 *
 * <p>A worker that owns buckets of its own adds to the very arrays that its gradients were computed
 * into; only the others' nodes have staging then.
 *
 * <p>Confined to the averager's thread; allocates nothing after construction.
 */
public final class PartialSums {

    private final Buckets buckets;
    private final Kernels kernels;
    private final float[][] staging;
    private final float[][] places;
    private final boolean[] present;
    private final boolean[] lossPresent;
    private final double[] lossSums;
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
        places = staging.clone();
        present = new boolean[maxNodes * buckets.count()];
        lossPresent = new boolean[maxNodes];
        lossSums = new double[maxNodes];
    }

    /** Room in the worker of {@code rank}, whose own sums need none. */
    public PartialSums(Buckets buckets, Kernels kernels, Assignment assignment, int rank) {
        this.buckets = buckets;
        this.kernels = kernels;
        this.tree = assignment.layout(0).tree();
        int maxLeaves = assignment.maxNodes();
        int maxNodes = 2 * maxLeaves - 1;
        staging = new float[assignment.maxForeignNodes(rank)][buckets.parameterCount()];
        places = new float[maxLeaves][];
        present = new boolean[maxNodes * buckets.count()];
        lossPresent = new boolean[maxNodes];
        lossSums = new double[maxNodes];
    }

    /**
     * Forgets the last step and expects the leaves of {@code layout}, in a worker.
     *
     * @param own where the sums [parameterCount] of this rank's nodes are, in their order
     */
    public void begin(StepLayout layout, int rank, float[][] own) {
        begin(layout.tree());
        int foreign = 0;
        int mine = 0;
        for (int leaf = 0; leaf < tree.leaves(); leaf++) {
            places[leaf] = layout.rankOf(leaf) == rank ? own[mine++] : staging[foreign++];
        }
    }

    /** Forgets the last step and expects the leaves of {@code layout}. */
    void begin(MergeTree layout) {
        tree = layout;
        Arrays.fill(present, false);
        Arrays.fill(lossPresent, false);
    }

    /**
     * Whole sum [parameterCount] of the mini-batch, bucket by bucket as {@link #arrived} has
     * returned true for them.
     */
    public float[] sums() {
        return places[0];
    }

    /**
     * Where the payload of a leaf belongs before {@link #arrived} is called: staging
     * [parameterCount] of that leaf.
     */
    public float[] staging(int leaf) {
        return places[leaf];
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
            float[] left = places[tree.firstLeaf(node)];
            float[] right = places[tree.firstLeaf(tree.right(node))];
            kernels.add(left, offset, right, offset, length);
            present[node * count + bucket] = true;
        }
        return tree.isRoot(node);
    }

    /**
     * Takes the loss sum of a leaf; a second one is ignored. Returns true when the mini-batch's
     * loss is complete.
     */
    public boolean lossArrived(int leaf, double lossSum) {
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
    public double lossSum() {
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
