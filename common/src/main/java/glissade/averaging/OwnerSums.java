package glissade.averaging;

import glissade.collective.Buckets;
import glissade.collective.MergeTree;
import glissade.math.Kernels;
import glissade.math.Precision;
import glissade.plane.FrameFlyweight;
import glissade.plane.FrameType;
import java.util.Arrays;
import java.util.Objects;

/**
 * Meeting place of the partial sums of those buckets that one averager owns: adds what arrives, in
 * tree order, whatever the order of arrival. A frame whose sibling is there is added straight out
 * of the log; any other is copied at once, so that no sender waits for another. The sums of units
 * that come to be here are rounded. Sums that the owner itself has computed stay where they are,
 * and totals that they are part of come to lie in the first of them.
 *
 * <p>Two summands have the same sum in either order, so what is added to what changes no bit. What
 * comes twice is taken once. Confined to the averager's thread; allocates nothing after
 * construction.
 */
public final class OwnerSums {
    private static final float[] ABSENT = {};

    private final Buckets buckets;
    private final Buckets frames;
    private final Kernels kernels;
    private final int firstBucket;
    private final int firstFrame;

    /** Owned frames. */
    private final int owned;

    /** By owned bucket: frames whose sum over the mini-batch is complete. */
    private final int[] summed;

    /** Room for copies [floats of the range], handed to leaves as their first frames come. */
    private final float[][] staging;

    /** By leaf: which of {@link #staging} is its, or -1. */
    private final int[] stagingOf;

    /** By (node, owned frame): the array that holds the sum, or {@link #ABSENT}. */
    private final float[][] homes;

    /** By (node, owned frame): which parameter lies at the beginning of that array. */
    private final int[] origins;

    /** By (node, owned frame): whether that array is the owner's, not a copy. */
    private final boolean[] inPlace;

    private MergeTree tree;
    private int staged;

    /**
     * Room for the buckets {@code [firstBucket, endBucket)} in trees of up to {@code maxLeaves}
     * nodes, the first of which is {@code tree}.
     *
     * @param maxOthers the most leaves of a tree that come in frames, not out of the owner's sums
     */
    public OwnerSums(
            Buckets buckets,
            Kernels kernels,
            int firstBucket,
            int endBucket,
            MergeTree tree,
            int maxLeaves,
            int maxOthers) {
        this.buckets = buckets;
        this.frames = buckets.frames();
        this.kernels = kernels;
        this.firstBucket = firstBucket;
        this.firstFrame = buckets.firstFrame(firstBucket);
        this.owned = endBucket == firstBucket ? 0 : buckets.endFrame(endBucket - 1) - firstFrame;
        this.summed = new int[endBucket - firstBucket];
        int length =
                owned == 0
                        ? 0
                        : buckets.offset(endBucket - 1)
                                + buckets.length(endBucket - 1)
                                - buckets.offset(firstBucket);
        this.staging = new float[maxOthers][length];
        this.stagingOf = new int[maxLeaves];
        int entries = (2 * maxLeaves - 1) * owned;
        this.homes = new float[entries][];
        this.origins = new int[entries];
        this.inPlace = new boolean[entries];
        this.tree = tree;
        Arrays.fill(homes, ABSENT);
        Arrays.fill(stagingOf, -1);
    }

    /** Forgets all sums and expects the leaves of {@code tree}. */
    public void begin(MergeTree tree) {
        this.tree = tree;
        staged = 0;
        Arrays.fill(stagingOf, -1);
        Arrays.fill(homes, ABSENT);
        Arrays.fill(summed, 0);
    }

    /** True when this sum has been taken already: what brings it again is to be dropped. */
    public boolean has(int leaf, int frame) {
        return homes[entry(leaf, frame)].length > 0;
    }

    /**
     * Whether a frame is what a leaf's sender owes and has not sent yet: a whole frame of numbers
     * of the right precision.
     */
    public boolean fits(int leaf, FrameFlyweight frame) {
        int number = buckets.frameOf(frame.offset());
        return frame.offset() == frames.offset(number)
                && frame.floats() == frames.length(number)
                && isTypeOf(leaf, frame.type())
                && !has(leaf, number);
    }

