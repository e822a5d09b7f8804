package glissade.math;

import static glissade.math.SixteenBits.*;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link SixteenBits} on whole vectors: the same operations, branches turned into blends. Every
 * method leaves what does not fill a vector and returns how many it has done.
 */
final class VectorSixteenBits {
    private static final VectorSpecies<Float> SPECIES = VectorTiles.SPECIES;
    private static final VectorSpecies<Integer> INTS = SPECIES.withLanes(int.class);

    /** As many shorts as there are floats in a vector. */
    private static final VectorSpecies<Short> SHORTS =
            VectorSpecies.of(
                    short.class, VectorShape.forBitSize(VectorTiles.SPECIES.vectorBitSize() / 2));

    private static final int LANES = VectorTiles.LANES;

    private VectorSixteenBits() {}

    static int roundToBf16(float[] values, int offset, int length) {
        int bound = SPECIES.loopBound(length);
        for (int i = offset; i < offset + bound; i += LANES) {
            IntVector bits = FloatVector.fromArray(SPECIES, values, i).reinterpretAsInts();
            VectorMask<Integer> isNaN =
                    bits.and(MAGNITUDE).compare(VectorOperators.GT, SixteenBits.INFINITY);
            IntVector odd = bits.lanewise(VectorOperators.LSHR, BF16_DROPPED_BITS).and(1);
            bits.add(BF16_BELOW_HALF)
                    .add(odd)
                    .and(BF16_KEPT)
                    .blend(NAN, isNaN)
                    .reinterpretAsFloats()
                    .intoArray(values, i);
        }
        return bound;
    }

    static int roundToFp16(float[] values, int offset, int length) {
        int bound = SPECIES.loopBound(length);
        for (int i = offset; i < offset + bound; i += LANES) {
            IntVector bits = FloatVector.fromArray(SPECIES, values, i).reinterpretAsInts();
            IntVector magnitude = bits.and(MAGNITUDE);
            IntVector odd = magnitude.lanewise(VectorOperators.LSHR, FP16_DROPPED_BITS).and(1);
            IntVector normal = magnitude.add(FP16_BELOW_HALF).add(odd).and(FP16_KEPT);
            IntVector small =
                    magnitude
                            .reinterpretAsFloats()
                            .add(FP16_ALIGNER)
                            .sub(FP16_ALIGNER)
                            .reinterpretAsInts();
            IntVector rounded =
                    normal.blend(
                                    SixteenBits.INFINITY,
                                    normal.compare(VectorOperators.GE, FP16_TOO_LARGE))
                            .blend(
                                    small,
                                    magnitude.compare(VectorOperators.LT, FP16_SMALLEST_NORMAL));
            bits.and(SIGN)
                    .or(rounded)
                    .blend(NAN, magnitude.compare(VectorOperators.GT, SixteenBits.INFINITY))
                    .reinterpretAsFloats()
                    .intoArray(values, i);
        }
        return bound;
    }

    static int packBf16(float[] rounded, int offset, short[] packed, int length) {
        int bound = SPECIES.loopBound(length);
        for (int i = 0; i < bound; i += LANES) {
            IntVector bits =
                    FloatVector.fromArray(SPECIES, rounded, offset + i).reinterpretAsInts();
            ShortVector half =
                    (ShortVector)
                            bits.lanewise(VectorOperators.LSHR, BF16_DROPPED_BITS)
                                    .convertShape(VectorOperators.I2S, SHORTS, 0);
            half.intoArray(packed, i);
        }
        return bound;
    }

    static int packFp16(float[] rounded, int offset, short[] packed, int length) {
        int bound = SPECIES.loopBound(length);
        for (int i = 0; i < bound; i += LANES) {
            IntVector bits =
                    FloatVector.fromArray(SPECIES, rounded, offset + i).reinterpretAsInts();
            IntVector magnitude = bits.and(MAGNITUDE);
            IntVector small =
                    magnitude
                            .reinterpretAsFloats()
                            .add(FP16_ALIGNER)
                            .reinterpretAsInts()
                            .sub(FP16_ALIGNER_BITS);
            IntVector number =
                    magnitude
                            .sub(FP16_REBIAS)
                            .lanewise(VectorOperators.LSHR, FP16_DROPPED_BITS)
                            .blend(
                                    small,
                                    magnitude.compare(VectorOperators.LT, FP16_SMALLEST_NORMAL))
                            .blend(
                                    FP16_INFINITY,
                                    magnitude.compare(VectorOperators.GE, FP16_TOO_LARGE))
                            .blend(
                                    FP16_NAN,
                                    magnitude.compare(VectorOperators.GT, SixteenBits.INFINITY));
            ShortVector half =
                    (ShortVector)
                            bits.lanewise(VectorOperators.LSHR, Short.SIZE)
                                    .and(FP16_SIGN)
                                    .or(number)
                                    .convertShape(VectorOperators.I2S, SHORTS, 0);
            half.intoArray(packed, i);
        }
        return bound;
    }

    static int unpackBf16(short[] packed, float[] values, int offset, int length) {
        int bound = SPECIES.loopBound(length);
        for (int i = 0; i < bound; i += LANES) {
            IntVector bits =
                    (IntVector)
                            ShortVector.fromArray(SHORTS, packed, i)
                                    .convertShape(VectorOperators.S2I, INTS, 0);
            bits.lanewise(VectorOperators.LSHL, BF16_DROPPED_BITS)
                    .reinterpretAsFloats()
                    .intoArray(values, offset + i);
        }
        return bound;
    }

    static int unpackFp16(short[] packed, float[] values, int offset, int length) {
        int bound = SPECIES.loopBound(length);
        for (int i = 0; i < bound; i += LANES) {
            IntVector half =
                    (IntVector)
                            ShortVector.fromArray(SHORTS, packed, i)
                                    .convertShape(VectorOperators.S2I, INTS, 0);
            IntVector magnitude = half.and(FP16_SIGN - 1);
            IntVector shifted = magnitude.lanewise(VectorOperators.LSHL, FP16_DROPPED_BITS);
            IntVector small =
                    magnitude
                            .or(FP16_ALIGNER_BITS)
                            .reinterpretAsFloats()
                            .sub(FP16_ALIGNER)
                            .reinterpretAsInts();
            IntVector bits =
                    shifted.add(FP16_REBIAS)
                            .blend(small, magnitude.compare(VectorOperators.LT, FP16_NORMAL))
                            .blend(
                                    shifted.or(SixteenBits.INFINITY),
                                    magnitude.compare(VectorOperators.GE, FP16_INFINITY));
            half.and(FP16_SIGN)
                    .lanewise(VectorOperators.LSHL, Short.SIZE)
                    .or(bits)
                    .reinterpretAsFloats()
                    .intoArray(values, offset + i);
        }
        return bound;
    }
}
