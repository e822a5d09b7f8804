package glissade.nn;

/** {@code Σ (a - y)² / length}, with gradient {@code 2 (a - y) / length}. */
final class MeanSquaredError implements ElementwiseLoss {

    @Override
    public double evaluate(
            float[] outputs, float[] targets, float[] gradients, int offset, int length) {
        double sum = 0.0;
        for (int i = offset; i < offset + length; i++) {
            double error = (double) outputs[i] - targets[i];
            sum += error * error;
            gradients[i] = (float) (2.0 * error / length);
        }
        return sum / length;
    }
}
