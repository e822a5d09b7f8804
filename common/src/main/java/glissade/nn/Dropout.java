package glissade.nn;

import glissade.math.Kernels;

/**
 * Leaves units of one hidden layer out, each sample its own: what the next layer takes in are
 * copies with zeros, so that the activations stay whole for their derivative. The way back leaves
 * out the same units, which are a function of seed, epoch, sample and unit. Threads may work on
 * disjoint rows at once.
 */
final class Dropout {
    private final double rate;
    private final long seed;
    private final int units;
    private final int firstUnit;
    private final float[] passedOn;

    /**
     * @param firstUnit number of hidden units in the layers below
     */
    Dropout(TrainingNoise noise, int units, int firstUnit, int maxRows) {
        rate = noise.dropout();
        seed = noise.seed();
        this.units = units;
        this.firstUnit = firstUnit;
        passedOn = new float[Math.multiplyExact(maxRows, units)];
    }

    /** [maxRows, units]: what the next layer takes in. */
    float[] passedOn() {
        return passedOn;
    }

    /** Fills {@link #passedOn} from the activations of the rows. */
    void forward(
            Kernels kernels,
            float[] activations,
            int epoch,
            int[] samples,
            int fromRow,
            int toRow) {
        int offset = fromRow * units;
        System.arraycopy(activations, offset, passedOn, offset, (toRow - fromRow) * units);
        leaveOut(kernels, passedOn, epoch, samples, fromRow, toRow);
    }

    /** Carries gradients with respect to {@link #passedOn} back to the activations, in place. */
    void backward(
            Kernels kernels, float[] deltas, int epoch, int[] samples, int fromRow, int toRow) {
        leaveOut(kernels, deltas, epoch, samples, fromRow, toRow);
    }

    private void leaveOut(
            Kernels kernels, float[] values, int epoch, int[] samples, int fromRow, int toRow) {
        for (int row = fromRow; row < toRow; row++) {
            kernels.dropout(values, row * units, units, rate, seed, epoch, samples[row], firstUnit);
        }
    }
}
