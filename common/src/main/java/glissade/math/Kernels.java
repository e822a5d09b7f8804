package glissade.math;

/**
 * Float arithmetic of training: matrix products, gradients, activations and sums. Every
 * implementation returns the same bits for the same arguments, whatever its vector width.
 *
 * <p>Matrices are dense, row-major {@code float[]} with an offset in floats. Arguments must not
 * overlap unless a method says that it works in place. Bounds are checked once per call; a
 * violation is an {@link IllegalArgumentException} that names the argument. A size of zero is
 * allowed.
 *
 * <p>An instance owns scratch buffers and is therefore confined to one thread. After construction
 * no method allocates.
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

    /** {@code target += addend}, element by element. */
    void add(float[] target, int targetOffset, float[] addend, int addendOffset, int length);

    /** Sum in double on sixteen virtual lanes. */
    double sum(float[] values, int offset, int length);

    /** Sum of the squares in double on sixteen virtual lanes; the squares are exact. */
    double sumOfSquares(float[] values, int offset, int length);

    /** Whether no element is infinite or NaN. */
    boolean allFinite(float[] values, int offset, int length);
}
