package glissade.math;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The kernels on hardware vectors. Elementwise loops run over full vectors and leave the rest to
 * the scalar twin of the same bits; matrix products are in {@link VectorProducts}.
 */
final class VectorKernels implements Kernels {
    private static final VectorSpecies<Float> SPECIES = VectorTiles.SPECIES;
    private static final int LANES = VectorTiles.LANES;

    /** Floats that are copied out of a segment at a time: 4 KiB. */
    private static final int SEGMENT_CHUNK = 1_024;

    private final VectorMath math = new VectorMath();
    private final VectorEpilogue epilogue = new VectorEpilogue(math);
    private final VectorPanel panel = new VectorPanel();
    private final VectorProducts products = new VectorProducts(epilogue, panel);
    private final VectorGradients gradients = new VectorGradients(panel);
    private final float[] lanes = new float[LaneSums.LANES];
    private final float[] segmentChunk = new float[SEGMENT_CHUNK];
    private final short[] shortChunk = new short[SEGMENT_CHUNK];

    /**
     * Row of a softmax; grows to the longest seen, of a shorter one the first floats are in use.
     */
    private float[] row = new float[0];

    private final VectorLayerNorm layerNorm = new VectorLayerNorm();
    private final VectorDropout dropout = new VectorDropout();
    private final double[] doubleLanes = new double[LaneSums.LANES];

    @Override
    public int vectorBits() {
        return SPECIES.vectorBitSize();
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
        epilogue.none();
        products.matmul(rows, inner, columns, a, aOffset, b, bOffset, out, outOffset);
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
        epilogue.none();
        products.matmulTransposed(rows, inner, columns, a, aOffset, b, bOffset, out, outOffset);
    }

    @Override
    public void dense(
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
        if (!VectorProducts.endsTiles(rows, inner, columns)) {
            Kernels.super.dense(
                    rows,
                    inner,
                    columns,
                    a,
                    aOffset,
                    b,
                    bOffset,
                    f,
                    bias,
                    biasOffset,
                    out,
                    outOffset);
            return;
        }
        Shapes.requireMatrix("a", rows, inner, a, aOffset);
        Shapes.requireMatrix("b", inner, columns, b, bOffset);
        Shapes.requireRange("bias", bias, biasOffset, columns);
        Shapes.requireMatrix("out", rows, columns, out, outOffset);
        epilogue.forward(f, columns, bias, biasOffset, out, outOffset);
        products.matmul(rows, inner, columns, a, aOffset, b, bOffset, out, outOffset);
    }

