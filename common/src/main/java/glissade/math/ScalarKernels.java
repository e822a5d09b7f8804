package glissade.math;

import java.util.Arrays;

/** The scalar twin: plain loops in the order of the contract. */
final class ScalarKernels implements Kernels {
    /** Depth of the slice tree: more slices than 2^31 do not fit an int. */
    private static final int MAX_DEPTH = 32;

    private final float[] stack = new float[MAX_DEPTH];
    private final float[] lanes = new float[LaneSums.LANES];
    private final double[] doubleLanes = new double[LaneSums.LANES];

    @Override
    public int vectorBits() {
        return Float.SIZE;
    }

    @Override
    public void matmul(
            int rows,
            int inner,
            int columns,
            float[] a,
            int aOffset,
            float[] b,
            int bOffset,
            float[] out,
            int outOffset) {
        Shapes.requireMatrix("a", rows, inner, a, aOffset);
        Shapes.requireMatrix("b", inner, columns, b, bOffset);
        Shapes.requireMatrix("out", rows, columns, out, outOffset);
        for (int i = 0; i < rows; i++) {
            int row = outOffset + i * columns;
            Arrays.fill(out, row, row + columns, 0f);
            for (int k = 0; k < inner; k++) {
                float value = a[aOffset + i * inner + k];
                for (int j = 0; j < columns; j++) {
                    out[row + j] = Math.fma(value, b[bOffset + k * columns + j], out[row + j]);
                }
            }
        }
    }

