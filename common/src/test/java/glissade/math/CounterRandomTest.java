package glissade.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import glissade.math.CounterRandom.Purpose;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;

class CounterRandomTest {
    private static final int DRAWS = 1 << 17;

    // Pinned values: counter_random.py in the test resources, 2026-11-21.

    @Test
    void shouldDrawThePinnedBits() {
        CounterRandom random = new CounterRandom(1, Purpose.INITIALIZATION, 0, 0);
        assertBits(random, 0x1c84a505, 0xae892efc, 0xf5ba5e48);

        random.key(1, Purpose.SAMPLE_ORDER, 3, 4);
        assertBits(random, 0x579d5a93, 0x816458b2, 0x726b0c33);

        random.key(-5, Purpose.TEST_DIGITS, 0, 24_999);
        assertBits(random, 0x775b6900, 0xf09bc8e1, 0xcabf9ed8);

        random.key(1L << 40, Purpose.INITIALIZATION, 0, 0);
        assertBits(random, 0x48157faf, 0xb8576c90, 0xaf673d93);
    }

    private static void assertBits(CounterRandom random, int first, int second, int last) {
        assertThat(random.bits(0)).isEqualTo(first);
        assertThat(random.bits(1)).isEqualTo(second);
        assertThat(random.bits(-1)).isEqualTo(last);
    }

    @Test
    void shouldDrawThePinnedNumbers() {
        CounterRandom random = new CounterRandom(1, Purpose.SAMPLE_ORDER, 3, 4);

        assertThat(random.uniform(7)).isEqualTo(0x721892p-24f);
        assertThat(random.uniformDouble(7)).isEqualTo(0.44568746672233117);
        assertThat(random.below(10, 7)).isEqualTo(4);
        assertThat(random.normal(7)).isCloseTo(-0.13656463281901596, within(1e-15));
    }

    @Test
    void shouldInvertTheNormalDistribution() {
        // Python 3 statistics.NormalDist().inv_cdf
        assertThat(NormalQuantile.of(0.5)).isZero();
        assertThat(NormalQuantile.of(0.25)).isCloseTo(-0.6744897501960817, within(1e-15));
        assertThat(NormalQuantile.of(0.975)).isCloseTo(1.9599639845400536, within(1e-15));
        assertThat(NormalQuantile.of(0.001)).isCloseTo(-3.090232306167813, within(1e-14));
        assertThat(NormalQuantile.of(1e-9)).isCloseTo(-5.9978070150076865, within(1e-14));
        assertThat(NormalQuantile.of(1e-13)).isCloseTo(-7.3487961028006765, within(1e-14));
    }

    @Test
    void shouldDrawNormalNumbersWithTheMomentsOfTheDistribution() {
        CounterRandom random = new CounterRandom(11, Purpose.INITIALIZATION, 0, 2);
        double sum = 0;
        double squares = 0;
        double fourths = 0;
        for (int i = 0; i < DRAWS; i++) {
            double x = random.normal(i);
            sum += x;
            squares += x * x;
            fourths += x * x * x * x;
        }

        assertThat(sum / DRAWS).isCloseTo(0, within(0.012));
        assertThat(squares / DRAWS).isCloseTo(1, within(0.017));
        assertThat(fourths / DRAWS).isCloseTo(3, within(0.12));
    }

    @Test
    void shouldFillAllValuesEvenlyAlongTheIndexAndAlongEachPartOfTheKey() {
        CounterRandom random = new CounterRandom(1, Purpose.SAMPLE_ORDER, 0, 0);

        assertEven(random::bits);
        assertEven(item -> {
            random.key(1, Purpose.SAMPLE_ORDER, 0, item);
            return random.bits(0);
        });
        assertEven(epoch -> {
            random.key(1, Purpose.SAMPLE_ORDER, epoch, 0);
            return random.bits(3);
        });
        assertEven(seed -> {
            random.key(seed, Purpose.SAMPLE_ORDER, 0, 0);
            return random.bits(0);
        });
        assertEven(seed -> {
            random.key((long) seed << 32, Purpose.SAMPLE_ORDER, 0, 0);
            return random.bits(0);
        });
    }

    /** Chi-square over 256 values of each byte of the words; 255 ± 5 standard deviations. */
    private static void assertEven(IntUnaryOperator words) {
        for (int shift = 0; shift < 32; shift += 8) {
            int[] counts = new int[256];
            for (int i = 0; i < DRAWS; i++) {
                counts[(words.applyAsInt(i) >>> shift) & 255]++;
            }
            double expected = DRAWS / 256.0;
            double chiSquare = 0;
            for (int count : counts) {
                chiSquare += (count - expected) * (count - expected) / expected;
            }
            assertThat(chiSquare).isBetween(255 - 5 * 22.6, 255 + 5 * 22.6);
        }
    }

    @Test
    void shouldNotCorrelateNeighbours() {
        CounterRandom one = new CounterRandom(0, Purpose.TRAINING_DIGITS, 0, 0);
        CounterRandom other = new CounterRandom(0, Purpose.TRAINING_DIGITS, 0, 0);

        assertUncorrelated(one::bits, index -> other.bits(index + 1));
        other.key(0, Purpose.TEST_DIGITS, 0, 0);
        assertUncorrelated(one::bits, other::bits);
        other.key(0, Purpose.TRAINING_DIGITS, 1, 0);
        assertUncorrelated(one::bits, other::bits);
        other.key(0, Purpose.TRAINING_DIGITS, 0, 1);
        assertUncorrelated(one::bits, other::bits);
        other.key(1, Purpose.TRAINING_DIGITS, 0, 0);
        assertUncorrelated(one::bits, other::bits);
        assertUncorrelated(
                item -> {
                    one.key(5, Purpose.TRAINING_DIGITS, 0, item);
                    return one.bits(0);
                },
                item -> {
                    one.key(5, Purpose.TRAINING_DIGITS, 0, item + 1);
                    return one.bits(0);
                });
    }

    /** Correlation of the values, and each bit of one word against each bit of the other. */
    private static void assertUncorrelated(IntUnaryOperator one, IntUnaryOperator other) {
        double products = 0;
        int[][] agreements = new int[32][32];
        for (int i = 0; i < DRAWS; i++) {
            int a = one.applyAsInt(i);
            int b = other.applyAsInt(i);
            products += (double) a * b * 0x1.0p-62;
            for (int bit = 0; bit < 32; bit++) {
                int agree = ~(b ^ -((a >>> bit) & 1));
                for (int otherBit = 0; otherBit < 32; otherBit++) {
                    agreements[bit][otherBit] += (agree >>> otherBit) & 1;
                }
            }
        }

        assertThat(3 * products / DRAWS).isCloseTo(0, within(5 / Math.sqrt(DRAWS)));
        for (int[] row : agreements) {
            for (int count : row) {
                assertThat((double) count / DRAWS).isCloseTo(0.5, within(3 / Math.sqrt(DRAWS)));
            }
        }
    }

    @Test
    void shouldDrawIntsBelowTheBoundEvenly() {
        CounterRandom random = new CounterRandom(3, Purpose.HOLD_OUT, 0, 0);
        int[] counts = new int[7];
        for (int i = 0; i < 70_000; i++) {
            counts[random.below(7, i)]++;
        }

        for (int count : counts) {
            assertThat(count).isBetween(9_600, 10_400);
        }
        assertThat(random.below(1, 5)).isZero();
        assertThatThrownBy(() -> random.below(0, 5)).hasMessage("bound must be positive: bound=0");
    }
}
