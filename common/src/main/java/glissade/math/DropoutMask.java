package glissade.math;

import glissade.math.CounterRandom.Purpose;

/**
 * Leaves units out by random words of {@link CounterRandom}, in plain loops: the scalar twin of
 * {@link VectorDropout}. Confined to one thread.
 */
final class DropoutMask {
    /** Random words are compared by their upper 24 bits, as uniform floats have them. */
    private static final int WORDS = 1 << 24;

    final CounterRandom random = new CounterRandom(0, Purpose.DROPOUT, 0, 0);

    /** Changes which numbers are drawn. */
    void key(long seed, int epoch, int sample) {
        random.key(seed, Purpose.DROPOUT, epoch, sample);
    }

    /** Words below this leave their unit out. */
    static int threshold(double rate) {
        if (!(rate >= 0 && rate < 1)) {
            throw new IllegalArgumentException("rate must be from 0 to below 1: rate=" + rate);
        }
        return (int) (rate * WORDS + 0.5);
    }

    /** What the units that stay are multiplied by. */
    static float scale(double rate) {
        return (float) (1.0 / (1.0 - rate));
    }

    void apply(float[] values, int offset, int length, int firstUnit, int threshold, float scale) {
        for (int i = 0; i < length; i++) {
            values[offset + i] *= random.bits(firstUnit + i) >>> 8 < threshold ? 0f : scale;
        }
    }
}
