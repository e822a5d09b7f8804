package glissade.data;

import glissade.math.CounterRandom;
import glissade.math.CounterRandom.Purpose;

/**
 * A pseudo-random permutation of [0, size) with random access: {@link #at} needs no table and no
 * other position. Immutable, thread-safe, {@code at} allocates nothing.
 *
 * <p>A Feistel network permutes the smallest [0, 2^b) that covers the size; a position that leaves
 * [0, size) is permuted again until it is back (cycle walking), on average less than twice.
 *
 * @see <a href="https://doi.org/10.1007/3-540-45760-7_9">Black and Rogaway 2002, Ciphers with
 *     Arbitrary Finite Domains</a>
 */
public final class KeyedPermutation {
    /** Eight: fewer rounds leave visible structure on domains of a few bits. */
    private static final int ROUNDS = 8;

    private final int size;
    private final int leftBits;
    private final int leftMask;
    private final int rightMask;
    private final int[] roundKeys = new int[2 * ROUNDS];

    /**
     * Chooses the permutation of a key.
     *
     * @param size at least 1
     * @param epoch 0 where the order does not depend on one
     */
    public KeyedPermutation(int size, long seed, Purpose purpose, int epoch) {
        if (size < 1) {
            throw new IllegalArgumentException("size must be positive: size=" + size);
        }
        this.size = size;
        int bits = Math.max(2, Integer.SIZE - Integer.numberOfLeadingZeros(size - 1));
        leftBits = bits / 2;
        leftMask = (1 << leftBits) - 1;
        rightMask = (1 << (bits - leftBits)) - 1;
        CounterRandom random = new CounterRandom(seed, purpose, epoch, 0);
        for (int i = 0; i < roundKeys.length; i++) {
            roundKeys[i] = random.bits(i);
        }
    }

    public int size() {
        return size;
    }

    /**
     * Returns what stands at a position.
     *
     * @throws IndexOutOfBoundsException if {@code position} is outside [0, size)
     */
    public int at(int position) {
        if (position < 0 || position >= size) {
            throw new IndexOutOfBoundsException(
                    "position outside [0, size): position=" + position + ", size=" + size);
        }
        int value = position;
        do {
            value = permute(value);
        } while (value >= size);
        return value;
    }

    /** Alternating halves, which also works where they differ by a bit. */
    private int permute(int value) {
        int left = value & leftMask;
        int right = value >>> leftBits;
        for (int i = 0; i < roundKeys.length; i += 4) {
            left ^= round(right, roundKeys[i], roundKeys[i + 1]) & leftMask;
            right ^= round(left, roundKeys[i + 2], roundKeys[i + 3]) & rightMask;
        }
        return (right << leftBits) | left;
    }

    private static int round(int half, int key, int secondKey) {
        return CounterRandom.mix(half * secondKey ^ key);
    }
}
