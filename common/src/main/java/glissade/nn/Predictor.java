package glissade.nn;

import glissade.math.Kernels;

/**
 * Applies a trained network to batches of samples: fill {@link #inputs}, call {@link #predict},
 * read {@link #outputs}. Confined to one thread; allocates nothing after construction.
 */
public final class Predictor {
    private final Kernels kernels;
    private final float[] parameters;
    private final Propagation propagation;

    /**
     * Allocates buffers for batches.
     *
     * @param parameters [parameterCount] in memory order; kept, not copied or modified
     * @param maxRows most samples of one batch
     * @throws IllegalArgumentException if the network has another number of parameters
     */
    public Predictor(Kernels kernels, Network network, float[] parameters, int maxRows) {
        network.layout().requireLength(parameters);
        this.kernels = kernels;
        this.parameters = parameters;
        propagation = new Propagation(network, maxRows);
    }

    /** [maxRows, inputs], filled by the caller. */
    public float[] inputs() {
        return propagation.inputs();
    }

    /** Computes the outputs of the first {@code rows} rows. */
    public void predict(int rows) {
        propagation.forward(kernels, parameters, 0, rows);
    }

    /**
     * [maxRows, outputs] of the last {@link #predict}: with softmax the probabilities of the
     * classes, else what the output activation gives.
     */
    public float[] outputs() {
        return propagation.outputs();
    }

    /**
     * Class of a row of the last {@link #predict}, or {@link ArgMax#NONE} where an output is NaN.
     */
    public int predictedClass(int row) {
        return propagation.predictedClass(row);
    }
}
