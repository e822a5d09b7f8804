package glissade.math;

import java.lang.foreign.MemorySegment;

/**
 * Float arithmetic of training: matrix products, gradients, activations and sums. Every
 * implementation returns the same bits for the same arguments, whatever its vector width.
 *
 * <p>Matrices are dense, row-major {@code float[]} with an offset in floats. Arguments must not
 * overlap unless a method says that it works in place. Bounds are checked once per call; a
 * violation is an {@link IllegalArgumentException} that names the argument. A size of zero is
 * allowed.
 *
 * <p>An instance owns scratch buffers and is therefore confined to one thread. A method allocates
 * nothing once it has seen its largest shape.
 *
 * <p><b>Order of operations.</b> Every element of a product starts at +0 and takes {@code c =
 * fma(a, b, c)} with the inner index ascending. Sums along a row are sixteen virtual lanes: element
 * i goes to lane i mod 16, each lane starts at +0, and the lanes are added in a fixed tree (i with
 * i + 8, then i + 4, i + 2, i + 1). Sums over slices are a binary tree: n slices split at the
 * largest power of two below n.
 */
public interface Kernels {

    /**
     * Kernels of this machine: the widest vectors it has, or what the system property {@code
     * glissade.vector} ({@code auto}, {@code 512}, {@code 256}, {@code 128}, {@code scalar})
     * allows.
     *
     * @throws UnsupportedMachineException without fused multiply-add in hardware
     * @throws IllegalArgumentException if {@code glissade.vector} has an unknown value
     */
    static Kernels create() {
        return KernelChoice.create();
    }

    /** Scalar twin of all vector kernels: the oracle of the tests and the last resort. */
    static Kernels scalar() {
        return new ScalarKernels();
    }

    /** Width in use: 512, 256 or 128; 32 stands for scalar. */
    int vectorBits();

    /** {@code out = a · b} with a [rows, inner], b [inner, columns], out [rows, columns]. */
    void matmul(
            int rows,
            int inner,
            int columns,
            float[] a,
            int aOffset,
            float[] b,
            int bOffset,
            float[] out,
            int outOffset);

    /** {@code out = a · bᵀ} with a [rows, inner], b [columns, inner], out [rows, columns]. */
    void matmulTransposed(
            int rows,
            int inner,
            int columns,
            float[] a,
            int aOffset,
            float[] b,
            int bOffset,
            float[] out,
            int outOffset);

    /**
     * A dense layer on its way forward: {@code out = f(a · b + bias)}, the sums first, then one
     * addition, then f, element by element as {@link #matmul}, {@link #addBias} and {@link #apply}
     * would do it one after another.
     *
     * @param bias [columns]
     */
    default void dense(
            int rows,
            int inner,
            int columns,
            float[] a,
            int aOffset,
            float[] b,
            int bOffset,
            Elementwise f,
            float[] bias,
            int biasOffset,
            float[] out,
            int outOffset) {
        matmul(rows, inner, columns, a, aOffset, b, bOffset, out, outOffset);
        addBias(rows, columns, out, outOffset, bias, biasOffset);
        apply(f, out, outOffset, rows * columns);
    }

    /**
     * A dense layer on its way back: {@code out = (a · bᵀ) f'}, element by element as {@link
     * #matmulTransposed} and {@link #multiplyByDerivative} would do it one after another.
     *
     * @param f of the layer below, whose gradients come out
     * @param activation values of f [rows, columns], not modified
     */
    default void denseBackward(
            int rows,
            int inner,
            int columns,
            float[] a,
            int aOffset,
            float[] b,
            int bOffset,
            Elementwise f,
            float[] activation,
            int activationOffset,
            float[] out,
            int outOffset) {
        matmulTransposed(rows, inner, columns, a, aOffset, b, bOffset, out, outOffset);
        multiplyByDerivative(f, out, outOffset, activation, activationOffset, rows * columns);
    }

