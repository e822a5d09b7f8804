package glissade.math;

import java.util.ArrayList;
import java.util.List;

/**
 * The matrix products of the arithmetic contract, written from its text one element at a time and
 * by recursion, as far from the tiled code as possible.
 */
final class ReferenceProducts {
    private ReferenceProducts() {}

    /** Element (row, column) of a product; the functions give the factors by (index, k). */
    interface Factor {
        float at(int index, int k);
    }

    static float element(int fromK, int toK, int row, int column, Factor a, Factor b) {
        float sum = 0f;
        for (int k = fromK; k < toK; k++) {
            sum = Math.fma(a.at(row, k), b.at(column, k), sum);
        }
        return sum;
    }

    /** Sum over samples [0, rows), cut into slices that are added by the slice tree. */
    static float treeElement(int rows, int sliceSize, int row, int column, Factor a, Factor b) {
        List<Float> slices = new ArrayList<>();
        for (int from = 0; from < rows; from += sliceSize) {
            slices.add(element(from, Math.min(rows, from + sliceSize), row, column, a, b));
        }
        return tree(slices);
    }

    /** A node [0, n) splits at the largest power of two below n. */
    static float tree(List<Float> leaves) {
        if (leaves.size() == 1) {
            return leaves.getFirst();
        }
        int split = Integer.highestOneBit(leaves.size() - 1);
        return tree(leaves.subList(0, split)) + tree(leaves.subList(split, leaves.size()));
    }
}
