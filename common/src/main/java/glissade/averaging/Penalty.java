package glissade.averaging;

import glissade.collective.Buckets;
import glissade.collective.SliceTree;
import glissade.math.Kernels;

/**
 * L1 and L2 penalties of the parameters: their gradient, and how high they are. Elementwise in the
 * gradient; the height is summed per run within a block in double on sixteen lanes, then along the
 * tree over block numbers. Confined to the averager's thread; allocates nothing after construction.
 */
final class Penalty {

    private static final int LANES = 16;

    private final float l1;
    private final float l2;
    private final double lambda1;
    private final double lambda2;
    private final ParameterRuns runs;
    private final Kernels kernels;
    private final double[] blocks;
    private final double[] lanes = new double[LANES];

    Penalty(Objective objective, ParameterRuns runs, Buckets buckets, Kernels kernels) {
        this.lambda1 = objective.l1();
        this.lambda2 = objective.l2();
        this.l1 = (float) lambda1;
        this.l2 = (float) lambda2;
        this.runs = runs;
        this.kernels = kernels;
        this.blocks = new double[buckets.blocks()];
    }

    /** Adds the penalties' gradient to that of the loss; at 0 the slope of |w| is taken as 0. */
    void addGradient(float[] parameters, float[] gradients, int offset, int length) {
        int end = offset + length;
        for (int from = offset, run = runs.at(offset); from < end; run++) {
            int to = Math.min(end, runs.end(run));
            if (runs.isPenalized(run)) {
                add(parameters, gradients, from, to);
            }
            from = to;
        }
    }

    private void add(float[] parameters, float[] gradients, int from, int to) {
        if (l2 > 0) {
            float rate = l2;
            for (int i = from; i < to; i++) {
                gradients[i] += rate * parameters[i];
            }
        }
        if (l1 > 0) {
            float slope = l1;
            // The compiler has vectors for signum, but not for a choice among three.
            for (int i = from; i < to; i++) {
                gradients[i] += slope * Math.signum(parameters[i]);
            }
        }
    }

    /** {@code λ1 Σ|w| + λ2/2 Σw²}. */
    double of(float[] parameters) {
        for (int block = 0; block < blocks.length; block++) {
            int from = block * Buckets.BLOCK;
            blocks[block] =
                    ofBlock(parameters, from, Math.min(parameters.length, from + Buckets.BLOCK));
        }
        return SliceTree.sum(blocks, blocks.length);
    }

    private double ofBlock(float[] parameters, int blockFrom, int blockTo) {
        double height = 0;
        for (int from = blockFrom, run = runs.at(blockFrom); from < blockTo; run++) {
            int to = Math.min(blockTo, runs.end(run));
            if (runs.isPenalized(run)) {
                if (lambda1 > 0) {
                    height += lambda1 * magnitudes(parameters, from, to);
                }
                if (lambda2 > 0) {
                    height += 0.5 * lambda2 * kernels.sumOfSquares(parameters, from, to - from);
                }
            }
            from = to;
        }
        return height;
    }

    private double magnitudes(float[] values, int from, int to) {
        double[] sums = lanes;
        for (int lane = 0; lane < LANES; lane++) {
            sums[lane] = 0;
        }
        for (int start = from; start < to; start += LANES) {
            int count = Math.min(LANES, to - start);
            for (int lane = 0; lane < count; lane++) {
                sums[lane] += Math.abs((double) values[start + lane]);
            }
        }
        return SliceTree.sum(sums, LANES);
    }
}