    /**
     * Gradient sum of a dense layer's weights over the samples of one tree node: {@code out = xᵀ ·
     * delta}, cut into slices of consecutive samples whose products are added by the slice tree.
     *
     * @param rows samples, at least 1
     * @param sliceSize samples of a slice; the last may be shorter
     * @param fromInput first row of {@code out} that is written
     * @param toInput end of the written rows; the others keep their values
     * @param x layer inputs [rows, inputs]
     * @param delta loss gradients at the layer's weighted sums [rows, outputs]
     * @param out [inputs, outputs]
     */
    void weightGradient(
            int rows,
            int sliceSize,
            int inputs,
            int outputs,
            int fromInput,
            int toInput,
            float[] x,
            int xOffset,
            float[] delta,
            int deltaOffset,
            float[] out,
            int outOffset);

    /**
     * Gradient sum of a dense layer's bias: the column sums of {@code delta} [rows, outputs], rows
     * ascending inside a slice, slices added by the slice tree.
     *
     * @param rows samples, at least 1
     * @param sliceSize samples of a slice; the last may be shorter
     * @param out [outputs]
     */
    void biasGradient(
            int rows,
            int sliceSize,
            int outputs,
            float[] delta,
            int deltaOffset,
            float[] out,
            int outOffset);

    /** Adds {@code bias} [columns] to every row of {@code z} [rows, columns], in place. */
    void addBias(int rows, int columns, float[] z, int zOffset, float[] bias, int biasOffset);

    /** {@code values = f(values)} of every element, in place. */
    default void apply(Elementwise f, float[] values, int offset, int length) {
        switch (f) {
            case IDENTITY -> {}
            case SIGMOID -> sigmoid(values, offset, length);
            case TANH -> tanh(values, offset, length);
            case RELU -> relu(values, offset, length);
            case LEAKY_RELU -> leakyRelu(values, offset, length);
        }
    }

    /** {@code delta *= f'}, the slope of f where it has the value {@code activation}. */
    default void multiplyByDerivative(
            Elementwise f,
            float[] delta,
            int deltaOffset,
            float[] activation,
            int activationOffset,
            int length) {
        switch (f) {
            case IDENTITY -> {}
            case SIGMOID ->
                    multiplyBySigmoidDerivative(
                            delta, deltaOffset, activation, activationOffset, length);
            case TANH ->
                    multiplyByTanhDerivative(
                            delta, deltaOffset, activation, activationOffset, length);
            case RELU ->
                    multiplyByReluDerivative(
                            delta, deltaOffset, activation, activationOffset, length);
            case LEAKY_RELU ->
                    multiplyByLeakyReluDerivative(
                            delta, deltaOffset, activation, activationOffset, length);
        }
    }

    /** {@code 1 / (1 + exp(-x))} of every element, in place. */
    void sigmoid(float[] values, int offset, int length);

    /** Hyperbolic tangent of every element, in place. */
    void tanh(float[] values, int offset, int length);

    /** {@code x <= 0 ? 0 : x} of every element, in place; NaN stays NaN. */
    void relu(float[] values, int offset, int length);

    /** {@code x <= 0 ? 0.01 x : x} of every element, in place; NaN stays NaN. */
    void leakyRelu(float[] values, int offset, int length);

    /** Exponential of every element, in place. */
    void exp(float[] values, int offset, int length);

    /** Natural logarithm of every element, in place; NaN below zero, -infinity at zero. */
    void log(float[] values, int offset, int length);

    /** {@code delta *= a (1 - a)}, the sigmoid's slope where it has the value a. */
    void multiplyBySigmoidDerivative(
            float[] delta, int deltaOffset, float[] activation, int activationOffset, int length);

    /** {@code delta *= 1 - a²}, the slope of the hyperbolic tangent where it has the value a. */
    void multiplyByTanhDerivative(
            float[] delta, int deltaOffset, float[] activation, int activationOffset, int length);

    /** {@code delta = a <= 0 ? 0 : delta} for activations a of the ReLU. */
    void multiplyByReluDerivative(
            float[] delta, int deltaOffset, float[] activation, int activationOffset, int length);

    /** {@code delta = a <= 0 ? 0.01 delta : delta} for activations a of the leaky ReLU. */
    void multiplyByLeakyReluDerivative(
            float[] delta, int deltaOffset, float[] activation, int activationOffset, int length);

    /**
     * Softmax of every row of {@code z} [rows, columns], in place. A NaN anywhere in a row makes
     * the whole row NaN.
     *
     * @param logSumExp [rows], receives {@code max + log(sum(exp(z - max)))} of the row before it
     *     was overwritten
     */
    void softmax(
            int rows, int columns, float[] z, int zOffset, float[] logSumExp, int logSumExpOffset);

