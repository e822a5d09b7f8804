package glissade.averaging;

import glissade.collective.Buckets;
import glissade.collective.SliceTree;

/**
 * How far the objective would fall by an update if its gradient held all the way: minus the inner
 * product of both. Of a large network only some blocks are looked at, evenly spread, and taken for
 * the whole: this is to judge by, not to reckon with. Summed per block in double on sixteen lanes,
 * then along the tree over the blocks looked at. Confined to the averager's thread; allocates
 * nothing after construction.
 */
final class PromisedFall {

    private static final int LANES = 16;
    private static final int MOST_BLOCKS = 32;

    private final int parameterCount;
    private final int stride;
    private final double scale;
    private final double[] blocks;
    private final double[] lanes = new double[LANES];

    PromisedFall(int parameterCount) {
        this.parameterCount = parameterCount;
        int all = (parameterCount - 1) / Buckets.BLOCK + 1;
        stride = (all - 1) / MOST_BLOCKS + 1;
        blocks = new double[(all - 1) / stride + 1];
        int seen = 0;
        for (int number = 0; number < blocks.length; number++) {
            int from = number * stride * Buckets.BLOCK;
            seen += Math.min(parameterCount, from + Buckets.BLOCK) - from;
        }
        scale = (double) parameterCount / seen;
    }

    /** Of the update from {@code before} to {@code after}, all three [parameterCount]. */
    double of(float[] gradient, float[] before, float[] after) {
        measure(gradient, before, after, 0, blocks.length);
        return whole();
    }

    /** What is looked at in each block; as far as measured here, or written by others' owners. */
    double[] blocks() {
        return blocks;
    }

    /** The first of the blocks looked at that is not before this block of all. */
    int first(int block) {
        return (block + stride - 1) / stride;
    }

    /** Looks at the blocks looked at {@code [fromNumber, toNumber)}. */
    void measure(float[] gradient, float[] before, float[] after, int fromNumber, int toNumber) {
        for (int number = fromNumber; number < toNumber; number++) {
            int from = number * stride * Buckets.BLOCK;
            int to = Math.min(parameterCount, from + Buckets.BLOCK);
            blocks[number] = ofBlock(gradient, before, after, from, to);
        }
    }

    /** Of the whole update, once all blocks are measured. */
    double whole() {
        return SliceTree.sum(blocks, blocks.length) * scale;
    }

    private double ofBlock(float[] gradient, float[] before, float[] after, int from, int to) {
        double[] sums = lanes;
        for (int lane = 0; lane < LANES; lane++) {
            sums[lane] = 0;
        }
        for (int start = from; start < to; start += LANES) {
            int count = Math.min(LANES, to - start);
            for (int lane = 0; lane < count; lane++) {
                int i = start + lane;
                sums[lane] += gradient[i] * ((double) before[i] - after[i]);
            }
        }
        return SliceTree.sum(sums, LANES);
    }
}
