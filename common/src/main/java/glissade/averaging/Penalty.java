package glissade.averaging;

import glissade.collective.Buckets;
import glissade.collective.SliceTree;

/**
 * L1 and L2 penalties of the parameters: their gradient, and how high they are. Elementwise in the
 * gradient; the height is summed per block in double on sixteen lanes, then along the tree over
 * block numbers. Confined to the averager's thread; allocates nothing after construction.
 */
final class Penalty {

    private static final int LANES = 16;

    private final float l1;
    private final float l2;
    private final double lambda1;
    private final double lambda2;
    private final ParameterRuns runs;
    private final double[] blocks;
    private final double[] lanes = new double[LANES];

    Penalty(Objective objective, ParameterRuns runs, Buckets buckets) {
        this.lambda1 = objective.l1();
        this.lambda2 = objective.l2();
        this.l1 = (float) lambda1;
        this.l2 = (float) lambda2;
        this.runs = runs;
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
        float rate = l2;
        for (int i = from; i < to; i++) {
            gradients[i] += rate * parameters[i];
        }
        if (l1 > 0) {
            float slope = l1;
            for (int i = from; i < to; i++) {
                float w = parameters[i];
                gradients[i] += w > 0 ? slope : w < 0 ? -slope : 0f;
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
        for (int lane = 0; lane < LANES; lane++) {
            lanes[lane] = 0;
        }
        for (int from = blockFrom, run = runs.at(blockFrom); from < blockTo; run++) {
            int to = Math.min(blockTo, runs.end(run));
            if (runs.isPenalized(run)) {
                for (int i = from; i < to; i++) {
                    double w = parameters[i];
                    lanes[(i - blockFrom) % LANES] +=
                            lambda1 * Math.abs(w) + 0.5 * lambda2 * (w * w);
                }
            }
            from = to;
        }
        return SliceTree.sum(lanes, LANES);
    }
}
