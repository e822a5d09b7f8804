package glissade.averaging;

import java.util.List;

/**
 * What is known of a step that has just been committed, for whoever logs or watches; to be asked
 * before the next begins.
 */
public interface Commit {

    /** Steps committed, this one included. */
    long step();

    /** Mean loss per sample of the mini-batch, before the update. */
    double meanLoss();

    /** Penalties of the parameters before the update; 0 for none. */
    double penalty();

    double learningRate();

    /** Euclidean norm of the objective's gradient, before it was scaled down. */
    double gradientNorm();

    /** The gradient by layer; empty where nobody has it. */
    List<LayerGradient> layerGradients();

    /**
     * How far the objective would have fallen by the update if its gradient had held all the way.
     */
    double promisedFall();
}
