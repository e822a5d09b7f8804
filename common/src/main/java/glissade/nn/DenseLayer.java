package glissade.nn;

import glissade.math.Elementwise;
import glissade.math.Kernels;
import org.jspecify.annotations.Nullable;

/**
 * One fully connected layer with the buffers for the rows of one worker: {@code a = f(x · V + b)}
 * with V [inputs, outputs], the weighted sums normalised before f and units left out after it where
 * the network has that. Threads may work on disjoint rows, and on disjoint inputs of the gradient,
 * at once.
 */
final class DenseLayer {
    private final int inputs;
    private final int outputs;
    private final int weightOffset;
    private final int biasOffset;
    private final Activation activation;
    private final @Nullable LayerNormalization norm;
    private final @Nullable Dropout dropout;
    private final float[] activations;
    private final float[] deltas;

    /**
     * @param dropout of this layer's units; null for none
     */
    DenseLayer(
            ParameterLayout layout,
            int layer,
            Activation activation,
            @Nullable Dropout dropout,
            int maxRows) {
        inputs = layout.inputs(layer);
        outputs = layout.outputs(layer);
        weightOffset = layout.weightOffset(layer);
        biasOffset = layout.biasOffset(layer);
        this.activation = activation;
        norm = layout.normalizes(layer) ? new LayerNormalization(layout, layer, maxRows) : null;
        this.dropout = dropout;
        activations = new float[Math.multiplyExact(maxRows, outputs)];
        deltas = new float[activations.length];
    }

    int outputs() {
        return outputs;
    }

    Activation activation() {
        return activation;
    }

    /** a [maxRows, outputs]. */
    float[] activations() {
        return activations;
    }

    /** What the next layer takes in [maxRows, outputs]: a, without the units that are left out. */
    float[] passedOn() {
        return dropout == null ? activations : dropout.passedOn();
    }

    /**
     * Gradient of each sample's loss with respect to z = x · V + b, [maxRows, outputs]; valid once
     * the layer above went {@link #backward}.
     */
    float[] deltas() {
        return deltas;
    }

    /**
     * Computes {@link #activations} and {@link #passedOn} of the rows; {@code x} is [maxRows,
     * inputs].
     */
    void forward(
            Kernels kernels,
            float[] parameters,
            float[] x,
            int epoch,
            int[] samples,
            int fromRow,
            int toRow) {
        if (norm == null) {
            product(kernels, activation.elementwise(), parameters, x, fromRow, toRow);
        } else {
            weightedSums(kernels, parameters, x, fromRow, toRow);
            norm.forward(kernels, parameters, activations, fromRow, toRow);
            applyActivation(kernels, fromRow, toRow);
        }
        if (dropout != null) {
            dropout.forward(kernels, activations, epoch, samples, fromRow, toRow);
        }
    }

    /** Writes z of the rows to {@link #activations}; {@code x} is [maxRows, inputs]. */
    void weightedSums(Kernels kernels, float[] parameters, float[] x, int fromRow, int toRow) {
        product(kernels, Elementwise.IDENTITY, parameters, x, fromRow, toRow);
    }

    private void product(
            Kernels kernels, Elementwise f, float[] parameters, float[] x, int fromRow, int toRow) {
        kernels.dense(
                toRow - fromRow,
                inputs,
                outputs,
                x,
                fromRow * inputs,
                parameters,
                weightOffset,
                f,
                parameters,
                biasOffset,
                activations,
                fromRow * outputs);
    }

    /** Applies f to the rows of {@link #activations}. */
    void applyActivation(Kernels kernels, int fromRow, int toRow) {
        int length = (toRow - fromRow) * outputs;
        kernels.apply(activation.elementwise(), activations, fromRow * outputs, length);
    }

    /** Turns gradients with respect to a, in {@link #deltas}, into those before f. */
    void multiplyByDerivative(Kernels kernels, int fromRow, int toRow) {
        int offset = fromRow * outputs;
        int length = (toRow - fromRow) * outputs;
        kernels.multiplyByDerivative(
                activation.elementwise(), deltas, offset, activations, offset, length);
    }

    /** Writes the deltas of the layer that feeds this one. */
    void backward(
            Kernels kernels,
            float[] parameters,
            DenseLayer below,
            int epoch,
            int[] samples,
            int fromRow,
            int toRow) {
        // Units that are left out come between the product and the slope.
        boolean fused = below.dropout == null;
        kernels.denseBackward(
                toRow - fromRow,
                outputs,
                inputs,
                deltas,
                fromRow * outputs,
                parameters,
                weightOffset,
                fused ? below.activation.elementwise() : Elementwise.IDENTITY,
                below.activations,
                fromRow * inputs,
                below.deltas,
                fromRow * inputs);
        if (below.dropout != null) {
            below.dropout.backward(kernels, below.deltas, epoch, samples, fromRow, toRow);
            below.multiplyByDerivative(kernels, fromRow, toRow);
        }
        if (below.norm != null) {
            below.norm.backward(kernels, parameters, below.deltas, fromRow, toRow);
        }
    }

    /**
     * Writes the gradient sum of one tree node to its place in {@code gradients}: weight rows
     * {@code [fromInput, toInput)}, and bias, gain and shift when these are the last.
     */
    void gradient(
            Kernels kernels,
            float[] x,
            int fromRow,
            int toRow,
            int sliceSize,
            int fromInput,
            int toInput,
            float[] gradients) {
        int rows = toRow - fromRow;
        int deltaOffset = fromRow * outputs;
        kernels.weightGradient(
                rows,
                sliceSize,
                inputs,
                outputs,
                fromInput,
                toInput,
                x,
                fromRow * inputs,
                deltas,
                deltaOffset,
                gradients,
                weightOffset);
        if (toInput == inputs) {
            kernels.biasGradient(
                    rows, sliceSize, outputs, deltas, deltaOffset, gradients, biasOffset);
            if (norm != null) {
                norm.gradient(kernels, fromRow, toRow, sliceSize, gradients);
            }
        }
    }
}
