package glissade.averaging;

import glissade.collective.Buckets;
import glissade.optim.Optimizer;

/**
 * The optimizer's vectors of the parameters that an averager owns, and of no others.
 *
 * <p>The optimizer's loops have one offset for all arrays, or else the compiler makes no vectors of
 * them. Who owns everything has arrays of the whole length and nothing is copied. Who owns a range
 * has the vectors in pieces of a block; a block's parameters and gradients are copied to where the
 * piece begins, updated there, and copied on to the next parameters, all of it in a core's own
 * cache.
 *
 * <p>Confined to the averager's thread, but for an owner of everything, whose disjoint elements
 * lanes may update at once. Allocates nothing after construction but copies that are asked for.
 */
final class OwnedVectors {

    private final int from;
    private final int to;
    private final int vectors;
    private final int pieceLength;

    /** [piece][vector][floats of the piece] */
    private final float[][][] pieces;

    /** Parameters of the block at hand. */
    private final float[] blockParameters;

    /** Gradients of it. */
    private final float[] blockGradients;

    /**
     * Copies the vectors of {@code [from, to)} out of a state that holds these, or more.
     *
     * @param from first parameter owned, a multiple of a block
     * @param to one past the last; equal to {@code from} where nothing is owned
     */
    OwnedVectors(TrainingState initial, int from, int to) {
        this.vectors = initial.optimizerState().length;
        boolean isWhole = vectors == 0 || to - from == initial.parameters().length;
        this.from = from;
        this.to = to;
        this.pieceLength = isWhole ? initial.parameters().length : Buckets.BLOCK;
        this.blockParameters = new float[isWhole ? 0 : pieceLength];
        this.blockGradients = new float[isWhole ? 0 : pieceLength];
        int count = from == to ? 0 : (to - from - 1) / pieceLength + 1;
        this.pieces = new float[count][vectors][];
        for (int piece = 0; piece < pieces.length; piece++) {
            int start = from + piece * pieceLength;
            int length = Math.min(pieceLength, to - start);
            for (int vector = 0; vector < vectors; vector++) {
                pieces[piece][vector] = new float[length];
                System.arraycopy(
                        initial.optimizerState()[vector],
                        start - initial.optimizerFrom(),
                        pieces[piece][vector],
                        0,
                        length);
            }
        }
    }

    /** First parameter owned. */
    int from() {
        return from;
    }

    /**
     * Updates the elements {@code [offset, offset + length)}, owned and of one block.
     *
     * @param parameters of the step, not modified
     * @param next receives those of the next
     */
    void update(
            Optimizer optimizer,
            float[] parameters,
            float[] gradients,
            float[] next,
            int offset,
            int length,
            boolean decayed) {
        int piece = (offset - from) / pieceLength;
        int at = offset - from - piece * pieceLength;
        if (blockParameters.length == 0) {
            optimizer.update(parameters, gradients, next, pieces[piece], offset, length, decayed);
            return;
        }
        System.arraycopy(parameters, offset, blockParameters, at, length);
        System.arraycopy(gradients, offset, blockGradients, at, length);
        optimizer.update(
                blockParameters,
                blockGradients,
                blockParameters,
                pieces[piece],
                at,
                length,
                decayed);
        System.arraycopy(blockParameters, at, next, offset, length);
    }

    /** Copies of the vectors [state vectors][parameters owned]. */
    float[][] copy() {
        float[][] copies = new float[vectors][to - from];
        for (int vector = 0; vector < vectors; vector++) {
            store(vector, copies[vector], 0);
        }
        return copies;
    }

    /** Writes a vector's owned elements, from {@code at} on. */
    void store(int vector, float[] target, int at) {
        int offset = at;
        for (float[][] piece : pieces) {
            System.arraycopy(piece[vector], 0, target, offset, piece[vector].length);
            offset += piece[vector].length;
        }
    }

    /** Reads what {@link #store} has written. */
    void load(int vector, float[] source, int at) {
        int offset = at;
        for (float[][] piece : pieces) {
            System.arraycopy(source, offset, piece[vector], 0, piece[vector].length);
            offset += piece[vector].length;
        }
    }
}