    /**
     * Normalises every row of {@code z} [rows, columns] over its columns, in place: {@code z = gain
     * · (z - mean) / √(variance + 1e-5) + shift}, with the variance of the row itself (1/n).
     *
     * @param parameters holds gain and shift [columns] at their offsets
     * @param normalized [rows, columns], receives the rows before gain and shift
     * @param inverseDeviation [rows], receives {@code 1 / √(variance + 1e-5)}
     * @see <a href="https://arxiv.org/abs/1607.06450">Ba, Kiros and Hinton 2016, Layer
     *     Normalization, equation 4</a>
     */
    void layerNorm(
            int rows,
            int columns,
            float[] z,
            int zOffset,
            float[] parameters,
            int gainOffset,
            int shiftOffset,
            float[] normalized,
            int normalizedOffset,
            float[] inverseDeviation,
            int inverseDeviationOffset);

    /**
     * Carries gradients back through {@link #layerNorm}, in place: {@code delta} [rows, columns]
     * becomes the gradient with respect to what was normalised.
     *
     * @param parameters holds the gain [columns] at its offset
     * @param normalized [rows, columns] of the way forward
     * @param inverseDeviation [rows] of the way forward
     * @param gainTerms [rows, columns], receives {@code delta · normalized}: its column sums are
     *     the gradient of the gain, as those of the first {@code delta} are the shift's
     */
    void layerNormBackward(
            int rows,
            int columns,
            float[] delta,
            int deltaOffset,
            float[] parameters,
            int gainOffset,
            float[] normalized,
            int normalizedOffset,
            float[] inverseDeviation,
            int inverseDeviationOffset,
            float[] gainTerms,
            int gainTermsOffset);

    /**
     * Leaves out units of one sample, in place: each element becomes 0 with probability {@code
     * rate}, else it is multiplied by {@code 1 / (1 - rate)}. Which ones is a function of seed,
     * epoch, sample and unit, so the way back leaves out the same.
     *
     * @param rate from 0 to below 1, taken to a multiple of 2^-24
     * @param firstUnit index of the first element among the units of the whole network
     * @see <a href="https://jmlr.org/papers/v15/srivastava14a.html">Srivastava et al. 2014,
     *     Dropout, section 10: inverted dropout</a>
     */
    void dropout(
            float[] values,
            int offset,
            int length,
            double rate,
            long seed,
            int epoch,
            int sample,
            int firstUnit);

    /** {@code target += addend}, element by element. */
    void add(float[] target, int targetOffset, float[] addend, int addendOffset, int length);

    /**
     * {@code target += addend}, element by element, straight out of memory that is no array.
     *
     * @param addend little-endian floats, {@code length} of them from byte {@code addendOffset}
     */
    void add(float[] target, int targetOffset, MemorySegment addend, long addendOffset, int length);

    /**
     * Rounds every element to what {@code to} can hold, in place: to the nearest, ties to the even
     * one. What is too large becomes infinite, every NaN the same one.
     */
    void round(Precision to, float[] values, int offset, int length);

    /**
     * Writes floats that {@link #round} has left in half the space.
     *
     * @param format of sixteen bits
     * @param target receives {@code length} little-endian numbers from byte {@code targetOffset}
     */
    void pack(
            Precision format,
            float[] rounded,
            int offset,
            int length,
            MemorySegment target,
            long targetOffset);

    /**
     * Reads what {@link #pack} has written: the same floats.
     *
     * @param format of sixteen bits
     * @param packed {@code length} little-endian numbers from byte {@code packedOffset}
     */
    void unpack(
            Precision format,
            MemorySegment packed,
            long packedOffset,
            float[] target,
            int offset,
            int length);

    /** Sum in double on sixteen virtual lanes. */
    double sum(float[] values, int offset, int length);

    /** Sum of the squares in double on sixteen virtual lanes; the squares are exact. */
    double sumOfSquares(float[] values, int offset, int length);

    /**
     * Multiplies every element by {@code factor}, in place; returns the {@link #sumOfSquares} of
     * the products.
     */
    double scale(float[] values, int offset, int length, float factor);

    /** Whether no element is infinite or NaN. */
    boolean allFinite(float[] values, int offset, int length);
}
