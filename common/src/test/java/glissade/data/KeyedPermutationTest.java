package glissade.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import glissade.math.CounterRandom.Purpose;
import java.util.BitSet;
import org.junit.jupiter.api.Test;

class KeyedPermutationTest {

    @Test
    void shouldBeABijectionForEverySize() {
        for (int size = 1; size <= 300; size++) {
            assertBijection(size);
        }
        for (int size :
                new int[] {1_023, 1_024, 1_025, 20_000, 60_000, 65_536, 65_537, 1_000_003}) {
            assertBijection(size);
        }
    }

    private static void assertBijection(int size) {
        KeyedPermutation permutation = permutation(size, 1, 0);
        BitSet seen = new BitSet(size);
        for (int i = 0; i < size; i++) {
            int value = permutation.at(i);
            assertThat(value).isBetween(0, size - 1);
            seen.set(value);
        }
        assertThat(seen.cardinality()).as("size %d", size).isEqualTo(size);
    }

    @Test
    void shouldCoverTheWholeRangeOfInts() {
        KeyedPermutation permutation = permutation(Integer.MAX_VALUE, 1, 0);

        assertThat(permutation.at(Integer.MAX_VALUE - 1)).isNotNegative();
        assertThat(permutation.at(0)).isNotEqualTo(permutation.at(1));
    }

    @Test
    void shouldPutEveryValueAtEveryPositionEquallyOften() {
        for (int size : new int[] {3, 5, 10, 33}) {
            int epochs = 400 * size;
            int[][] counts = new int[size][size];
            for (int epoch = 0; epoch < epochs; epoch++) {
                KeyedPermutation permutation = permutation(size, 1, epoch);
                for (int i = 0; i < size; i++) {
                    counts[i][permutation.at(i)]++;
                }
            }
            double chiSquare = 0;
            for (int[] row : counts) {
                for (int count : row) {
                    chiSquare += (count - 400.0) * (count - 400.0) / 400;
                }
            }
            double freedom = (size - 1.0) * (size - 1);
            assertThat(chiSquare)
                    .as("size %d", size)
                    .isLessThan(freedom + 6 * Math.sqrt(2 * freedom));
        }
    }

    @Test
    void shouldNotCorrelateNeighboursEpochsOrSeeds() {
        int size = 20_000;
        KeyedPermutation one = permutation(size, 1, 0);
        KeyedPermutation nextEpoch = permutation(size, 1, 1);
        KeyedPermutation nextSeed = permutation(size, 2, 0);
        double along = 0;
        double epochs = 0;
        double seeds = 0;
        double identity = 0;
        for (int i = 0; i < size; i++) {
            double value = centred(one.at(i), size);
            along += value * centred(one.at((i + 1) % size), size);
            epochs += value * centred(nextEpoch.at(i), size);
            seeds += value * centred(nextSeed.at(i), size);
            identity += value * centred(i, size);
        }

        double tolerance = 5 / Math.sqrt(size);
        assertThat(along / size).isCloseTo(0, within(tolerance));
        assertThat(epochs / size).isCloseTo(0, within(tolerance));
        assertThat(seeds / size).isCloseTo(0, within(tolerance));
        assertThat(identity / size).isCloseTo(0, within(tolerance));
    }

    /** Mean 0, variance 1 over a permutation. */
    private static double centred(int value, int size) {
        return (value - (size - 1) / 2.0) / size * Math.sqrt(12);
    }

    @Test
    void shouldRefusePositionsOutside() {
        KeyedPermutation permutation = permutation(10, 1, 0);

        assertThatThrownBy(() -> permutation.at(10))
                .isInstanceOf(IndexOutOfBoundsException.class)
                .hasMessage("position outside [0, size): position=10, size=10");
        assertThatThrownBy(() -> permutation.at(-1)).hasMessageContaining("position=-1");
        assertThatThrownBy(() -> permutation(0, 1, 0)).hasMessage("size must be positive: size=0");
    }

    private static KeyedPermutation permutation(int size, long seed, int epoch) {
        return new KeyedPermutation(size, seed, Purpose.SAMPLE_ORDER, epoch);
    }
}
