package glissade.math;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Locale;

/**
 * Prints width and a hash of what the kernels of this JVM compute; {@link KernelBitsTest} starts it
 * with different flags and compares. Products of sizes that no hash covers are compared with the
 * scalar kernels.
 */
final class KernelBits {
    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    /** Where matrices begin: not at a multiple of any vector. */
    private static final int AT = 3;

    private long hash = FNV_OFFSET;

    private KernelBits() {}

    public static void main(String[] args) {
        try {
            Kernels kernels = Kernels.create();
            compareWithScalar(kernels, 10, 30, 10, 10);
            compareWithScalar(kernels, 37, 21, 47, 4);
            compareWithScalar(kernels, 101, 1_027, 151, 16);
            compareWithScalar(kernels, 128, 512, 128, 32);
            // Of blocks: two of terms, with rows for a tile of eight; two of rows.
            compareWithScalar(kernels, 64, 1_027, 287, 16);
            compareWithScalar(kernels, 1_033, 9, 287, 32);
            // Rows too far apart to be read in place, in a copied panel and in place.
            compareWithScalar(kernels, 48, 5, 287, 16);
            compareWithScalar(kernels, 20, 40, 287, 4);
            compareRoundingWithScalar(kernels);
            System.out.printf(
                    Locale.ROOT,
                    "%d %016x%n",
                    kernels.vectorBits(),
                    new KernelBits().hash(kernels));
        } catch (UnsupportedMachineException | IllegalArgumentException e) {
            System.out.println(e.getMessage());
        }
    }

    private static void compareWithScalar(
            Kernels kernels, int rows, int inner, int columns, int slice) {
        long hash = new KernelBits().productsHash(kernels, rows, inner, columns, slice);
        if (hash != new KernelBits().productsHash(Kernels.scalar(), rows, inner, columns, slice)) {
            throw new IllegalStateException(
                    "other bits than scalar: " + rows + "x" + columns + "x" + inner);
        }
    }

    private static void compareRoundingWithScalar(Kernels kernels) {
        for (Precision format : new Precision[] {Precision.BF16, Precision.FP16}) {
            if (new KernelBits().roundingHash(kernels, format)
                    != new KernelBits().roundingHash(Kernels.scalar(), format)) {
                throw new IllegalStateException("other bits than scalar: " + format);
            }
        }
    }

    private long roundingHash(Kernels kernels, Precision format) {
        float[] values = Floats.concat(Floats.specials(), Floats.randomBits(7, 20_001));
        kernels.round(format, values, 0, values.length);
        add(values);
        byte[] packed = new byte[values.length * Short.BYTES];
        kernels.pack(format, values, 0, values.length, MemorySegment.ofArray(packed), 0);
        for (byte part : packed) {
            add(part);
        }
        float[] again = new float[values.length];
        kernels.unpack(format, MemorySegment.ofArray(packed), 0, again, 0, again.length);
        add(again);
        return hash;
    }

    private long productsHash(Kernels kernels, int rows, int inner, int columns, int slice) {
        float[] a = Floats.random(1, AT + rows * inner);
        float[] b = Floats.random(2, AT + inner * columns);
        float[] out = new float[AT + rows * columns];
        kernels.matmul(rows, inner, columns, a, AT, b, AT, out, AT);
        add(out);
        kernels.matmulTransposed(rows, inner, columns, a, AT, b, AT, out, AT);
        add(out);
        addDenseLayers(kernels, rows, inner, columns, a, b);
        float[] gradient = new float[AT + inner * columns];
        // All inputs, all but the first, and fewer than any tile has.
        addGradient(kernels, rows, slice, inner, columns, 0, inner, a, out, gradient);
        addGradient(kernels, rows, slice, inner, columns, 1, inner, a, out, gradient);
        addGradient(kernels, rows, slice, inner, columns, 2, 5, a, out, gradient);
        kernels.biasGradient(rows, slice, columns, out, AT, gradient, AT);
        add(gradient);
        return hash;
    }

