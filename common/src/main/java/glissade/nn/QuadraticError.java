package glissade.nn;

/** {@code 1/2 Σ (a - y)²}, with gradient {@code a - y}. */
final class QuadraticError implements ElementwiseLoss {

    @Override
    public double evaluate(
            float[] outputs, float[] targets, float[] gradients, int offset, int length) {
        double sum = 0.0;
        for (int i = offset; i < offset + length; i++) {
            double error = (double) outputs[i] - targets[i];
            sum += error * error;
            gradients[i] = (float) error;
        }
        return 0.5 * sum;
    }
}
