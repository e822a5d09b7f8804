package glissade.math;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link Float32Math} on whole vectors, in place: the same operations in the same order, branches
 * turned into blends. Every function leaves what does not fill a vector and returns where that
 * starts.
 *
 * <p>What needs an exponential writes its arguments to a block of scratch, which stays in the
 * first-level cache, and runs the one loop for them: a shared function that returns a vector makes
 * an object of it wherever the JIT decides not to inline the call. Not thread-safe.
 */
final class VectorMath {
    private static final VectorSpecies<Float> SPECIES = VectorTiles.SPECIES;
    private static final int LANES = VectorTiles.LANES;

    /** Floats of scratch; a multiple of every vector length. */
    private static final int BLOCK = 512;

    private final float[] scratch = new float[BLOCK];

    static int exp(float[] values, int offset, int length) {
        int end = offset + SPECIES.loopBound(length);
        for (int i = offset; i < end; i += LANES) {
            FloatVector x = FloatVector.fromArray(SPECIES, values, i);
            FloatVector clamped =
                    x.blend(Float32Math.EXP_MAX, x.compare(VectorOperators.GT, Float32Math.EXP_MAX))
                            .blend(
                                    Float32Math.EXP_MIN,
                                    x.compare(VectorOperators.LT, Float32Math.EXP_MIN));
            FloatVector shifted = clamped.fma(Float32Math.LOG2_E, Float32Math.ROUNDER);
            FloatVector power = shifted.sub(Float32Math.ROUNDER);
            FloatVector high = power.lanewise(VectorOperators.FMA, -Float32Math.LN2_HIGH, clamped);
            FloatVector r = power.lanewise(VectorOperators.FMA, -Float32Math.LN2_LOW, high);
            FloatVector sum = r.add(1f);
            FloatVector lost =
                    r.sub(sum.sub(1f))
                            .add(
                                    power.lanewise(
                                            VectorOperators.FMA,
                                            -Float32Math.LN2_LOW,
                                            high.sub(r)));
            FloatVector p = r.fma(Float32Math.E5, Float32Math.E4);
            p = r.lanewise(VectorOperators.FMA, p, Float32Math.E3);
            p = r.lanewise(VectorOperators.FMA, p, Float32Math.E2);
            p = r.lanewise(VectorOperators.FMA, p, Float32Math.E1);
            p = r.lanewise(VectorOperators.FMA, p, Float32Math.E0);
            FloatVector value = sum.add(r.mul(r).fma(p, lost));
            IntVector exponent = shifted.reinterpretAsInts().sub(Float32Math.ROUNDER_BITS);
            IntVector half = exponent.lanewise(VectorOperators.ASHR, 1);
            IntVector first = half.add(127).lanewise(VectorOperators.LSHL, 23);
            IntVector second = exponent.sub(half).add(127).lanewise(VectorOperators.LSHL, 23);
            value.mul(first.reinterpretAsFloats())
                    .mul(second.reinterpretAsFloats())
                    .intoArray(values, i);
        }
        return end;
    }

    static int log(float[] values, int offset, int length) {
        int end = offset + SPECIES.loopBound(length);
        for (int i = offset; i < end; i += LANES) {
            FloatVector x = FloatVector.fromArray(SPECIES, values, i);
            VectorMask<Float> subnormal = x.compare(VectorOperators.LT, Float.MIN_NORMAL);
            IntVector bits =
                    x.blend(x.mul(Float32Math.TWO_POW_23), subnormal)
                            .reinterpretAsInts()
                            .add(Float32Math.ONE_BITS - Float32Math.SQRT_HALF_BITS);
            FloatVector power =
                    bits.lanewise(VectorOperators.ASHR, 23)
                            .sub(127)
                            .convert(VectorOperators.I2F, 0)
                            .reinterpretAsFloats();
            power = power.blend(power.sub(23f), subnormal);
            FloatVector f =
                    bits.lanewise(VectorOperators.AND, Float32Math.MANTISSA_MASK)
                            .add(Float32Math.SQRT_HALF_BITS)
                            .reinterpretAsFloats()
                            .sub(1f);
            FloatVector s = f.div(f.add(2f));
            FloatVector z = s.mul(s);
            FloatVector p = z.fma(Float32Math.L3, Float32Math.L2);
            p = z.lanewise(VectorOperators.FMA, p, Float32Math.L1);
            p = z.lanewise(VectorOperators.FMA, p, Float32Math.L0);
            FloatVector halfSquare = f.mul(0.5f).mul(f);
            FloatVector correction = s.fma(z.fma(p, halfSquare), power.mul(Float32Math.LN2_LOW));
            FloatVector low = f.sub(halfSquare.sub(correction));
            FloatVector value = power.lanewise(VectorOperators.FMA, Float32Math.LN2_HIGH, low);
            value.blend(
                            Float.POSITIVE_INFINITY,
                            x.compare(VectorOperators.EQ, Float.POSITIVE_INFINITY))
                    .blend(Float.NaN, x.compare(VectorOperators.GT, 0f).not())
                    .blend(Float.NEGATIVE_INFINITY, x.compare(VectorOperators.EQ, 0f))
                    .intoArray(values, i);
        }
        return end;
    }

