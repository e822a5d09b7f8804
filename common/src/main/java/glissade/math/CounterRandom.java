package glissade.math;

/**
 * Generates random numbers without state that runs on: the value is a function of a key (seed,
 * purpose, epoch, item) and an index, so any value can be had at any time, by anyone, in any order.
 *
 * <p>The key is hashed into two ints; a word is {@code mixB(mixA(index · φ + low) ^ high)} with the
 * two multiply-xorshift mixers below. These are 32-bit additions, multiplications, shifts and xors,
 * which exist lanewise on every vector width. Within one key the words of different indices differ,
 * and 2^32 indices are one full period.
 *
 * <p>Allocation-free: {@link #key} re-keys in place. An instance is confined to one thread.
 *
 * @see <a href="https://nullprogram.com/blog/2018/07/31/">Wellons, Prospecting for Hash
 *     Functions</a> for the constants of the mixers
 */
public final class CounterRandom {

    /** What numbers are drawn for; different purposes never share a stream. Codes are fixed. */
    public enum Purpose {
        /** Initial parameters; the item is the layer. */
        INITIALIZATION(1),
        /** Order of the training samples in an epoch. */
        SAMPLE_ORDER(2),
        /** Which samples of a data set are held out as the test set. */
        HOLD_OUT(3),
        /** Which samples of the training part are taken for validation. */
        VALIDATION(4),
        /** Synthetic training digits; the item is the image. */
        TRAINING_DIGITS(5),
        /** Synthetic test digits; the item is the image. */
        TEST_DIGITS(6),
        /** Units that a step leaves out; the item is the sample, the index the unit. */
        DROPOUT(7),
        /** Samples that mean nothing; the item is the sample. */
        NOISE(8);

        private final int code;

        Purpose(int code) {
            this.code = code;
        }
    }

    static final int GOLDEN = 0x9e3779b9;

    static final int A1 = 0x7feb352d;
    static final int A2 = 0x846ca68b;
    static final int B1 = 0x21f0aaad;
    static final int B2 = 0xd35a2d97;

    /** Changes the key for the second word of a double. */
    private static final int SECOND_WORD = 0x5bd1e995;

    private int low;
    private int high;

    /** Starts with the given key; see {@link #key}. */
    public CounterRandom(long seed, Purpose purpose, int epoch, int item) {
        key(seed, purpose, epoch, item);
    }

    /**
     * Changes the key in place.
     *
     * @param seed the run's seed
     * @param epoch 0 where the numbers do not depend on an epoch
     * @param item sample, layer or image; 0 where there is only one
     */
    public void key(long seed, Purpose purpose, int epoch, int item) {
        int a = GOLDEN;
        int b = ~GOLDEN;
        int word = (int) seed;
        a = mixA(a ^ word);
        b = mixB(b + word);
        word = (int) (seed >>> 32);
        a = mixA(a ^ word);
        b = mixB(b + word);
        word = purpose.code;
        a = mixA(a ^ word);
        b = mixB(b + word);
        a = mixA(a ^ epoch);
        b = mixB(b + epoch);
        low = mixA(a ^ item);
        high = mixB(b + item);
    }

    /** Returns 32 uniformly distributed bits. */
    public int bits(int index) {
        return word(low, high, index);
    }

    /** Returns a float uniform in [0, 1), a multiple of 2^-24. */
    public float uniform(int index) {
        return (bits(index) >>> 8) * 0x1.0p-24f;
    }

    /** Returns a double uniform in [0, 1), a multiple of 2^-53. */
    public double uniformDouble(int index) {
        return (longBits(index) >>> 11) * 0x1.0p-53;
    }

    /**
     * Returns an int uniform in [0, bound); no value is likelier than another by more than bound /
     * 2^32.
     *
     * @throws IllegalArgumentException if {@code bound} is not positive
     */
    public int below(int bound, int index) {
        if (bound <= 0) {
            throw new IllegalArgumentException("bound must be positive: bound=" + bound);
        }
        return (int) ((Integer.toUnsignedLong(bits(index)) * bound) >>> 32);
    }

    /** Returns a double from the normal distribution with mean 0 and standard deviation 1. */
    public double normal(int index) {
        // Odd multiples of 2^-53: exact, never 0 or 1, symmetric about 1/2.
        return NormalQuantile.of(((longBits(index) >>> 11) | 1L) * 0x1.0p-53);
    }

    /** Mixes all bits of {@code x} into all bits of the result; a bijection. */
    public static int mix(int x) {
        return mixB(x);
    }

    /** First half of the key, for who computes {@link #word} lanewise. */
    int low() {
        return low;
    }

    /** Second half of the key. */
    int high() {
        return high;
    }

    private long longBits(int index) {
        long second = Integer.toUnsignedLong(word(low, high ^ SECOND_WORD, index));
        return ((long) bits(index) << 32) | second;
    }

    static int word(int low, int high, int index) {
        return mixB(mixA(index * GOLDEN + low) ^ high);
    }

    private static int mixA(int value) {
        int x = value;
        x = (x ^ (x >>> 16)) * A1;
        x = (x ^ (x >>> 15)) * A2;
        return x ^ (x >>> 16);
    }

    private static int mixB(int value) {
        int x = value;
        x = (x ^ (x >>> 16)) * B1;
        x = (x ^ (x >>> 15)) * B2;
        return x ^ (x >>> 15);
    }
}
