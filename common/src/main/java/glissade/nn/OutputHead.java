package glissade.nn;

import glissade.math.Kernels;

/**
 * The end of a network: output activation and loss, which belong together because some pairs are
 * only stable when computed as one. Works on the buffers of the last layer; threads may work on
 * disjoint rows at once.
 */
interface OutputHead {

    /** Turns the weighted sums of the rows, in the last layer's activations, into outputs. */
    void activate(Kernels kernels, int fromRow, int toRow);

    /**
     * Returns the sum of the losses of the rows, ascending, in double, and writes the last layer's
     * deltas.
     */
    double loss(Kernels kernels, int fromRow, int toRow);
}
