package glissade.nn;

import glissade.math.Kernels;

/**
 * Normalises the weighted sums of one layer, with what its way back needs for the rows of one
 * worker. Threads may work on disjoint rows at once.
 */
final class LayerNormalization {
    private final int units;
    private final int gainOffset;
    private final int shiftOffset;
    private final float[] normalized;
    private final float[] inverseDeviation;
    private final float[] gainTerms;
    private final float[] shiftTerms;

    LayerNormalization(ParameterLayout layout, int layer, int maxRows) {
        units = layout.outputs(layer);
        gainOffset = layout.gainOffset(layer);
        shiftOffset = layout.shiftOffset(layer);
        normalized = new float[Math.multiplyExact(maxRows, units)];
        inverseDeviation = new float[maxRows];
        gainTerms = new float[normalized.length];
        shiftTerms = new float[normalized.length];
    }

    /** Normalises z of the rows [maxRows, units], in place. */
    void forward(Kernels kernels, float[] parameters, float[] z, int fromRow, int toRow) {
        int offset = fromRow * units;
        kernels.layerNorm(
                toRow - fromRow,
                units,
                z,
                offset,
                parameters,
                gainOffset,
                shiftOffset,
                normalized,
                offset,
                inverseDeviation,
                fromRow);
    }

    /**
     * Turns gradients with respect to what {@link #forward} gave into those with respect to what it
     * took, in place, and keeps what {@link #gradient} sums.
     */
    void backward(Kernels kernels, float[] parameters, float[] deltas, int fromRow, int toRow) {
        int offset = fromRow * units;
        System.arraycopy(deltas, offset, shiftTerms, offset, (toRow - fromRow) * units);
        kernels.layerNormBackward(
                toRow - fromRow,
                units,
                deltas,
                offset,
                parameters,
                gainOffset,
                normalized,
                offset,
                inverseDeviation,
                fromRow,
                gainTerms,
                offset);
    }

    /** Writes the gradient sums of gain and shift over one tree node to their places. */
    void gradient(Kernels kernels, int fromRow, int toRow, int sliceSize, float[] gradients) {
        int rows = toRow - fromRow;
        int offset = fromRow * units;
        kernels.biasGradient(rows, sliceSize, units, gainTerms, offset, gradients, gainOffset);
        kernels.biasGradient(rows, sliceSize, units, shiftTerms, offset, gradients, shiftOffset);
    }
}
