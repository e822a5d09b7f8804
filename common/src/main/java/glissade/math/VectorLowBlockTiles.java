package glissade.math;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The tile for 16 vector registers beside those of {@link VectorBlockTiles}: what is said there of
 * operands holds here.
 *
 * <p>Four rows of two vectors, although the sums of six would leave three registers: C2 loads the
 * values of all rows ahead of their use, and with five rows or six it stores a sum and loads it
 * again in every turn, at less than half the speed. Eight sums are what two multipliers of four
 * cycles can keep going. The loop counts by one, so that C2 checks no index inside it and asks for
 * no safepoint, which would cost a fifth.
 */
final class VectorLowBlockTiles {
    private static final VectorSpecies<Float> SPECIES = VectorTiles.SPECIES;
    private static final int LANES = VectorTiles.LANES;
    private static final int WIDTH = VectorTiles.WIDTH;
    private static final int A_STEP = VectorBlockTiles.A_STEP;

    private VectorLowBlockTiles() {}

    /** Four rows of two vectors. */
    static void tile4x2(
            int inner,
            float[] a,
            int aOffset,
            float[] b,
            int second,
            float[] from,
            int fromOffset,
            int fromStep,
            float[] out,
            int outOffset,
            int outStep) {
        FloatVector c00 = FloatVector.fromArray(SPECIES, from, fromOffset);
        FloatVector c01 = FloatVector.fromArray(SPECIES, from, fromOffset + second);
        FloatVector c10 = FloatVector.fromArray(SPECIES, from, fromOffset + fromStep);
        FloatVector c11 = FloatVector.fromArray(SPECIES, from, fromOffset + fromStep + second);
        FloatVector c20 = FloatVector.fromArray(SPECIES, from, fromOffset + 2 * fromStep);
        FloatVector c21 = FloatVector.fromArray(SPECIES, from, fromOffset + 2 * fromStep + second);
        FloatVector c30 = FloatVector.fromArray(SPECIES, from, fromOffset + 3 * fromStep);
        FloatVector c31 = FloatVector.fromArray(SPECIES, from, fromOffset + 3 * fromStep + second);
        for (int k = 0; k < inner; k++) {
            FloatVector b0 = FloatVector.fromArray(SPECIES, b, k * WIDTH);
            FloatVector b1 = FloatVector.fromArray(SPECIES, b, k * WIDTH + LANES);
            int ai = aOffset + k;
            FloatVector value = FloatVector.broadcast(SPECIES, a[ai]);
            c00 = value.fma(b0, c00);
            c01 = value.fma(b1, c01);
            value = FloatVector.broadcast(SPECIES, a[ai + A_STEP]);
            c10 = value.fma(b0, c10);
            c11 = value.fma(b1, c11);
            value = FloatVector.broadcast(SPECIES, a[ai + 2 * A_STEP]);
            c20 = value.fma(b0, c20);
            c21 = value.fma(b1, c21);
            value = FloatVector.broadcast(SPECIES, a[ai + 3 * A_STEP]);
            c30 = value.fma(b0, c30);
            c31 = value.fma(b1, c31);
        }
        c00.intoArray(out, outOffset);
        c01.intoArray(out, outOffset + second);
        c10.intoArray(out, outOffset + outStep);
        c11.intoArray(out, outOffset + outStep + second);
        c20.intoArray(out, outOffset + 2 * outStep);
        c21.intoArray(out, outOffset + 2 * outStep + second);
        c30.intoArray(out, outOffset + 3 * outStep);
        c31.intoArray(out, outOffset + 3 * outStep + second);
    }
}
