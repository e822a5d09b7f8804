package glissade.math;

import static glissade.math.GuardedFloats.GUARD;
import static glissade.math.GuardedFloats.assertBits;
import static glissade.math.GuardedFloats.guarded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import glissade.AllocatedBytes;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every implementation of {@link Kernels} must do, bit for bit, beside what {@link
 * ProductsContract} says. Results are written between guard values, which must survive.
 */
abstract class KernelsContract {
    private static final float LEAKY_SLOPE = 0.01f;

    private final Kernels kernels = SoiledKernels.soil(kernels());

    abstract Kernels kernels();

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 15, 16, 17, 207, 1023, 4098})
    void shouldComputeFunctionsLikeTheScalarOnes(int length) {
        checkFunction(length, kernels::exp, Float32Math::exp);
        checkFunction(length, kernels::log, Float32Math::log);
        checkFunction(length, kernels::tanh, Float32Math::tanh);
        checkFunction(length, kernels::sigmoid, Float32Math::sigmoid);
        checkFunction(length, kernels::relu, x -> x <= 0f ? 0f : x);
        checkFunction(length, kernels::leakyRelu, x -> x <= 0f ? x * LEAKY_SLOPE : x);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 16, 33, 207})
    void shouldMultiplyBySlopes(int length) {
        checkSlope(length, kernels::multiplyBySigmoidDerivative, (d, a) -> d * Math.fma(-a, a, a));
        checkSlope(length, kernels::multiplyByTanhDerivative, (d, a) -> d * Math.fma(-a, a, 1f));
        checkSlope(length, kernels::multiplyByReluDerivative, (d, a) -> a <= 0f ? 0f : d);
        checkSlope(
                length,
                kernels::multiplyByLeakyReluDerivative,
                (d, a) -> a <= 0f ? d * LEAKY_SLOPE : d);
    }

    @ParameterizedTest
    @CsvSource({"1,1", "4,10", "3,16", "2,17", "5,100", "2,0", "0,4"})
    void shouldComputeSoftmaxOnSixteenLanes(int rows, int columns) {
        float[] z = guarded(rows * columns);
        float[] logits = Floats.random(10, rows * columns);
        for (int i = 0; i < logits.length; i++) {
            logits[i] *= 30f;
        }
        System.arraycopy(logits, 0, z, GUARD, logits.length);
        float[] logSumExp = guarded(rows);

        kernels.softmax(rows, columns, z, GUARD, logSumExp, GUARD);

        float[] expected = guarded(rows * columns);
        float[] expectedLog = guarded(rows);
        for (int row = 0; row < rows; row++) {
            float max = Float.NEGATIVE_INFINITY;
            for (int j = 0; j < columns; j++) {
                max = Math.max(max, logits[row * columns + j]);
            }
            float[] lanes = new float[16];
            for (int j = 0; j < columns; j++) {
                lanes[j % 16] += Float32Math.exp(logits[row * columns + j] - max);
            }
            for (int half = 8; half > 0; half /= 2) {
                for (int lane = 0; lane < half; lane++) {
                    lanes[lane] += lanes[lane + half];
                }
            }
            for (int j = 0; j < columns; j++) {
                expected[GUARD + row * columns + j] =
                        Float32Math.exp(logits[row * columns + j] - max) / lanes[0];
            }
            expectedLog[GUARD + row] = max + Float32Math.log(lanes[0]);
        }
        assertBits(z, expected);
        assertBits(logSumExp, expectedLog);
    }

    @Test
    void shouldSurviveHugeLogitsInSoftmax() {
        float[] z = {1e4f, -1e4f, 9999f, 0f};
        float[] logSumExp = new float[1];

        kernels.softmax(1, 4, z, 0, logSumExp, 0);

        assertThat(z[0] + z[2]).isEqualTo(1f);
        assertThat(z[1]).isZero();
        assertThat(logSumExp[0]).isCloseTo(10000.313f, org.assertj.core.data.Offset.offset(1e-3f));
    }

    @Test
    void shouldHandNaNOn() {
        float[] relu = {Float.NaN, -1f};
        float[] leaky = {Float.NaN, 1f};
        float[] row = {1f, Float.NaN, 2f};
        float[] logSumExp = new float[1];

        kernels.relu(relu, 0, 2);
        kernels.leakyRelu(leaky, 0, 2);
        kernels.softmax(1, 3, row, 0, logSumExp, 0);

        assertThat(relu).containsExactly(Float.NaN, 0f);
        assertThat(leaky).containsExactly(Float.NaN, 1f);
        assertThat(row).containsExactly(Float.NaN, Float.NaN, Float.NaN);
        assertThat(logSumExp).containsExactly(Float.NaN);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 15, 16, 17, 207, 4098})
    void shouldSumInDoubleOnSixteenLanes(int length) {
        float[] values = Floats.random(11, GUARD + length);
        double[] sums = new double[16];
        double[] squares = new double[16];
        for (int i = 0; i < length; i++) {
            double value = values[GUARD + i];
            sums[i % 16] += value;
            squares[i % 16] += value * value;
        }
        for (int half = 8; half > 0; half /= 2) {
            for (int lane = 0; lane < half; lane++) {
                sums[lane] += sums[lane + half];
                squares[lane] += squares[lane + half];
            }
        }

        assertThat(kernels.sum(values, GUARD, length)).isEqualTo(sums[0]);
        assertThat(kernels.sumOfSquares(values, GUARD, length)).isEqualTo(squares[0]);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 15, 16, 17, 207, 4098})
    void shouldScaleInPlaceAndSumTheSquaresOfTheProducts(int length) {
        for (int behind : new int[] {0, GUARD, 16}) {
            float[] values = Floats.random(14, GUARD + length + behind);
            float[] expected = values.clone();
            for (int i = GUARD; i < GUARD + length; i++) {
                expected[i] *= 0.3f;
            }

            double squares = kernels.scale(values, GUARD, length, 0.3f);

            assertBits(values, expected);
            assertThat(squares)
                    .isEqualTo(kernels.sumOfSquares(expected, GUARD, length))
                    .isEqualTo(Kernels.scalar().sumOfSquares(expected, GUARD, length));
        }
    }

    @Test
    void shouldAddBiasAndVectorsElementByElement() {
        float[] z = Floats.random(12, 5 * 19);
        float[] bias = Floats.random(13, 19);
        float[] biased = z.clone();
        float[] doubled = z.clone();

        kernels.addBias(5, 19, biased, 0, bias, 0);
        kernels.add(doubled, 1, z, 1, 5 * 19 - 1);

        for (int i = 0; i < z.length; i++) {
            assertThat(biased[i]).isEqualTo(z[i] + bias[i % 19]);
            assertThat(doubled[i]).isEqualTo(i == 0 ? z[0] : z[i] + z[i]);
        }
    }

    @Test
    void shouldFindWhatIsNotFinite() {
        float[] values = Floats.random(14, 100);
        values[7] = Float.MAX_VALUE;

        assertThat(kernels.allFinite(values, 0, 100)).isTrue();
        values[99] = Float.NaN;
        assertThat(kernels.allFinite(values, 0, 100)).isFalse();
        assertThat(kernels.allFinite(values, 0, 99)).isTrue();
        values[0] = Float.NEGATIVE_INFINITY;
        assertThat(kernels.allFinite(values, 0, 99)).isFalse();
        assertThat(kernels.allFinite(values, 1, 0)).isTrue();
    }

    @Test
    void shouldNameTheArgumentThatDoesNotFit() {
        float[] six = new float[6];
        float[] four = new float[4];

        assertThatThrownBy(() -> kernels.matmul(2, 3, 2, six, 0, four, 0, four, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("b does not fit its array: rows=3, columns=2, offset=0, length=4");
        assertThatThrownBy(() -> kernels.exp(four, 2, 3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("values does not fit its array: rows=1, columns=3, offset=2, length=4");
        assertThatThrownBy(() -> kernels.biasGradient(2, 0, 2, four, 0, four, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("rows and sliceSize must be positive: rows=2, sliceSize=0");
        assertThatThrownBy(() -> kernels.weightGradient(1, 1, 2, 2, 0, 3, six, 0, six, 0, six, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "input range must lie within the inputs: fromInput=0, toInput=3, inputs=2");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 15, 16, 17, 207, 1023})
    void shouldNormaliseEachRowToMeanZeroAndVarianceOneBeforeGainAndShift(int columns) {
        int rows = 3;
        float[] z = Floats.random(31, rows * columns);
        float[] given = z.clone();
        float[] gainAndShift = Floats.random(32, 2 * columns);
        float[] normalized = new float[rows * columns];
        float[] inverse = new float[rows];

        kernels.layerNorm(rows, columns, z, 0, gainAndShift, 0, columns, normalized, 0, inverse, 0);

        for (int row = 0; row < rows; row++) {
            double mean = 0;
            for (int j = 0; j < columns; j++) {
                mean += (double) given[row * columns + j] / columns;
            }
            double variance = 0;
            for (int j = 0; j < columns; j++) {
                double centred = given[row * columns + j] - mean;
                variance += centred * centred / columns;
            }
            double deviation = Math.sqrt(variance + 1e-5);
            assertThat(inverse[row] * deviation).isCloseTo(1, within(1e-4));
            for (int j = 0; j < columns; j++) {
                int at = row * columns + j;
                double wanted = (given[at] - mean) / deviation;
                assertThat((double) normalized[at]).isCloseTo(wanted, within(1e-4));
                assertThat((double) z[at])
                        .isCloseTo(
                                wanted * gainAndShift[j] + gainAndShift[columns + j], within(1e-4));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 15, 16, 17, 207})
    void shouldHaveTheBitsOfTheScalarTwinInLayerNormAndDropout(int columns) {
        int rows = 3;
        Kernels twin = Kernels.scalar();
        float[] parameters = Floats.random(33, 2 * columns);
        float[] z = Floats.random(34, rows * columns);
        float[] twinZ = z.clone();
        float[] normalized = new float[z.length];
        float[] twinNormalized = new float[z.length];
        float[] inverse = new float[rows];
        float[] twinInverse = new float[rows];
        float[] terms = new float[z.length];
        float[] twinTerms = new float[z.length];

        kernels.layerNorm(rows, columns, z, 0, parameters, 0, columns, normalized, 0, inverse, 0);
        twin.layerNorm(
                rows, columns, twinZ, 0, parameters, 0, columns, twinNormalized, 0, twinInverse, 0);
        assertBits(z, twinZ);
        assertBits(normalized, twinNormalized);
        assertBits(inverse, twinInverse);
        kernels.layerNormBackward(
                rows, columns, z, 0, parameters, 0, normalized, 0, inverse, 0, terms, 0);
        twin.layerNormBackward(
                rows, columns, twinZ, 0, parameters, 0, normalized, 0, inverse, 0, twinTerms, 0);
        assertBits(z, twinZ);
        assertBits(terms, twinTerms);
        kernels.dropout(z, 1, z.length - 1, 0.3, 7, 2, 11, 5);
        twin.dropout(twinZ, 1, z.length - 1, 0.3, 7, 2, 11, 5);
        assertBits(z, twinZ);
    }

    /** Requirement: masks are a function of seed, epoch, sample and unit alone. */
    @Test
    void shouldLeaveOutTheShareOfUnitsThatItIsToldAndScaleTheRest() {
        int units = 100_000;
        float[] values = new float[units];
        Arrays.fill(values, 2f);
        kernels.dropout(values, 0, units, 0.2, 7, 2, 11, 5);

        int left = 0;
        for (float value : values) {
            assertThat(value).isIn(0f, 2.5f);
            left += value == 0f ? 1 : 0;
        }
        assertThat(left).isBetween(19_500, 20_500);
        float[] again = new float[units - 1_000];
        Arrays.fill(again, 2f);
        kernels.dropout(again, 0, again.length, 0.2, 7, 2, 11, 5 + 1_000);
        assertBits(again, Arrays.copyOfRange(values, 1_000, units));
        for (int other = 0; other < 3; other++) {
            Arrays.fill(again, 2f);
            kernels.dropout(
                    again,
                    0,
                    again.length,
                    0.2,
                    other == 0 ? 8 : 7,
                    other == 1 ? 3 : 2,
                    other == 2 ? 12 : 11,
                    5);
            assertThat(again).isNotEqualTo(Arrays.copyOf(values, again.length));
        }
    }

    @Test
    void shouldAllocateNothingAfterWarmUp() {
        var step = new Step(kernels);

        long allocated = AllocatedBytes.of(step::run);

        assertThat(allocated).isZero();
        assertThat(step.sum).isFinite();
    }

    /** Everything that one training step of a small network asks of the kernels. */
    private static final class Step {
        private static final int ROWS = 21;
        private static final int INPUTS = 40;
        private static final int OUTPUTS = 10;
        private static final Elementwise[] FUNCTIONS = Elementwise.values();

        private final Kernels kernels;
        private final float[] x = Floats.random(15, ROWS * INPUTS);
        private final float[] weights = Floats.random(16, INPUTS * OUTPUTS);
        private final float[] z = new float[ROWS * OUTPUTS];
        private final float[] delta = Floats.random(17, ROWS * OUTPUTS);
        private final float[] logSumExp = new float[ROWS];
        private final float[] gradient = new float[INPUTS * OUTPUTS];
        private final float[] inputDelta = new float[ROWS * INPUTS];
        private final float[] normalized = new float[ROWS * INPUTS];
        private final float[] terms = new float[ROWS * INPUTS];
        private double sum;

        Step(Kernels kernels) {
            this.kernels = kernels;
        }

        void run() {
            int length = ROWS * OUTPUTS;
            kernels.matmul(ROWS, INPUTS, OUTPUTS, x, 0, weights, 0, z, 0);
            kernels.addBias(ROWS, OUTPUTS, z, 0, weights, 0);
            kernels.tanh(z, 0, length);
            kernels.sigmoid(z, 0, length);
            kernels.relu(z, 0, length);
            kernels.leakyRelu(z, 0, length);
            kernels.exp(z, 0, length);
            kernels.log(z, 0, length);
            kernels.softmax(ROWS, OUTPUTS, z, 0, logSumExp, 0);
            kernels.multiplyBySigmoidDerivative(z, 0, delta, 0, length);
            kernels.multiplyByTanhDerivative(z, 0, delta, 0, length);
            kernels.multiplyByReluDerivative(z, 0, delta, 0, length);
            kernels.multiplyByLeakyReluDerivative(z, 0, delta, 0, length);
            kernels.matmulTransposed(ROWS, OUTPUTS, INPUTS, delta, 0, weights, 0, inputDelta, 0);
            kernels.weightGradient(
                    ROWS, 4, INPUTS, OUTPUTS, 0, INPUTS, x, 0, delta, 0, gradient, 0);
            kernels.biasGradient(ROWS, 4, OUTPUTS, delta, 0, gradient, 0);
            for (Elementwise f : FUNCTIONS) {
                kernels.dense(ROWS, OUTPUTS, INPUTS, z, 0, weights, 0, f, x, 0, inputDelta, 0);
                kernels.denseBackward(
                        ROWS, OUTPUTS, INPUTS, delta, 0, weights, 0, f, x, 0, inputDelta, 0);
            }
            kernels.layerNorm(ROWS, OUTPUTS, z, 0, x, 0, 16, delta, 0, logSumExp, 0);
            kernels.layerNormBackward(
                    ROWS, OUTPUTS, z, 0, x, 0, delta, 0, logSumExp, 0, inputDelta, 0);
            // Rows of another length than those before.
            kernels.softmax(ROWS, INPUTS, inputDelta, 0, logSumExp, 0);
            kernels.layerNorm(
                    ROWS, INPUTS, inputDelta, 0, x, 0, INPUTS, normalized, 0, logSumExp, 0);
            kernels.layerNormBackward(
                    ROWS, INPUTS, inputDelta, 0, x, 0, normalized, 0, logSumExp, 0, terms, 0);
            kernels.dropout(z, 0, length, 0.5, 1, 2, 3, 4);
            kernels.add(gradient, 0, weights, 0, gradient.length);
            sum += kernels.sum(gradient, 0, gradient.length);
            sum += kernels.sumOfSquares(gradient, 0, gradient.length);
            sum += kernels.allFinite(gradient, 0, gradient.length) ? 1 : 0;
        }
    }

    private interface InPlace {
        void apply(float[] values, int offset, int length);
    }

    private interface FloatFunction {
        float at(float x);
    }

    private interface SlopeInPlace {
        void apply(float[] delta, int deltaOffset, float[] activation, int offset, int length);
    }

    private interface Slope {
        float at(float delta, float activation);
    }

    private static void checkFunction(int length, InPlace actual, FloatFunction expected) {
        float[] inputs =
                Arrays.copyOf(
                        Floats.concat(Floats.specials(), Floats.randomBits(18, 4098)), length);
        float[] values = guarded(length);
        System.arraycopy(inputs, 0, values, GUARD, length);

        actual.apply(values, GUARD, length);

        float[] wanted = guarded(length);
        for (int i = 0; i < length; i++) {
            wanted[GUARD + i] = expected.at(inputs[i]);
        }
        assertBits(values, wanted);
    }

    private static void checkSlope(int length, SlopeInPlace actual, Slope expected) {
        float[] inputs = Floats.random(19, length);
        float[] activation = Floats.random(20, 1 + length);
        float[] delta = guarded(length);
        System.arraycopy(inputs, 0, delta, GUARD, length);

        actual.apply(delta, GUARD, activation, 1, length);

        float[] wanted = guarded(length);
        for (int i = 0; i < length; i++) {
            wanted[GUARD + i] = expected.at(inputs[i], activation[1 + i]);
        }
        assertBits(delta, wanted);
    }
}
