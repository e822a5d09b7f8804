package glissade.averaging;

import glissade.collective.Buckets;
import glissade.collective.SliceTree;
import glissade.math.Kernels;
import glissade.nn.ParameterLayout;
import java.util.ArrayList;
import java.util.List;

/**
 * Looks at a gradient layer by layer. Squares are summed per block of the layer in double on
 * sixteen lanes, then along the tree over these blocks; of equal components the first counts.
 */
final class LayerGradients {

    private final ParameterLayout layout;
    private final Kernels kernels;

    LayerGradients(ParameterLayout layout, Kernels kernels) {
        this.layout = layout;
        this.kernels = kernels;
    }

    /** The layers of {@code gradients} [parameterCount], in memory layout. */
    List<LayerGradient> of(float[] gradients) {
        List<LayerGradient> layers = new ArrayList<>();
        for (int layer = 0; layer < layout.layers(); layer++) {
            int from = layout.weightOffset(layer);
            int to = layout.endOffset(layer);
            int steepest = steepest(gradients, from, to);
            layers.add(
                    new LayerGradient(
                            layer,
                            norm(gradients, from, to),
                            name(layer, steepest),
                            gradients[steepest]));
        }
        return layers;
    }

    private double norm(float[] gradients, int from, int to) {
        double[] squares = new double[(to - from - 1) / Buckets.BLOCK + 1];
        for (int block = 0; block < squares.length; block++) {
            int start = from + block * Buckets.BLOCK;
            squares[block] =
                    kernels.sumOfSquares(gradients, start, Math.min(Buckets.BLOCK, to - start));
        }
        return Math.sqrt(SliceTree.sum(squares, squares.length));
    }

    private static int steepest(float[] gradients, int from, int to) {
        float largest = 0f;
        for (int i = from; i < to; i++) {
            largest = Math.max(largest, Math.abs(gradients[i]));
        }
        for (int i = from; i < to; i++) {
            if (Math.abs(gradients[i]) == largest) {
                return i;
            }
        }
        return from; // the largest is NaN
    }

    /** Units and inputs are counted as in files: [unit, input]. */
    private String name(int layer, int index) {
        int units = layout.outputs(layer);
        int bias = layout.biasOffset(layer);
        if (index < bias) {
            int place = index - layout.weightOffset(layer);
            return "weight[" + place % units + "," + place / units + "]";
        }
        int vector = (index - bias) / units;
        String kind = vector == 0 ? "bias" : vector == 1 ? "norm.weight" : "norm.bias";
        return kind + "[" + (index - bias) % units + "]";
    }
}
