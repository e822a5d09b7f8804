package glissade.averaging;

import glissade.collective.Buckets;
import glissade.collective.SliceTree;
import glissade.math.Kernels;
import glissade.nn.ParameterLayout;
import java.util.ArrayList;
import java.util.List;

/**
 * Looks at a gradient layer by layer. A layer is looked at in pieces, one in each block of the
 * parameter vector that it reaches into, so that owners of different blocks can look at a layer
 * together. Squares are summed per piece in double on sixteen lanes, then along the tree over the
 * layer's pieces; of equal components the first counts.
 */
final class LayerGradients {

    /** Of each piece: the sum of squares, the place of the steepest component, its slope. */
    private static final int NUMBERS = 3;

    private final ParameterLayout layout;
    private final Kernels kernels;
    private final int[] firstPiece;
    private final double[] numbers;

    LayerGradients(ParameterLayout layout, Kernels kernels) {
        this.layout = layout;
        this.kernels = kernels;
        this.firstPiece = new int[layout.layers() + 1];
        for (int layer = 0; layer < layout.layers(); layer++) {
            firstPiece[layer + 1] = firstPiece[layer] + lastBlock(layer) - firstBlock(layer) + 1;
        }
        this.numbers = new double[NUMBERS * firstPiece[layout.layers()]];
    }

    private int firstBlock(int layer) {
        return layout.weightOffset(layer) / Buckets.BLOCK;
    }

    private int lastBlock(int layer) {
        return (layout.endOffset(layer) - 1) / Buckets.BLOCK;
    }

    /** What was measured of all pieces; as far as measured here, or written by others' owners. */
    double[] numbers() {
        return numbers;
    }

    /** Where the numbers of the first piece begin that is not before this block. */
    int first(int block) {
        for (int layer = 0; layer < layout.layers(); layer++) {
            if (block <= lastBlock(layer)) {
                int piece = firstPiece[layer] + Math.max(0, block - firstBlock(layer));
                return NUMBERS * piece;
            }
        }
        return numbers.length;
    }

    /** The layers of {@code gradients} [parameterCount], in memory layout. */
    List<LayerGradient> of(float[] gradients) {
        measure(gradients, 0, (gradients.length - 1) / Buckets.BLOCK + 1);
        return whole();
    }

    /** Looks at the blocks {@code [fromBlock, toBlock)}. */
    void measure(float[] gradients, int fromBlock, int toBlock) {
        for (int layer = 0; layer < layout.layers(); layer++) {
            int end = Math.min(toBlock, lastBlock(layer) + 1);
            for (int block = Math.max(fromBlock, firstBlock(layer)); block < end; block++) {
                int from = Math.max(layout.weightOffset(layer), block * Buckets.BLOCK);
                int to = Math.min(layout.endOffset(layer), (block + 1) * Buckets.BLOCK);
                int at = NUMBERS * (firstPiece[layer] + block - firstBlock(layer));
                int steepest = steepest(gradients, from, to);
                numbers[at] = kernels.sumOfSquares(gradients, from, to - from);
                numbers[at + 1] = steepest;
                numbers[at + 2] = gradients[steepest];
            }
        }
    }

    /** The layers of the whole gradient, once all blocks are measured. */
    List<LayerGradient> whole() {
        List<LayerGradient> layers = new ArrayList<>();
        for (int layer = 0; layer < layout.layers(); layer++) {
            int first = firstPiece[layer];
            double[] squares = new double[firstPiece[layer + 1] - first];
            int steepest = NUMBERS * first;
            for (int piece = 0; piece < squares.length; piece++) {
                int at = NUMBERS * (first + piece);
                squares[piece] = numbers[at];
                if (Math.abs(numbers[at + 2]) > Math.abs(numbers[steepest + 2])) {
                    steepest = at;
                }
            }
            layers.add(
                    new LayerGradient(
                            layer,
                            Math.sqrt(SliceTree.sum(squares, squares.length)),
                            name(layer, (int) numbers[steepest + 1]),
                            (float) numbers[steepest + 2]));
        }
        return layers;
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