    @Override
    public void denseBackward(
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
        if (!VectorProducts.endsTilesTransposed(rows, inner, columns)) {
            Kernels.super.denseBackward(
                    rows,
                    inner,
                    columns,
                    a,
                    aOffset,
                    b,
                    bOffset,
                    f,
                    activation,
                    activationOffset,
                    out,
                    outOffset);
            return;
        }
        Shapes.requireMatrix("a", rows, inner, a, aOffset);
        Shapes.requireMatrix("b", columns, inner, b, bOffset);
        Shapes.requireMatrix("activation", rows, columns, activation, activationOffset);
        Shapes.requireMatrix("out", rows, columns, out, outOffset);
        epilogue.backward(f, columns, activation, activationOffset, out, outOffset);
        products.matmulTransposed(rows, inner, columns, a, aOffset, b, bOffset, out, outOffset);
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
        gradients.weightGradient(
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
        gradients.biasGradient(rows, sliceSize, outputs, delta, deltaOffset, out, outOffset);
    }

    @Override
    public void addBias(
            int rows, int columns, float[] z, int zOffset, float[] bias, int biasOffset) {
        Shapes.requireMatrix("z", rows, columns, z, zOffset);
        Shapes.requireRange("bias", bias, biasOffset, columns);
        for (int row = 0; row < rows; row++) {
            addUnchecked(z, zOffset + row * columns, bias, biasOffset, columns);
        }
    }

    @Override
    public void sigmoid(float[] values, int offset, int length) {
        Shapes.requireRange("values", values, offset, length);
        for (int i = math.sigmoid(values, offset, length); i < offset + length; i++) {
            values[i] = Float32Math.sigmoid(values[i]);
        }
    }

    @Override
    public void tanh(float[] values, int offset, int length) {
        Shapes.requireRange("values", values, offset, length);
        for (int i = math.tanh(values, offset, length); i < offset + length; i++) {
            values[i] = Float32Math.tanh(values[i]);
        }
    }

    @Override
    public void relu(float[] values, int offset, int length) {
        Shapes.requireRange("values", values, offset, length);
        int end = offset + length;
        int bound = offset + SPECIES.loopBound(length);
        int i = offset;
        for (; i < bound; i += LANES) {
            FloatVector x = FloatVector.fromArray(SPECIES, values, i);
            x.blend(0f, x.compare(VectorOperators.LE, 0f)).intoArray(values, i);
        }
        for (; i < end; i++) {
            values[i] = values[i] <= 0f ? 0f : values[i];
        }
    }

    @Override
    public void leakyRelu(float[] values, int offset, int length) {
        Shapes.requireRange("values", values, offset, length);
        int end = offset + length;
        int bound = offset + SPECIES.loopBound(length);
        int i = offset;
        for (; i < bound; i += LANES) {
            FloatVector x = FloatVector.fromArray(SPECIES, values, i);
            x.blend(x.mul(Float32Math.LEAKY_SLOPE), x.compare(VectorOperators.LE, 0f))
                    .intoArray(values, i);
        }
        for (; i < end; i++) {
            values[i] = values[i] <= 0f ? values[i] * Float32Math.LEAKY_SLOPE : values[i];
        }
    }

    @Override
    public void exp(float[] values, int offset, int length) {
        Shapes.requireRange("values", values, offset, length);
        for (int i = VectorMath.exp(values, offset, length); i < offset + length; i++) {
            values[i] = Float32Math.exp(values[i]);
        }
    }

    @Override
    public void log(float[] values, int offset, int length) {
        Shapes.requireRange("values", values, offset, length);
        for (int i = VectorMath.log(values, offset, length); i < offset + length; i++) {
            values[i] = Float32Math.log(values[i]);
        }
    }

    @Override
    public void multiplyBySigmoidDerivative(
            float[] delta, int deltaOffset, float[] activation, int activationOffset, int length) {
        Shapes.requireRange("delta", delta, deltaOffset, length);
        Shapes.requireRange("activation", activation, activationOffset, length);
        int bound = SPECIES.loopBound(length);
        int i = 0;
        for (; i < bound; i += LANES) {
            FloatVector a = FloatVector.fromArray(SPECIES, activation, activationOffset + i);
            FloatVector d = FloatVector.fromArray(SPECIES, delta, deltaOffset + i);
            d.mul(a.neg().fma(a, a)).intoArray(delta, deltaOffset + i);
        }
        for (; i < length; i++) {
            float a = activation[activationOffset + i];
            delta[deltaOffset + i] *= Math.fma(-a, a, a);
        }
    }

    @Override
    public void multiplyByTanhDerivative(
            float[] delta, int deltaOffset, float[] activation, int activationOffset, int length) {
        Shapes.requireRange("delta", delta, deltaOffset, length);
        Shapes.requireRange("activation", activation, activationOffset, length);
        int bound = SPECIES.loopBound(length);
        int i = 0;
        for (; i < bound; i += LANES) {
            FloatVector a = FloatVector.fromArray(SPECIES, activation, activationOffset + i);
            FloatVector d = FloatVector.fromArray(SPECIES, delta, deltaOffset + i);
            d.mul(a.neg().lanewise(VectorOperators.FMA, a, 1f)).intoArray(delta, deltaOffset + i);
        }
        for (; i < length; i++) {
            float a = activation[activationOffset + i];
            delta[deltaOffset + i] *= Math.fma(-a, a, 1f);
        }
    }

    @Override
    public void multiplyByReluDerivative(
            float[] delta, int deltaOffset, float[] activation, int activationOffset, int length) {
        Shapes.requireRange("delta", delta, deltaOffset, length);
        Shapes.requireRange("activation", activation, activationOffset, length);
        int bound = SPECIES.loopBound(length);
        int i = 0;
        for (; i < bound; i += LANES) {
            FloatVector a = FloatVector.fromArray(SPECIES, activation, activationOffset + i);
            FloatVector d = FloatVector.fromArray(SPECIES, delta, deltaOffset + i);
            d.blend(0f, a.compare(VectorOperators.LE, 0f)).intoArray(delta, deltaOffset + i);
        }
        for (; i < length; i++) {
            float a = activation[activationOffset + i];
            if (a <= 0f) {
                delta[deltaOffset + i] = 0f;
            }
        }
    }

    @Override
    public void multiplyByLeakyReluDerivative(
            float[] delta, int deltaOffset, float[] activation, int activationOffset, int length) {
        Shapes.requireRange("delta", delta, deltaOffset, length);
        Shapes.requireRange("activation", activation, activationOffset, length);
        int bound = SPECIES.loopBound(length);
        int i = 0;
        for (; i < bound; i += LANES) {
            FloatVector a = FloatVector.fromArray(SPECIES, activation, activationOffset + i);
            FloatVector d = FloatVector.fromArray(SPECIES, delta, deltaOffset + i);
            d.blend(d.mul(Float32Math.LEAKY_SLOPE), a.compare(VectorOperators.LE, 0f))
                    .intoArray(delta, deltaOffset + i);
        }
        for (; i < length; i++) {
            float a = activation[activationOffset + i];
            if (a <= 0f) {
                delta[deltaOffset + i] *= Float32Math.LEAKY_SLOPE;
            }
        }
    }

    @Override
    public void softmax(
            int rows, int columns, float[] z, int zOffset, float[] logSumExp, int logSumExpOffset) {
        Shapes.requireMatrix("z", rows, columns, z, zOffset);
        Shapes.requireRange("logSumExp", logSumExp, logSumExpOffset, rows);
        int length = LaneSums.padded(columns);
        float[] padded = paddedRow(columns, length);
        for (int row = 0; row < rows; row++) {
            int from = zOffset + row * columns;
            System.arraycopy(z, from, padded, 0, columns);
            logSumExp[logSumExpOffset + row] = softmaxRow(padded, length);
            System.arraycopy(padded, 0, z, from, columns);
            Arrays.fill(padded, columns, length, Float.NEGATIVE_INFINITY);
        }
    }

    /**
     * Buffer for a row, filled up to {@code length} with −infinity: that changes no maximum, and
     * its exponential adds 0.
     */
    private float[] paddedRow(int columns, int length) {
        if (row.length < length) {
            row = new float[length];
        }
        Arrays.fill(row, columns, length, Float.NEGATIVE_INFINITY);
        return row;
    }

    private float softmaxRow(float[] padded, int length) {
        float max = max(padded, length);
        for (int j = 0; j < length; j += LANES) {
            FloatVector.fromArray(SPECIES, padded, j).sub(max).intoArray(padded, j);
        }
        VectorMath.exp(padded, 0, length);
        float sum = laneSum(padded, length);
        for (int j = 0; j < length; j += LANES) {
            FloatVector.fromArray(SPECIES, padded, j).div(sum).intoArray(padded, j);
        }
        return max + Float32Math.log(sum);
    }

    /** Largest element, NaN if there is one; the order of comparisons does not matter. */
    private static float max(float[] padded, int length) {
        FloatVector max = FloatVector.broadcast(SPECIES, Float.NEGATIVE_INFINITY);
        for (int j = 0; j < length; j += LANES) {
            max = max.max(FloatVector.fromArray(SPECIES, padded, j));
        }
        return max.reduceLanes(VectorOperators.MAX);
    }

    private float laneSum(float[] padded, int length) {
        Arrays.fill(lanes, 0f);
        for (int j = 0; j < length; j += LANES) {
            int lane = j % LaneSums.LANES;
            FloatVector.fromArray(SPECIES, lanes, lane)
                    .add(FloatVector.fromArray(SPECIES, padded, j))
                    .intoArray(lanes, lane);
        }
        return LaneSums.tree(lanes);
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
        addUnchecked(target, targetOffset, addend, addendOffset, length);
    }

    @Override
    public void add(
            float[] target, int targetOffset, MemorySegment addend, long addendOffset, int length) {
        Shapes.requireRange("target", target, targetOffset, length);
        // By way of an array that stays in the first-level cache: vectors that are read from a
        // segment become objects where the compiler has seen segments of several classes.
        for (int done = 0; done < length; done += SEGMENT_CHUNK) {
            int count = Math.min(SEGMENT_CHUNK, length - done);
            MemorySegment.copy(
                    addend,
                    ScalarKernels.FLOAT,
                    addendOffset + (long) done * Float.BYTES,
                    segmentChunk,
                    0,
                    count);
            addUnchecked(target, targetOffset + done, segmentChunk, 0, count);
        }
    }

    private static void addUnchecked(
            float[] target, int targetOffset, float[] addend, int addendOffset, int length) {
        int bound = SPECIES.loopBound(length);
        int i = 0;
        for (; i < bound; i += LANES) {
            FloatVector.fromArray(SPECIES, target, targetOffset + i)
                    .add(FloatVector.fromArray(SPECIES, addend, addendOffset + i))
                    .intoArray(target, targetOffset + i);
        }
        for (; i < length; i++) {
            target[targetOffset + i] += addend[addendOffset + i];
        }
    }

    @Override
    public void round(Precision to, float[] values, int offset, int length) {
        Shapes.requireRange("values", values, offset, length);
        int done =
                switch (to) {
                    case FP32 -> length;
                    case BF16 -> VectorSixteenBits.roundToBf16(values, offset, length);
                    case FP16 -> VectorSixteenBits.roundToFp16(values, offset, length);
                };
        for (int i = offset + done; i < offset + length; i++) {
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
        for (int from = 0; from < length; from += SEGMENT_CHUNK) {
            int count = Math.min(SEGMENT_CHUNK, length - from);
            int start = offset + from;
            int done =
                    switch (format) {
                        case FP32 -> throw SixteenBits.notSixteen();
                        case BF16 -> VectorSixteenBits.packBf16(rounded, start, shortChunk, count);
                        case FP16 -> VectorSixteenBits.packFp16(rounded, start, shortChunk, count);
                    };
            for (int i = done; i < count; i++) {
                shortChunk[i] = SixteenBits.pack(format, rounded[start + i]);
            }
            long to = targetOffset + (long) from * Short.BYTES;
            MemorySegment.copy(shortChunk, 0, target, ScalarKernels.SHORT, to, count);
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
        for (int from = 0; from < length; from += SEGMENT_CHUNK) {
            int count = Math.min(SEGMENT_CHUNK, length - from);
            int start = offset + from;
            long at = packedOffset + (long) from * Short.BYTES;
            MemorySegment.copy(packed, ScalarKernels.SHORT, at, shortChunk, 0, count);
            int done =
                    switch (format) {
                        case FP32 -> throw SixteenBits.notSixteen();
                        case BF16 -> VectorSixteenBits.unpackBf16(shortChunk, target, start, count);
                        case FP16 -> VectorSixteenBits.unpackFp16(shortChunk, target, start, count);
                    };
            for (int i = done; i < count; i++) {
                target[start + i] = SixteenBits.unpack(format, shortChunk[i]);
            }
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
        return VectorSquares.sum(values, offset, length, doubleLanes);
    }

    @Override
    public double scale(float[] values, int offset, int length, float factor) {
        Shapes.requireRange("values", values, offset, length);
        return VectorSquares.scaledSum(values, offset, length, factor, doubleLanes);
    }

    @Override
    public boolean allFinite(float[] values, int offset, int length) {
        Shapes.requireRange("values", values, offset, length);
        return LaneSums.allFinite(values, offset, length);
    }
}