    private void addGradient(
            Kernels kernels,
            int rows,
            int slice,
            int inputs,
            int outputs,
            int from,
            int to,
            float[] x,
            float[] delta,
            float[] gradient) {
        Arrays.fill(gradient, 0f);
        kernels.weightGradient(
                rows, slice, inputs, outputs, from, to, x, AT, delta, AT, gradient, AT);
        add(gradient);
    }

    private void addDenseLayers(
            Kernels kernels, int rows, int inner, int columns, float[] a, float[] b) {
        float[] bias = Floats.random(3, AT + columns);
        float[] values = Floats.random(4, AT + rows * columns);
        float[] out = new float[AT + rows * columns];
        for (Elementwise f : Elementwise.values()) {
            kernels.dense(rows, inner, columns, a, AT, b, AT, f, bias, AT, out, AT);
            add(out);
            kernels.denseBackward(rows, inner, columns, a, AT, b, AT, f, values, AT, out, AT);
            add(out);
        }
    }

    private long hash(Kernels kernels) {
        addProducts(kernels, 13, 207, 33);
        addProducts(kernels, 10, 784, 30);
        addProducts(kernels, 50, 17, 260);
        addFunctions(kernels);
        return hash;
    }

    private void addProducts(Kernels kernels, int rows, int inner, int columns) {
        float[] a = Floats.random(1, rows * inner);
        float[] b = Floats.random(2, inner * columns);
        float[] out = new float[rows * columns];
        kernels.matmul(rows, inner, columns, a, 0, b, 0, out, 0);
        kernels.addBias(rows, columns, out, 0, b, 0);
        add(out);
        float[] back = new float[rows * inner];
        kernels.matmulTransposed(rows, columns, inner, out, 0, b, 0, back, 0);
        add(back);
        float[] gradient = new float[inner * columns];
        kernels.weightGradient(rows, 3, inner, columns, 0, inner, a, 0, out, 0, gradient, 0);
        kernels.add(gradient, 0, b, 0, gradient.length);
        add(gradient);
        float[] bias = new float[columns];
        kernels.biasGradient(rows, 3, columns, out, 0, bias, 0);
        add(bias);
        float[] logSumExp = new float[rows];
        kernels.softmax(rows, columns, out, 0, logSumExp, 0);
        add(out);
        add(logSumExp);
        float[] normalized = new float[out.length];
        kernels.layerNorm(rows, columns, out, 0, a, 0, rows, normalized, 0, logSumExp, 0);
        kernels.dropout(out, 0, out.length, 0.25, 9, 1, 3, 17);
        add(out);
        kernels.layerNormBackward(
                rows, columns, out, 0, a, 0, normalized, 0, logSumExp, 0, normalized.clone(), 0);
        add(out);
        add(Double.doubleToLongBits(kernels.sum(gradient, 0, gradient.length)));
        add(Double.doubleToLongBits(kernels.sumOfSquares(gradient, 0, gradient.length)));
    }

    private void addFunctions(Kernels kernels) {
        float[] all = Floats.concat(Floats.specials(), Floats.randomBits(3, 20_001));
        float[] delta = Floats.random(4, all.length);
        float[] values = all.clone();
        kernels.exp(values, 0, values.length);
        add(values);
        values = all.clone();
        kernels.log(values, 0, values.length);
        add(values);
        values = all.clone();
        kernels.tanh(values, 0, values.length);
        add(values);
        kernels.multiplyByTanhDerivative(delta, 0, values, 0, values.length);
        values = all.clone();
        kernels.sigmoid(values, 0, values.length);
        add(values);
        kernels.multiplyBySigmoidDerivative(delta, 0, values, 0, values.length);
        values = all.clone();
        kernels.leakyRelu(values, 0, values.length);
        add(values);
        kernels.multiplyByLeakyReluDerivative(delta, 0, values, 0, values.length);
        kernels.relu(values, 0, values.length);
        kernels.multiplyByReluDerivative(delta, 0, values, 0, values.length);
        add(values);
        add(delta);
    }

    private void add(float[] values) {
        for (float value : values) {
            // Canonical NaN: payloads are no part of the contract.
            add(Float.floatToIntBits(value));
        }
    }

    private void add(long bits) {
        hash = (hash ^ bits) * FNV_PRIME;
    }
}
