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
    private final Kernels kernels;
    private final int firstBucket;
    private final int owned;

    /** Copies [floats of the range] by leaf. */
    private final float[][] staging;

    /** By (node, owned bucket): the array that holds the sum, or {@link #ABSENT}. */
    private final float[][] homes;

    /** By (node, owned bucket): which parameter lies at the beginning of that array. */
    private final int[] origins;

    /** By (node, owned bucket): whether that array is the owner's, not a copy. */
    private final boolean[] inPlace;

    private MergeTree tree;

    /**
     * Room for the buckets {@code [firstBucket, endBucket)} in trees of up to {@code maxLeaves}
     * senders' nodes, the first of which is {@code tree}.
     */
    public OwnerSums(
            Buckets buckets,
            Kernels kernels,
            int firstBucket,
            int endBucket,
            MergeTree tree,
            int maxLeaves) {
        this.buckets = buckets;
        this.kernels = kernels;
        this.firstBucket = firstBucket;
        this.owned = endBucket - firstBucket;
        int length =
                owned == 0
                        ? 0
                        : buckets.offset(endBucket - 1)
                                + buckets.length(endBucket - 1)
                                - buckets.offset(firstBucket);
        this.staging = new float[maxLeaves][length];
        int entries = (2 * maxLeaves - 1) * owned;
        this.homes = new float[entries][];
        this.origins = new int[entries];
        this.inPlace = new boolean[entries];
        this.tree = tree;
        Arrays.fill(homes, ABSENT);
    }

    /** Forgets all sums and expects the leaves of {@code tree}. */
    public void begin(MergeTree tree) {
        this.tree = tree;
        Arrays.fill(homes, ABSENT);
    }

    /** True when this sum has been taken already: what brings it again is to be dropped. */
    public boolean has(int leaf, int bucket) {
        return homes[entry(leaf, bucket)].length > 0;
    }

    /** Whether a frame can be what a leaf's sender owes: numbers of the right precision. */
    public boolean fits(int leaf, FrameFlyweight frame) {
        return frame.type() == FrameType.partialSum(tree.precision(leaf));
    }

    /**
     * Takes the owner's own sum of a leaf, which lies in {@code sums} as the bucket lies in the
     * parameter vector. It stays there and may be overwritten by sums that it is part of.
     *
     * @return true when the bucket's {@link #total} is complete
     */
    public boolean add(int leaf, int bucket, float[] sums) {
        if (has(leaf, bucket)) {
            return false;
        }
        place(leaf, bucket, sums, 0, true);
        return addUpwards(leaf, bucket);
    }

    /**
     * Takes a leaf's sum of a whole bucket out of a frame.
     *
     * @return true when the bucket's {@link #total} is complete
     */
    public boolean add(int leaf, FrameFlyweight frame) {
        int bucket = frame.bucket();
        if (has(leaf, bucket)) {
            return false;
        }
        int offset = buckets.offset(bucket);
        boolean isWide = tree.precision(leaf) == Precision.FP32;
        if (isWide && !tree.isRoot(leaf) && has(tree.sibling(leaf), bucket)) {
            int sibling = entry(tree.sibling(leaf), bucket);
            float[] home = homes[sibling];
            frame.addFloats(kernels, home, offset - origins[sibling]);
            int parent = tree.parent(leaf);
            kernels.round(
                    tree.precision(parent),
                    home,
                    offset - origins[sibling],
                    buckets.length(bucket));
            // The leaf is in its parent now, and only its being there is asked for.
            place(leaf, bucket, home, origins[sibling], inPlace[sibling]);
            place(parent, bucket, home, origins[sibling], inPlace[sibling]);
            return addUpwards(parent, bucket);
        }
        int origin = buckets.offset(firstBucket);
        frame.copyFloats(kernels, staging[leaf], offset - origin);
        place(leaf, bucket, staging[leaf], origin, false);
        return addUpwards(leaf, bucket);
    }

    /** The array that holds the complete sum of a bucket over the mini-batch. */
    public float[] total(int bucket) {
        return homes[entry(tree.size() - 1, bucket)];
    }

    /** Where in {@link #total} the bucket begins. */
    public int totalOffset(int bucket) {
        return buckets.offset(bucket) - origins[entry(tree.size() - 1, bucket)];
    }

    private boolean addUpwards(int from, int bucket) {
        int length = buckets.length(bucket);
        int offset = buckets.offset(bucket);
        int node = from;
        while (!tree.isRoot(node) && has(tree.sibling(node), bucket)) {
            int one = entry(node, bucket);
            int other = entry(tree.sibling(node), bucket);
            // Own sums lie at their place in the vector, the first of them wherever own ones meet.
            boolean intoOther = inPlace[other] && (!inPlace[one] || isLeft(tree.sibling(node)));
            int into = intoOther ? other : one;
            int source = intoOther ? one : other;
            float[] home = homes[into];
            kernels.add(
                    home, offset - origins[into], homes[source], offset - origins[source], length);
            node = tree.parent(node);
            kernels.round(tree.precision(node), home, offset - origins[into], length);
            place(node, bucket, home, origins[into], inPlace[into]);
        }
        return tree.isRoot(node);
    }

    private boolean isLeft(int node) {
        return tree.left(tree.parent(node)) == node;
    }

    private void place(int node, int bucket, float[] home, int origin, boolean own) {
        int entry = entry(node, bucket);
        homes[entry] = home;
        origins[entry] = origin;
        inPlace[entry] = own;
    }

    private int entry(int node, int bucket) {
        return node * owned + Objects.checkIndex(bucket - firstBucket, owned);
    }
}
