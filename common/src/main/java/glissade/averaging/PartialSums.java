package glissade.averaging;

import glissade.collective.Assignment;
import glissade.collective.Buckets;
import glissade.collective.MergeTree;
import glissade.math.Kernels;
import glissade.plane.FrameFlyweight;
import glissade.plane.FrameType;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Meeting place of one step's partial sums: adds what arrives, in tree order, whatever the order of
 * arrival, and rounds the sums of units that come to be here. Every sender's node has staging of
 * its own, so that a frame is copied out of the log at once and no sender ever waits for another.
 * What comes twice is taken once: arrival is recorded per (node, frame). A bucket's sum is complete
 * when those of all its frames are.
 *
 * <p>Confined to the averager's thread; allocates nothing after construction.
 */
public final class PartialSums {

    private final Buckets buckets;
    private final Buckets frames;
    private final Kernels kernels;
    private final float[][] staging;
    private final boolean[] present;

    /** By bucket: frames whose sum over the whole mini-batch is complete. */
    private final int[] summed;

    private final LossSums losses;
    private MergeTree tree;

    /** Room for the steps of {@code assignment}, the first of its layouts expected. */
    PartialSums(Buckets buckets, Kernels kernels, Assignment assignment) {
        this(buckets, kernels, assignment.layout(0).tree(), assignment.maxNodes());
    }

    /** Room for layouts of up to {@code maxLeaves} senders' nodes. */
    PartialSums(Buckets buckets, Kernels kernels, MergeTree tree, int maxLeaves) {
        this.buckets = buckets;
        this.frames = buckets.frames();
        this.kernels = kernels;
        this.tree = tree;
        int maxNodes = 2 * maxLeaves - 1;
        staging = new float[maxLeaves][buckets.parameterCount()];
        present = new boolean[maxNodes * frames.count()];
        summed = new int[buckets.count()];
        losses = new LossSums(tree, maxLeaves);
    }

    /** Forgets the last step and expects the leaves of {@code layout}. */
    void begin(MergeTree layout) {
        tree = layout;
        Arrays.fill(present, false);
        Arrays.fill(summed, 0);
        losses.begin(layout);
    }

    /** How the parameters are cut. */
    Buckets buckets() {
        return buckets;
    }

    /** Partial sums that are expected. */
    int leaves() {
        return tree.leaves();
    }

    /**
     * Whole sum [parameterCount] of the mini-batch, bucket by bucket as {@link #arrived} has
     * returned true for them.
     */
    public float[] sums() {
        return staging[0];
    }

    /**
     * Whether a frame is what a leaf's sender owes and has not sent yet: a whole frame of numbers
     * of the right precision.
     */
    boolean fits(int leaf, FrameFlyweight frame) {
        int number = buckets.frameOf(frame.offset());
        return frame.offset() == frames.offset(number)
                && frame.floats() == frames.length(number)
                && frame.type() == FrameType.partialSum(tree.precision(leaf))
                && !has(leaf, number);
    }

    /**
     * Copies a leaf's sum out of a frame that {@link #fits}, and adds it.
     *
     * @return true when the sum of its bucket over the whole mini-batch is complete
     */
    boolean take(int leaf, FrameFlyweight frame) {
        int number = buckets.frameOf(frame.offset());
        frame.copyFloats(kernels, staging[leaf], frames.offset(number));
        return arrived(leaf, number);
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
    public boolean has(int leaf, int frame) {
        return present[leaf * frames.count() + frame];
    }

    /**
     * Takes the partial sum that lies in {@link #staging} and adds upwards as far as siblings are
     * there.
     *
     * @param frame number of the frame that has brought it
     * @return true when the sum of its bucket over the whole mini-batch is complete
     */
    public boolean arrived(int leaf, int frame) {
        int count = frames.count();
        int offset = frames.offset(frame);
        int length = frames.length(frame);
        int node = leaf;
        present[node * count + frame] = true;
        while (!tree.isRoot(node) && present[tree.sibling(node) * count + frame]) {
            node = tree.parent(node);
            float[] left = staging[tree.firstLeaf(node)];
            float[] right = staging[tree.firstLeaf(tree.right(node))];
            kernels.add(left, offset, right, offset, length);
            kernels.round(tree.precision(node), left, offset, length);
            present[node * count + frame] = true;
        }
        return tree.isRoot(node) && bucketSummed(buckets.bucketOf(frame));
    }

    private boolean bucketSummed(int bucket) {
        summed[bucket]++;
        return summed[bucket] == buckets.endFrame(bucket) - buckets.firstFrame(bucket);
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

    /** Which buckets a leaf has not delivered whole, in words; null when it has all. */
    @Nullable String missing(int leaf, String units) {
        int first = -1;
        int missing = 0;
        for (int bucket = buckets.count() - 1; bucket >= 0; bucket--) {
            if (!hasWhole(leaf, bucket)) {
                first = bucket;
                missing++;
            }
        }
        return missing == 0
                ? null
                : "bucket "
                        + first
                        + " of "
                        + units
                        + " "
                        + tree.node(leaf).lo()
                        + " to "
                        + (tree.node(leaf).hi() - 1)
                        + " is missing, with "
                        + missing
                        + " of "
                        + buckets.count()
                        + " buckets in all";
    }

    private boolean hasWhole(int leaf, int bucket) {
        for (int frame = buckets.firstFrame(bucket); frame < buckets.endFrame(bucket); frame++) {
            if (!has(leaf, frame)) {
                return false;
            }
        }
        return true;
    }
}
