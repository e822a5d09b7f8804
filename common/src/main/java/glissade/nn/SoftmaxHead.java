package glissade.nn;

import glissade.math.Kernels;

/**
 * Softmax with cross-entropy against labels. The loss is {@code logSumExp(z) - z[label]}, finite
 * for any finite z, where the logarithm of a probability that rounds to 0 would not be; its
 * gradient is {@code softmax(z) - y}.
 */
final class SoftmaxHead implements OutputHead {
    private final DenseLayer last;
    private final Targets targets;
    private final int outputs;
    private final float[] logits;
    private final float[] logSumExp;

    SoftmaxHead(DenseLayer last, Targets targets) {
        this.last = last;
        this.targets = targets;
        outputs = last.outputs();
        logits = new float[last.activations().length];
        logSumExp = new float[targets.labels().length];
    }

    @Override
    public void activate(Kernels kernels, int fromRow, int toRow) {
        int offset = fromRow * outputs;
        int rows = toRow - fromRow;
        float[] activations = last.activations();
        System.arraycopy(activations, offset, logits, offset, rows * outputs);
        kernels.softmax(rows, outputs, activations, offset, logSumExp, fromRow);
    }

    @Override
    public double loss(Kernels kernels, int fromRow, int toRow) {
        if (targets.smoothing() > 0) {
            return smoothedLoss(fromRow, toRow);
        }
        float[] deltas = last.deltas();
        int offset = fromRow * outputs;
        System.arraycopy(last.activations(), offset, deltas, offset, (toRow - fromRow) * outputs);
        double sum = 0.0;
        for (int row = fromRow; row < toRow; row++) {
            int label = row * outputs + targets.label(row);
            deltas[label] -= 1f;
            sum += (double) logSumExp[row] - logits[label];
        }
        return sum;
    }

    private double smoothedLoss(int fromRow, int toRow) {
        float[] deltas = last.deltas();
        float[] probabilities = last.activations();
        float[] values = targets.values();
        double sum = 0.0;
        for (int row = fromRow; row < toRow; row++) {
            targets.prepare(row);
            double ofRow = 0.0;
            for (int i = row * outputs; i < (row + 1) * outputs; i++) {
                ofRow += values[i] * ((double) logSumExp[row] - logits[i]);
                deltas[i] = probabilities[i] - values[i];
            }
            sum += ofRow;
        }
        return sum;
    }
}
