package glissade.bench;

import glissade.collective.SliceTree;

/** The vectors that are summed, and what their sums must be. */
final class SampleVectors {
    private final int worldSize;

    SampleVectors(int worldSize) {
        this.worldSize = worldSize;
    }

    /** Fills {@code vector[0, floats)} with the values of one rank in one round. */
    static void fill(float[] vector, int floats, int rank, int round) {
        for (int i = 0; i < floats; i++) {
            vector[i] = value(i, rank, round);
        }
    }

    /**
     * Whether {@code vector[0, floats)} is, in every element, what serial addition along the tree
     * has after so many sums: the first of the ranks' values, each later one of the sum before.
     */
    boolean holdsSums(float[] vector, int floats, int round, int sums) {
        for (int i = 0; i < floats; i++) {
            float expected = treeSum(i, round, 0, worldSize);
            for (int further = 1; further < sums; further++) {
                expected = sumOfEquals(expected, worldSize);
            }
            if (vector[i] != expected) {
                return false;
            }
        }
        return true;
    }

    /**
     * The sum along the tree over so many leaves, all of the same value: whole subtrees of a power
     * of two are exact products, and the largest is always on the left.
     */
    static float sumOfEquals(float value, int leaves) {
        int part = Integer.lowestOneBit(leaves);
        float sum = part * value;
        for (int rest = leaves - part; rest != 0; rest -= part) {
            part = Integer.lowestOneBit(rest);
            sum = part * value + sum;
        }
        return sum;
    }

    private static float treeSum(int index, int round, int lo, int hi) {
        if (hi - lo == 1) {
            return value(index, lo, round);
        }
        int middle = SliceTree.split(lo, hi);
        return treeSum(index, round, lo, middle) + treeSum(index, round, middle, hi);
    }

    /** From -1 to below 1, with all bits of the fraction in use. */
    private static float value(int index, int rank, int round) {
        int mixed = (index * 0x9E37_79B1 + rank) * 0x85EB_CA6B + round;
        mixed ^= mixed >>> 15;
        mixed *= 0x2C1B_3C6D;
        mixed ^= mixed >>> 12;
        return (mixed >> 8) * 0x1p-23f;
    }
}
