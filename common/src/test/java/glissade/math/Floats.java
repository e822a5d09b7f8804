package glissade.math;

import java.util.SplittableRandom;

/** Test data: arrays filled from a seed, and the values at which float functions go wrong. */
final class Floats {
    private Floats() {}

    static float[] random(long seed, int length) {
        var random = new SplittableRandom(seed);
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (float) (random.nextDouble() * 2.0 - 1.0);
        }
        return values;
    }

    /** Random values with one of the {@link #specials} at every seventh place. */
    static float[] withSpecials(long seed, int length) {
        float[] values = random(seed, length);
        float[] specials = specials();
        for (int i = 0; i < length; i += 7) {
            values[i] = specials[(int) ((seed + i / 7) % specials.length)];
        }
        return values;
    }

    static float[] specials() {
        float[] magnitudes = {
            0f,
            Float.MIN_VALUE,
            1e-42f,
            Float.MIN_NORMAL,
            1e-30f,
            1e-7f,
            0.1f,
            0.5f,
            0.70710677f,
            1f,
            1.4142135f,
            2f,
            17.5f,
            87.3f,
            88.72283f,
            88.72284f,
            89f,
            103.97f,
            103.98f,
            110f,
            1e4f,
            1e30f,
            Float.MAX_VALUE,
            Float.POSITIVE_INFINITY,
            Float.NaN
        };
        float[] values = new float[2 * magnitudes.length];
        for (int i = 0; i < magnitudes.length; i++) {
            values[2 * i] = magnitudes[i];
            values[2 * i + 1] = -magnitudes[i];
        }
        return values;
    }

    /** Random values of every exponent and sign: random bits. */
    static float[] randomBits(long seed, int length) {
        var random = new SplittableRandom(seed);
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = Float.intBitsToFloat(random.nextInt());
        }
        return values;
    }

    static float[] concat(float[] left, float[] right) {
        float[] both = java.util.Arrays.copyOf(left, left.length + right.length);
        System.arraycopy(right, 0, both, left.length, right.length);
        return both;
    }
}