    @Override
    public void matmulTransposed(
            int rows,
            int inner,
            int columns,
            float[] a,
            int aOffset,
            float[] b,
            int bOffset,
            float[] out,
            int outOffset) {
        Shapes.requireMatrix("a", rows, inner, a, aOffset);
        Shapes.requireMatrix("b", columns, inner, b, bOffset);
        Shapes.requireMatrix("out", rows, columns, out, outOffset);
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                float sum = 0f;
                for (int k = 0; k < inner; k++) {
                    sum = Math.fma(a[aOffset + i * inner + k], b[bOffset + j * inner + k], sum);
                }
                out[outOffset + i * columns + j] = sum;
            }
        }
    }

    @Override
    public void weightGradient(
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
            int outOffset) {
        Shapes.requireSlices(rows, sliceSize);
        Shapes.requireInputs(inputs, fromInput, toInput);
        Shapes.requireMatrix("x", rows, inputs, x, xOffset);
        Shapes.requireMatrix("delta", rows, outputs, delta, deltaOffset);
        Shapes.requireMatrix("out", inputs, outputs, out, outOffset);
        for (int i = fromInput; i < toInput; i++) {
            for (int j = 0; j < outputs; j++) {
                int depth = 0;
                int slice = 0;
                for (int from = 0; from < rows; from += sliceSize) {
                    float sum = 0f;
                    int to = Math.min(rows, from + sliceSize);
                    for (int k = from; k < to; k++) {
                        float value = delta[deltaOffset + k * outputs + j];
                        sum = Math.fma(x[xOffset + k * inputs + i], value, sum);
                    }
                    depth = push(sum, depth, slice++);
                }
                out[outOffset + i * outputs + j] = collapse(depth);
            }
        }
    }

    @Override
    public void biasGradient(
            int rows,
            int sliceSize,
            int outputs,
            float[] delta,
            int deltaOffset,
            float[] out,
            int outOffset) {
        Shapes.requireSlices(rows, sliceSize);
        Shapes.requireMatrix("delta", rows, outputs, delta, deltaOffset);
        Shapes.requireRange("out", out, outOffset, outputs);
        for (int j = 0; j < outputs; j++) {
            int depth = 0;
            int slice = 0;
            for (int from = 0; from < rows; from += sliceSize) {
                float sum = 0f;
                int to = Math.min(rows, from + sliceSize);
                for (int k = from; k < to; k++) {
                    sum += delta[deltaOffset + k * outputs + j];
                }
                depth = push(sum, depth, slice++);
            }
            out[outOffset + j] = collapse(depth);
        }
    }

    /** Adds a slice to the binary counter of finished subtrees; returns the new depth. */
    private int push(float sum, int depth, int slice) {
        float carried = sum;
        int top = depth;
        for (int bits = slice; (bits & 1) != 0; bits >>= 1) {
            carried = stack[--top] + carried;
        }
        stack[top] = carried;
        return top + 1;
    }

    /** Joins the unfinished subtrees, the smallest (last) first. */
    private float collapse(int depth) {
        float sum = stack[depth - 1];
        for (int i = depth - 2; i >= 0; i--) {
            sum = stack[i] + sum;
        }
        return sum;
    }

    @Override
    public void addBias(
            int rows, int columns, float[] z, int zOffset, float[] bias, int biasOffset) {
        Shapes.requireMatrix("z", rows, columns, z, zOffset);
        Shapes.requireRange("bias", bias, biasOffset, columns);
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                z[zOffset + i * columns + j] += bias[biasOffset + j];
            }
        }
    }

    @Override
    public void sigmoid(float[] values, int offset, int length) {
        Shapes.requireRange("values", values, offset, length);
        for (int i = offset; i < offset + length; i++) {
            values[i] = Float32Math.sigmoid(values[i]);
        }
    }

    @Override
    public void tanh(float[] values, int offset, int length) {
        Shapes.requireRange("values", values, offset, length);
        for (int i = offset; i < offset + length; i++) {
            values[i] = Float32Math.tanh(values[i]);
        }
    }

    @Override
    public void relu(float[] values, int offset, int length) {
        Shapes.requireRange("values", values, offset, length);
        for (int i = offset; i < offset + length; i++) {
            values[i] = values[i] <= 0f ? 0f : values[i];
        }
    }

    @Override
    public void leakyRelu(float[] values, int offset, int length) {
        Shapes.requireRange("values", values, offset, length);
        for (int i = offset; i < offset + length; i++) {
            values[i] = values[i] <= 0f ? values[i] * Float32Math.LEAKY_SLOPE : values[i];
        }
    }

    @Override
    public void exp(float[] values, int offset, int length) {
        Shapes.requireRange("values", values, offset, length);
        for (int i = offset; i < offset + length; i++) {
            values[i] = Float32Math.exp(values[i]);
        }
    }

    @Override
    public void log(float[] values, int offset, int length) {
        Shapes.requireRange("values", values, offset, length);
        for (int i = offset; i < offset + length; i++) {
            values[i] = Float32Math.log(values[i]);
        }
    }

    @Override
    public void multiplyBySigmoidDerivative(
            float[] delta, int deltaOffset, float[] activation, int activationOffset, int length) {
        Shapes.requireRange("delta", delta, deltaOffset, length);
        Shapes.requireRange("activation", activation, activationOffset, length);
        for (int i = 0; i < length; i++) {
            float a = activation[activationOffset + i];
            delta[deltaOffset + i] *= Math.fma(-a, a, a);
        }
    }

    @Override
    public void multiplyByTanhDerivative(
            float[] delta, int deltaOffset, float[] activation, int activationOffset, int length) {
        Shapes.requireRange("delta", delta, deltaOffset, length);
        Shapes.requireRange("activation", activation, activationOffset, length);
        for (int i = 0; i < length; i++) {
            float a = activation[activationOffset + i];
            delta[deltaOffset + i] *= Math.fma(-a, a, 1f);
        }
    }

    @Override
    public void multiplyByReluDerivative(
            float[] delta, int deltaOffset, float[] activation, int activationOffset, int length) {
        Shapes.requireRange("delta", delta, deltaOffset, length);
        Shapes.requireRange("activation", activation, activationOffset, length);
        for (int i = 0; i < length; i++) {
            if (activation[activationOffset + i] <= 0f) {
                delta[deltaOffset + i] = 0f;
            }
        }
    }

    @Override
    public void multiplyByLeakyReluDerivative(
            float[] delta, int deltaOffset, float[] activation, int activationOffset, int length) {
        Shapes.requireRange("delta", delta, deltaOffset, length);
        Shapes.requireRange("activation", activation, activationOffset, length);
        for (int i = 0; i < length; i++) {
            if (activation[activationOffset + i] <= 0f) {
                delta[deltaOffset + i] *= Float32Math.LEAKY_SLOPE;
            }
        }
    }

    @Override
    public void softmax(
            int rows, int columns, float[] z, int zOffset, float[] logSumExp, int logSumExpOffset) {
        Shapes.requireMatrix("z", rows, columns, z, zOffset);
        Shapes.requireRange("logSumExp", logSumExp, logSumExpOffset, rows);
        for (int row = 0; row < rows; row++) {
            int from = zOffset + row * columns;
            float max = Float.NEGATIVE_INFINITY;
            for (int i = from; i < from + columns; i++) {
                max = Math.max(max, z[i]);
            }
            Arrays.fill(lanes, 0f);
            for (int j = 0; j < columns; j++) {
                float value = Float32Math.exp(z[from + j] - max);
                z[from + j] = value;
                lanes[j % LaneSums.LANES] += value;
            }
            float sum = LaneSums.tree(lanes);
            for (int i = from; i < from + columns; i++) {
                z[i] /= sum;
            }
            logSumExp[logSumExpOffset + row] = max + Float32Math.log(sum);
        }
    }

    @Override
    public void add(
            float[] target, int targetOffset, float[] addend, int addendOffset, int length) {
        Shapes.requireRange("target", target, targetOffset, length);
        Shapes.requireRange("addend", addend, addendOffset, length);
        for (int i = 0; i < length; i++) {
            target[targetOffset + i] += addend[addendOffset + i];
        }
    }

    @Override
    public double sum(float[] values, int offset, int length) {
        Shapes.requireRange("values", values, offset, length);
        return LaneSums.sum(values, offset, length, false, doubleLanes);
    }

    @Override
    public double sumOfSquares(float[] values, int offset, int length) {
        Shapes.requireRange("values", values, offset, length);
        return LaneSums.sum(values, offset, length, true, doubleLanes);
    }

    @Override
    public boolean allFinite(float[] values, int offset, int length) {
        Shapes.requireRange("values", values, offset, length);
        return LaneSums.allFinite(values, offset, length);
    }
}
