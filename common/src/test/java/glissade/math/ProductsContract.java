package glissade.math;

import static glissade.math.GuardedFloats.GUARD;
import static glissade.math.GuardedFloats.assertBits;
import static glissade.math.GuardedFloats.guarded;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What the matrix products and gradients of every implementation of {@link Kernels} must do, bit
 * for bit. Results are written between guard values, which must survive.
 */
abstract class ProductsContract {
    private final Kernels kernels = SoiledKernels.soil(kernels());

    abstract Kernels kernels();

    /** Where arguments come from. */
    private interface Data {
        float[] of(long seed, int length);
    }

    @ParameterizedTest
    @CsvSource({
        "1,1,1",
        "1,0,5",
        "3,7,0",
        "0,7,3",
        "2,3,15",
        "5,4,16",
        "8,3,17",
        "7,20,31",
        "9,13,32",
        "16,5,33",
        "10,784,30",
        "33,16,10",
        "13,207,48",
        "65,9,65",
        "50,31,260",
        "96,33,256",
        "17,128,10",
        "12,5,47",
        "20,9,30",
        "9,8,63",
        "30,3,7",
        "96,512,128",
        "101,1027,151",
        "1033,515,130",
        "64,1027,287",
        "1033,9,287",
        "48,5,287",
        "20,40,287"
    })
    void shouldMultiplyBitForBitLikeTheContract(int rows, int inner, int columns) {
        checkProduct(rows, inner, columns, Floats::random);
    }

