package glissade.math;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The scalar twin: plain loops in the order of the contract; matrix products are in {@link
 * ScalarGemm}.
 */
final class ScalarKernels implements Kernels {
    /** Floats in memory that is no array. */
    static final ValueLayout.OfFloat FLOAT =
            ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    /** Numbers of sixteen bits in memory that is no array. */
    static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final ScalarGemm gemm = new ScalarGemm();
    private final float[] lanes = new float[LaneSums.LANES];
    private final LayerNormRows layerNorm = new LayerNormRows();
    private final DropoutMask dropout = new DropoutMask();
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
        gemm.matmul(rows, inner, columns, a, aOffset, b, bOffset, out, outOffset);
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
        gemm.matmulTransposed(rows, inner, columns, a, aOffset, b, bOffset, out, outOffset);
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
        gemm.weightGradient(
                rows,
                sliceSize,
                inputs,
                outputs,
                fromInput,
                toInput,
                x,
                xOffset,
                delta,
                deltaOffset,
                out,
                outOffset);
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
        gemm.biasGradient(rows, sliceSize, outputs, delta, deltaOffset, out, outOffset);
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
    public void layerNorm(
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
            int inverseDeviationOffset) {
        Shapes.requireMatrix("z", rows, columns, z, zOffset);
        Shapes.requireRange("gain", parameters, gainOffset, columns);
        Shapes.requireRange("shift", parameters, shiftOffset, columns);
        Shapes.requireMatrix("normalized", rows, columns, normalized, normalizedOffset);
        Shapes.requireRange("inverseDeviation", inverseDeviation, inverseDeviationOffset, rows);
        layerNorm.forward(
                rows,
                columns,
                z,
                zOffset,
                parameters,
                gainOffset,
                shiftOffset,
                normalized,
                normalizedOffset,
                inverseDeviation,
                inverseDeviationOffset);
    }

    @Override
    public void layerNormBackward(
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
            int gainTermsOffset) {
        Shapes.requireMatrix("delta", rows, columns, delta, deltaOffset);
        Shapes.requireRange("gain", parameters, gainOffset, columns);
        Shapes.requireMatrix("normalized", rows, columns, normalized, normalizedOffset);
        Shapes.requireRange("inverseDeviation", inverseDeviation, inverseDeviationOffset, rows);
        Shapes.requireMatrix("gainTerms", rows, columns, gainTerms, gainTermsOffset);
        layerNorm.backward(
                rows,
                columns,
                delta,
                deltaOffset,
                parameters,
                gainOffset,
                normalized,
                normalizedOffset,
                inverseDeviation,
                inverseDeviationOffset,
                gainTerms,
                gainTermsOffset);
    }

    @Override
    public void dropout(
            float[] values,
            int offset,
            int length,
            double rate,
            long seed,
            int epoch,
            int sample,
            int firstUnit) {
        Shapes.requireRange("values", values, offset, length);
        dropout.key(seed, epoch, sample);
        dropout.apply(
                values,
                offset,
                length,
                firstUnit,
                DropoutMask.threshold(rate),
                DropoutMask.scale(rate));
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
    public void add(
            float[] target, int targetOffset, MemorySegment addend, long addendOffset, int length) {
        Shapes.requireRange("target", target, targetOffset, length);
        for (int i = 0; i < length; i++) {
            target[targetOffset + i] += addend.get(FLOAT, addendOffset + (long) i * Float.BYTES);
        }
    }

    @Override
    public void round(Precision to, float[] values, int offset, int length) {
        Shapes.requireRange("values", values, offset, length);
        for (int i = offset; i < offset + length; i++) {
            values[i] = SixteenBits.round(to, values[i]);
        }
    }

    @Override
    public void pack(
            Precision format,
            float[] rounded,
            int offset,
            int length,
            MemorySegment target,
            long targetOffset) {
        Shapes.requireRange("rounded", rounded, offset, length);
        for (int i = 0; i < length; i++) {
            target.set(
                    SHORT,
                    targetOffset + (long) i * Short.BYTES,
                    SixteenBits.pack(format, rounded[offset + i]));
        }
    }

    @Override
    public void unpack(
            Precision format,
            MemorySegment packed,
            long packedOffset,
            float[] target,
            int offset,
            int length) {
        Shapes.requireRange("target", target, offset, length);
        for (int i = 0; i < length; i++) {
            short number = packed.get(SHORT, packedOffset + (long) i * Short.BYTES);
            target[offset + i] = SixteenBits.unpack(format, number);
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
    public double scale(float[] values, int offset, int length, float factor) {
        Shapes.requireRange("values", values, offset, length);
        for (int i = offset; i < offset + length; i++) {
            values[i] *= factor;
        }
        return LaneSums.sum(values, offset, length, true, doubleLanes);
    }

    @Override
    public boolean allFinite(float[] values, int offset, int length) {
        Shapes.requireRange("values", values, offset, length);
        return LaneSums.allFinite(values, offset, length);
    }
}
