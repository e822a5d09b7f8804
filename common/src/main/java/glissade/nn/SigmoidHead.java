package glissade.nn;

import glissade.math.Float32Math;
import glissade.math.Kernels;

/**
 * Sigmoid with binary cross-entropy, the mean over the outputs. The loss is {@code max(z, 0) - z y
 * + log(1 + exp(-|z|))}, finite for any finite z, where the logarithm of an output that rounds to 0
 * or 1 would not be; its gradient is {@code (sigmoid(z) - y) / outputs}.
 */
final class SigmoidHead implements OutputHead {
    /** Below this, log(1 + e) is e - e²/2 to the last bit of a float. */
    private static final float SMALL = 1e-4f;

    private final DenseLayer last;
    private final Targets targets;
    private final int outputs;
    private final float[] logits;

    SigmoidHead(DenseLayer last, Targets targets) {
        this.last = last;
        this.targets = targets;
        outputs = last.outputs();
        logits = new float[last.activations().length];
    }

    @Override
    public void activate(Kernels kernels, int fromRow, int toRow) {
        int offset = fromRow * outputs;
        int length = (toRow - fromRow) * outputs;
        System.arraycopy(last.activations(), offset, logits, offset, length);
        kernels.sigmoid(last.activations(), offset, length);
    }

    @Override
    public double loss(Kernels kernels, int fromRow, int toRow) {
        float[] activations = last.activations();
        float[] deltas = last.deltas();
        float[] values = targets.values();
        double sum = 0.0;
        for (int row = fromRow; row < toRow; row++) {
            targets.prepare(row);
            double ofRow = 0.0;
            for (int i = row * outputs; i < (row + 1) * outputs; i++) {
                float z = logits[i];
                double linear = Math.max(z, 0f) - (double) z * values[i];
                ofRow += linear + logOnePlus(Float32Math.exp(-Math.abs(z)));
                deltas[i] = (activations[i] - values[i]) / outputs;
            }
            sum += ofRow / outputs;
        }
        return sum;
    }

    private static double logOnePlus(float e) {
        return e < SMALL ? e - 0.5 * e * e : Float32Math.log(1f + e);
    }
}