    private boolean isTypeOf(int leaf, FrameType type) {
        return type == FrameType.partialSum(tree.precision(leaf))
                || (tree.holdsBack() && type == FrameType.PARTIAL_SUM_SPARSE);
    }

    /**
     * Takes the owner's own sum of a leaf, which lies in {@code sums} as the bucket lies in the
     * parameter vector. It stays there and may be overwritten by sums that it is part of.
     *
     * @return true when the {@link #total} of every frame of the bucket is complete
     */
    public boolean add(int leaf, int bucket, float[] sums) {
        boolean complete = false;
        for (int frame = buckets.firstFrame(bucket); frame < buckets.endFrame(bucket); frame++) {
            if (!has(leaf, frame)) {
                place(leaf, frame, sums, 0, true);
                complete = addUpwards(leaf, frame);
            }
        }
        return complete;
    }

    /**
     * Takes a leaf's sum out of a whole frame.
     *
     * @return true when the {@link #total} of every frame of its bucket is complete
     */
    public boolean add(int leaf, FrameFlyweight frame) {
        int number = buckets.frameOf(frame.offset());
        if (has(leaf, number)) {
            return false;
        }
        int offset = frames.offset(number);
        boolean isWide = tree.precision(leaf) == Precision.FP32;
        if (isWide && !tree.isRoot(leaf) && has(tree.sibling(leaf), number)) {
            int sibling = entry(tree.sibling(leaf), number);
            float[] home = homes[sibling];
            frame.addFloats(kernels, home, offset - origins[sibling]);
            int parent = tree.parent(leaf);
            kernels.round(
                    tree.precision(parent), home, offset - origins[sibling], frames.length(number));
            // The leaf is in its parent now, and only its being there is asked for.
            place(leaf, number, home, origins[sibling], inPlace[sibling]);
            place(parent, number, home, origins[sibling], inPlace[sibling]);
            return addUpwards(parent, number);
        }
        int origin = frames.offset(firstFrame);
        float[] copy = stagingOf(leaf);
        frame.copyFloats(kernels, copy, offset - origin);
        place(leaf, number, copy, origin, false);
        return addUpwards(leaf, number);
    }

    private float[] stagingOf(int leaf) {
        if (stagingOf[leaf] < 0) {
            stagingOf[leaf] = staged++;
        }
        return staging[stagingOf[leaf]];
    }

    /** The array that holds the complete sum of a frame over the mini-batch. */
    public float[] total(int frame) {
        return homes[entry(tree.size() - 1, frame)];
    }

    /** Where in {@link #total} the frame begins. */
    public int totalOffset(int frame) {
        return frames.offset(frame) - origins[entry(tree.size() - 1, frame)];
    }

    private boolean addUpwards(int from, int frame) {
        int length = frames.length(frame);
        int offset = frames.offset(frame);
        int node = from;
        while (!tree.isRoot(node) && has(tree.sibling(node), frame)) {
            int one = entry(node, frame);
            int other = entry(tree.sibling(node), frame);
            // Own sums lie at their place in the vector, the first of them wherever own ones meet.
            boolean intoOther = inPlace[other] && (!inPlace[one] || isLeft(tree.sibling(node)));
            int into = intoOther ? other : one;
            int source = intoOther ? one : other;
            float[] home = homes[into];
            kernels.add(
                    home, offset - origins[into], homes[source], offset - origins[source], length);
            node = tree.parent(node);
            kernels.round(tree.precision(node), home, offset - origins[into], length);
            place(node, frame, home, origins[into], inPlace[into]);
        }
        return tree.isRoot(node) && bucketSummed(buckets.bucketOf(frame));
    }

    private boolean bucketSummed(int bucket) {
        summed[bucket - firstBucket]++;
        return summed[bucket - firstBucket]
                == buckets.endFrame(bucket) - buckets.firstFrame(bucket);
    }

    private boolean isLeft(int node) {
        return tree.left(tree.parent(node)) == node;
    }

    private void place(int node, int frame, float[] home, int origin, boolean own) {
        int entry = entry(node, frame);
        homes[entry] = home;
        origins[entry] = origin;
        inPlace[entry] = own;
    }

    private int entry(int node, int frame) {
        return node * owned + Objects.checkIndex(frame - firstFrame, owned);
    }
}
