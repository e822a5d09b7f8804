package glissade.averaging;

import glissade.collective.Buckets;
import glissade.collective.OwnerRanges;
import glissade.collective.SliceTree;
import glissade.math.Kernels;
import glissade.nn.ParameterLayout;
import glissade.plane.FigureKind;

/**
 * Numbers that owners tell each other of a step's gradient, each those of its range: measured here
 * as far as own, and written by whoever receives them as far as others'. Confined to the averager's
 * thread; allocates nothing after construction.
 */
public final class GradientFigures {

    private final OwnerRanges ranges;
    private final double[] blockSquares;
    private final LayerGradients layers;
    private final PromisedFall promisedFall;

    GradientFigures(OwnerRanges ranges, ParameterLayout layout, Kernels kernels) {
        Buckets buckets = ranges.buckets();
        this.ranges = ranges;
        this.blockSquares = new double[buckets.blocks()];
        this.layers = new LayerGradients(layout, kernels);
        this.promisedFall = new PromisedFall(buckets.parameterCount());
    }

    /**
     * All numbers of a kind, for all ranges.
     *
     * @param kind a {@link FigureKind}, not the last
     */
    public double[] of(int kind) {
        return switch (kind) {
            case FigureKind.SQUARES -> blockSquares;
            case FigureKind.FALLS -> promisedFall.blocks();
            case FigureKind.LAYERS -> layers.numbers();
            default -> throw new IllegalArgumentException("there are no such figures: " + kind);
        };
    }

    /** Where those of a rank's range begin. */
    public int from(int kind, int ofRank) {
        return first(kind, ranges.fromBlock(ofRank));
    }

    /** Where they end. */
    public int to(int kind, int ofRank) {
        return first(kind, ranges.toBlock(ofRank));
    }

    private int first(int kind, int block) {
        return switch (kind) {
            case FigureKind.SQUARES -> block;
            case FigureKind.FALLS -> promisedFall.first(block);
            case FigureKind.LAYERS -> layers.first(block);
            default -> throw new IllegalArgumentException("there are no such figures: " + kind);
        };
    }

    /** The sum of squares of the block that begins at this parameter. */
    void squares(int offset, double sum) {
        blockSquares[offset / Buckets.BLOCK] = sum;
    }

    /** Euclidean norm of the whole gradient, once the squares of all blocks are there. */
    double norm() {
        return Math.sqrt(SliceTree.sum(blockSquares, blockSquares.length));
    }

    void measureFalls(int ofRank, float[] gradients, float[] before, float[] after) {
        promisedFall.measure(
                gradients,
                before,
                after,
                from(FigureKind.FALLS, ofRank),
                to(FigureKind.FALLS, ofRank));
    }

    void measureLayers(int ofRank, float[] gradients) {
        layers.measure(gradients, ranges.fromBlock(ofRank), ranges.toBlock(ofRank));
    }

    PromisedFall promisedFall() {
        return promisedFall;
    }

    LayerGradients layers() {
        return layers;
    }
}