    private void checkProduct(int rows, int inner, int columns, Data data) {
        float[] a = data.of(1, GUARD + rows * inner);
        float[] b = data.of(2, GUARD + inner * columns);
        float[] out = guarded(rows * columns);

        kernels.matmul(rows, inner, columns, a, GUARD, b, GUARD, out, GUARD);

        float[] expected = guarded(rows * columns);
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                expected[GUARD + i * columns + j] =
                        ReferenceProducts.element(
                                0,
                                inner,
                                i,
                                j,
                                (row, k) -> a[GUARD + row * inner + k],
                                (column, k) -> b[GUARD + k * columns + column]);
            }
        }
        assertBits(out, expected);
    }

    @ParameterizedTest
    @CsvSource({
        "1,1,1",
        "1,0,5",
        "3,7,0",
        "0,7,3",
        "2,3,15",
        "5,4,16",
        "8,3,17",
        "7,20,31",
        "9,13,32",
        "16,5,33",
        "10,30,784",
        "33,10,16",
        "13,207,48",
        "65,129,65",
        "50,260,31",
        "64,10,128",
        "96,512,128",
        "101,1027,151",
        "1033,515,130",
        "64,1027,287",
        "1033,9,287",
        "48,5,287",
        "20,40,287"
    })
    void shouldMultiplyByTheTransposeBitForBitLikeTheContract(int rows, int inner, int columns) {
        checkProductWithTheTranspose(rows, inner, columns, Floats::random);
    }

    private void checkProductWithTheTranspose(int rows, int inner, int columns, Data data) {
        float[] a = data.of(3, GUARD + rows * inner);
        float[] b = data.of(4, GUARD + columns * inner);
        float[] out = guarded(rows * columns);

        kernels.matmulTransposed(rows, inner, columns, a, GUARD, b, GUARD, out, GUARD);

        float[] expected = guarded(rows * columns);
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                expected[GUARD + i * columns + j] =
                        ReferenceProducts.element(
                                0,
                                inner,
                                i,
                                j,
                                (row, k) -> a[GUARD + row * inner + k],
                                (column, k) -> b[GUARD + column * inner + k]);
            }
        }
        assertBits(out, expected);
    }

    @ParameterizedTest
    @CsvSource({
        "1,1,1",
        "1,0,17",
        "0,7,33",
        "2,3,15",
        "5,4,16",
        "8,3,17",
        "7,20,31",
        "16,5,33",
        "10,784,30",
        "33,16,10",
        "13,207,48",
        "65,9,65",
        "50,31,260",
        "96,512,128",
        "101,1027,151",
        "1033,515,130",
        "64,1027,287",
        "1033,9,287",
        "48,5,287",
        "20,40,287"
    })
    void shouldEndProductsOfALayerAsIfEachOperationWereOnItsOwn(int rows, int inner, int columns) {
        checkLayer(rows, inner, columns, Floats::random);
    }

    private void checkLayer(int rows, int inner, int columns, Data data) {
        Kernels twin = Kernels.scalar();
        int length = rows * columns;
        float[] a = data.of(5, GUARD + rows * inner);
        float[] b = data.of(6, GUARD + inner * columns);
        // Arrays end with what is read of them.
        float[] bias = data.of(7, 1 + columns);
        float[] values = data.of(8, 1 + length);

        for (Elementwise f : Elementwise.values()) {
            float[] out = guarded(length);
            kernels.dense(rows, inner, columns, a, GUARD, b, GUARD, f, bias, 1, out, GUARD);
            float[] expected = guarded(length);
            twin.matmul(rows, inner, columns, a, GUARD, b, GUARD, expected, GUARD);
            twin.addBias(rows, columns, expected, GUARD, bias, 1);
            twin.apply(f, expected, GUARD, length);
            assertBits(out, expected);

            kernels.denseBackward(
                    rows, inner, columns, a, GUARD, b, GUARD, f, values, 1, out, GUARD);
            twin.matmulTransposed(rows, inner, columns, a, GUARD, b, GUARD, expected, GUARD);
            twin.multiplyByDerivative(f, expected, GUARD, values, 1, length);
            assertBits(out, expected);
        }
    }

    /** A sum below zero that no float can hold is -0, and a bias of -0 leaves it so. */
    @ParameterizedTest
    @CsvSource({"1,1,3", "12,1,33", "64,9,128"})
    void shouldTakeANegativeZeroForZeroInARelu(int rows, int inner, int columns) {
        float[] a = new float[rows * inner];
        Arrays.fill(a, Float.MIN_VALUE);
        float[] b = new float[inner * columns];
        Arrays.fill(b, -0.125f / inner);
        float[] bias = new float[columns];
        Arrays.fill(bias, -0f);
        float[] sums = new float[rows * columns];
        float[] out = new float[rows * columns];

        kernels.matmul(rows, inner, columns, a, 0, b, 0, sums, 0);
        kernels.dense(rows, inner, columns, a, 0, b, 0, Elementwise.RELU, bias, 0, out, 0);

        assertThat(sums).containsOnly(-0f);
        assertThat(out).containsOnly(0f);
    }

    @ParameterizedTest
    @CsvSource({"50,1,260", "9,5,17", "50,31,260", "64,9,128"})
    void shouldCarryWhatIsNotFiniteNotNormalOrNegativeZeroThroughProducts(
            int rows, int inner, int columns) {
        checkProduct(rows, inner, columns, Floats::withSpecials);
        checkProductWithTheTranspose(rows, inner, columns, Floats::withSpecials);
        checkLayer(rows, inner, columns, Floats::withSpecials);
    }

    /** A sum of negative zeros alone is +0, since it started there. */
    @ParameterizedTest
    @CsvSource({"1,1,3", "12,1,33", "64,9,128", "64,9,287"})
    void shouldStartEverySumFromPositiveZero(int rows, int inner, int columns) {
        float[] zeros = new float[rows * inner];
        float[] b = new float[inner * columns];
        Arrays.fill(b, -1f);
        float[] delta = new float[rows * columns];
        Arrays.fill(delta, -1f);
        float[] out = new float[rows * columns];
        float[] gradient = new float[inner * columns];

        kernels.matmul(rows, inner, columns, zeros, 0, b, 0, out, 0);
        assertBits(out, new float[out.length]);
        kernels.matmulTransposed(rows, inner, columns, zeros, 0, b, 0, out, 0);
        assertBits(out, new float[out.length]);
        kernels.weightGradient(rows, 4, inner, columns, 0, inner, zeros, 0, delta, 0, gradient, 0);
        assertBits(gradient, new float[gradient.length]);
        Arrays.fill(delta, -0f);
        kernels.biasGradient(rows, 4, columns, delta, 0, out, 0);
        assertBits(out, new float[out.length]);
    }

    /** A product on its own ends with nothing, whatever the one before it ended with. */
    @Test
    void shouldEndAProductWithNothingAfterALayer() {
        float[] x = Floats.random(9, 12 * 32);
        float[] out = new float[12 * 32];
        float[] expected = new float[12 * 32];
        kernels.dense(12, 32, 32, x, 0, new float[1024], 0, Elementwise.SIGMOID, x, 0, out, 0);

        kernels.matmul(12, 12, 32, x, 0, x, 0, out, 0);
        Kernels.scalar().matmul(12, 12, 32, x, 0, x, 0, expected, 0);

        assertBits(out, expected);
    }

    @ParameterizedTest
    @CsvSource({
        // rows, slice, inputs, outputs, from, to
        "1,1,1,1,0,1",
        "1,5,9,10,0,9",
        "16,4,20,16,0,20",
        "13,4,17,31,0,17",
        "28,4,33,32,5,27",
        "10,3,784,30,0,784",
        "44,4,12,33,3,4",
        "63,1,8,10,0,8",
        "64,16,70,128,8,70",
        "61,2,49,260,0,49",
        "10,10,30,10,0,30",
        "21,4,10,47,2,10",
        "37,3,21,63,1,20",
        "9,2147483647,11,24,0,11",
        "33,4,100,64,3,99",
        "24,8,24,33,0,24",
        "7,7,5,0,0,5",
        "9,2,6,3,4,4",
        // more panels than are copied together
        "4100,1000,6,290,0,6"
    })
    void shouldSumWeightGradientsAlongTheSliceTree(
            int rows, int slice, int inputs, int outputs, int from, int to) {
        checkWeightGradient(rows, slice, inputs, outputs, from, to, Floats::random);
    }

    private void checkWeightGradient(
            int rows, int slice, int inputs, int outputs, int from, int to, Data data) {
        float[] x = data.of(5, GUARD + rows * inputs);
        float[] delta = data.of(6, GUARD + rows * outputs);
        float[] out = guarded(inputs * outputs);

        kernels.weightGradient(
                rows, slice, inputs, outputs, from, to, x, GUARD, delta, GUARD, out, GUARD);

        float[] expected = guarded(inputs * outputs);
        for (int i = from; i < to; i++) {
            for (int j = 0; j < outputs; j++) {
                expected[GUARD + i * outputs + j] =
                        ReferenceProducts.treeElement(
                                rows,
                                slice,
                                i,
                                j,
                                (input, k) -> x[GUARD + k * inputs + input],
                                (output, k) -> delta[GUARD + k * outputs + output]);
            }
        }
        assertBits(out, expected);
    }

    @ParameterizedTest
    @CsvSource({"1,1,1", "5,2,10", "64,16,128", "13,4,31", "28,4,33", "7,1,16", "9,3,0"})
    void shouldSumBiasGradientsAlongTheSliceTree(int rows, int slice, int outputs) {
        checkBiasGradient(rows, slice, outputs, Floats::random);
    }

    private void checkBiasGradient(int rows, int slice, int outputs, Data data) {
        float[] delta = data.of(7, GUARD + rows * outputs);
        float[] out = guarded(outputs);

        kernels.biasGradient(rows, slice, outputs, delta, GUARD, out, GUARD);

        float[] expected = guarded(outputs);
        for (int j = 0; j < outputs; j++) {
            expected[GUARD + j] =
                    ReferenceProducts.treeElement(
                            rows,
                            slice,
                            0,
                            j,
                            (one, k) -> 1f,
                            (output, k) -> delta[GUARD + k * outputs + output]);
        }
        assertBits(out, expected);
    }

    @ParameterizedTest
    @CsvSource({"9,1,17,31", "33,4,5,260", "64,16,70,128", "13,4,7,5"})
    void shouldCarryWhatIsNotFiniteNotNormalOrNegativeZeroThroughGradients(
            int rows, int slice, int inputs, int outputs) {
        checkWeightGradient(rows, slice, inputs, outputs, 0, inputs, Floats::withSpecials);
        checkBiasGradient(rows, slice, outputs, Floats::withSpecials);
    }

    @Test
    void shouldAgreeWithDoubleArithmeticInAProduct() {
        int inner = 4098;
        float[] a = Floats.random(8, inner);
        float[] b = Floats.random(9, inner);
        float[] out = new float[1];

        kernels.matmul(1, inner, 1, a, 0, b, 0, out, 0);

        double sum = 0.0;
        for (int k = 0; k < inner; k++) {
            sum += (double) a[k] * b[k];
        }
        assertThat((double) out[0]).isCloseTo(sum, org.assertj.core.data.Offset.offset(1e-5));
    }
}