    int tanh(float[] values, int offset, int length) {
        int end = offset + SPECIES.loopBound(length);
        for (int start = offset; start < end; start += BLOCK) {
            tanhBlock(values, start, Math.min(BLOCK, end - start));
        }
        return end;
    }

    private void tanhBlock(float[] values, int offset, int length) {
        for (int i = 0; i < length; i += LANES) {
            FloatVector magnitude = FloatVector.fromArray(SPECIES, values, offset + i).abs();
            magnitude.add(magnitude).intoArray(scratch, i);
        }
        exp(scratch, 0, length);
        for (int i = 0; i < length; i += LANES) {
            FloatVector e = FloatVector.fromArray(SPECIES, scratch, i);
            FloatVector two = FloatVector.broadcast(SPECIES, 2f);
            FloatVector one = FloatVector.broadcast(SPECIES, 1f);
            one.sub(two.div(e.add(1f))).intoArray(scratch, i);
        }
        for (int i = 0; i < length; i += LANES) {
            FloatVector x = FloatVector.fromArray(SPECIES, values, offset + i);
            FloatVector large = FloatVector.fromArray(SPECIES, scratch, i);
            FloatVector magnitude = x.abs();
            FloatVector z = magnitude.mul(magnitude);
            FloatVector p = z.fma(Float32Math.T5, Float32Math.T4);
            p = z.lanewise(VectorOperators.FMA, p, Float32Math.T3);
            p = z.lanewise(VectorOperators.FMA, p, Float32Math.T2);
            p = z.lanewise(VectorOperators.FMA, p, Float32Math.T1);
            p = z.lanewise(VectorOperators.FMA, p, Float32Math.T0);
            FloatVector value = magnitude.mul(z).fma(p, magnitude);
            value =
                    large.blend(
                            value, magnitude.compare(VectorOperators.LT, Float32Math.TANH_SMALL));
            IntVector sign = x.reinterpretAsInts().lanewise(VectorOperators.AND, Integer.MIN_VALUE);
            value.reinterpretAsInts()
                    .lanewise(VectorOperators.OR, sign)
                    .reinterpretAsFloats()
                    .intoArray(values, offset + i);
        }
    }

    int sigmoid(float[] values, int offset, int length) {
        int end = offset + SPECIES.loopBound(length);
        for (int start = offset; start < end; start += BLOCK) {
            sigmoidBlock(values, start, Math.min(BLOCK, end - start));
        }
        return end;
    }

    private void sigmoidBlock(float[] values, int offset, int length) {
        for (int i = 0; i < length; i += LANES) {
            FloatVector x = FloatVector.fromArray(SPECIES, values, offset + i);
            x.abs().neg().intoArray(scratch, i);
        }
        exp(scratch, 0, length);
        for (int i = 0; i < length; i += LANES) {
            FloatVector x = FloatVector.fromArray(SPECIES, values, offset + i);
            FloatVector e = FloatVector.fromArray(SPECIES, scratch, i);
            FloatVector one = FloatVector.broadcast(SPECIES, 1f);
            FloatVector sum = one.add(e);
            FloatVector numerator = one.blend(e, x.compare(VectorOperators.LT, 0f));
            FloatVector r = one.div(sum);
            FloatVector quotient = numerator.mul(r);
            FloatVector negative = quotient.neg();
            FloatVector rest = negative.fma(sum, numerator);
            rest = negative.fma(e.sub(sum.sub(1f)), rest);
            rest.fma(r, quotient).intoArray(values, offset + i);
        }
    }
}
