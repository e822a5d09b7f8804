package glissade.nn;

/**
 * {@code Σ |a - y| / length}, with gradient {@code sign(a - y) / length}; where an output meets its
 * target the subgradient 0 is taken.
 */
final class MeanAbsoluteError implements ElementwiseLoss {

    @Override
    public double evaluate(
            float[] outputs, float[] targets, float[] gradients, int offset, int length) {
        float slope = (float) (1.0 / length);
        double sum = 0.0;
        for (int i = offset; i < offset + length; i++) {
            double error = (double) outputs[i] - targets[i];
            sum += Math.abs(error);
            // NaN is neither above nor below, and must not turn into a slope of 0.
            gradients[i] = error > 0 ? slope : error < 0 ? -slope : (float) error;
        }
        return sum / length;
    }
}
