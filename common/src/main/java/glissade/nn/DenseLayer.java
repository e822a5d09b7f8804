package glissade.nn;

import glissade.math.Kernels;

/**
 * One fully connected layer with the buffers for the rows of one worker: {@code a = f(x · V + b)}
 * with V [inputs, outputs]. Threads may work on disjoint rows, and on disjoint inputs of the
 * gradient, at once.
 */
final class DenseLayer {
    private final int inputs;
    private final int outputs;
    private final int weightOffset;
    private final int biasOffset;
    private final Activation activation;
    private final float[] activations;
    private final float[] deltas;

    DenseLayer(ParameterLayout layout, int layer, Activation activation, int maxRows) {
        inputs = layout.inputs(layer);
        outputs = layout.outputs(layer);
        weightOffset = layout.weightOffset(layer);
        biasOffset = layout.biasOffset(layer);
        this.activation = activation;
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

    /** Gradient of each sample's loss with respect to z = x · V + b, [maxRows, outputs]. */
    float[] deltas() {
        return deltas;
    }

    /** Writes z of the rows to {@link #activations}; {@code x} is [maxRows, inputs]. */
    void weightedSums(Kernels kernels, float[] parameters, float[] x, int fromRow, int toRow) {
        int rows = toRow - fromRow;
        int offset = fromRow * outputs;
        kernels.matmul(
                rows,
                inputs,
                outputs,
                x,
                fromRow * inputs,
                parameters,
                weightOffset,
                activations,
                offset);
        kernels.addBias(rows, outputs, activations, offset, parameters, biasOffset);
    }

    /** Turns z of the rows, in {@link #activations}, into a. */
    void activate(Kernels kernels, int fromRow, int toRow) {
        activation.apply(kernels, activations, fromRow * outputs, (toRow - fromRow) * outputs);
    }

    /** Turns gradients with respect to a, in {@link #deltas}, into those with respect to z. */
    void multiplyByDerivative(Kernels kernels, int fromRow, int toRow) {
        activation.multiplyByDerivative(
                kernels, deltas, activations, fromRow * outputs, (toRow - fromRow) * outputs);
    }

    /** Writes the deltas of the layer that feeds this one. */
    void backward(Kernels kernels, float[] parameters, DenseLayer below, int fromRow, int toRow) {
        kernels.matmulTransposed(
                toRow - fromRow,
                outputs,
                inputs,
                deltas,
                fromRow * outputs,
                parameters,
                weightOffset,
                below.deltas,
                fromRow * inputs);
        below.multiplyByDerivative(kernels, fromRow, toRow);
    }

    /**
     * Writes the gradient sum of one tree node to its place in {@code gradients}: weight rows
     * {@code [fromInput, toInput)}, and the bias when {@code fromInput} is 0.
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
        if (fromInput == 0) {
            kernels.biasGradient(
                    rows, sliceSize, outputs, deltas, deltaOffset, gradients, biasOffset);
        }
    }
}
