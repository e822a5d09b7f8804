package glissade.math;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The tile of weight gradients for 16 vector registers: five inputs of two vectors. The sums of
 * several slices go to memory, where {@link VectorSliceTree} adds them. Adding them while they are
 * still in registers takes a method for each number of subtrees, called once a slice, and such
 * calls cost more than the additions.
 *
 * <p>Samples of both operands lie {@code WIDTH} apart, so that one count by a constant addresses
 * both: see {@link VectorLowBlockTiles}.
 */
final class VectorFewSliceTiles {
    private static final VectorSpecies<Float> SPECIES = VectorTiles.SPECIES;
    private static final int LANES = VectorTiles.LANES;
    private static final int WIDTH = VectorTiles.WIDTH;

    /** Inputs of the tile. */
    static final int INPUTS = 5;

    /** Floats of the sums of a slice: those of the first input, of the second, and so on. */
    static final int ENTRY = INPUTS * WIDTH;

    private VectorFewSliceTiles() {}

    /**
     * Writes the sums of a single slice to where they belong.
     *
     * @param floats from the first sample to the end of the last
     * @param toStep floats from input to input of {@code to}
     * @param toSecond where the second vector of an input lies behind the first
     */
    static void sum(
            int floats,
            float[] x,
            int xOffset,
            float[] b,
            int bOffset,
            float[] to,
            int toOffset,
            int toStep,
            int toSecond) {
        FloatVector zero = FloatVector.zero(SPECIES);
        FloatVector c00 = zero;
        FloatVector c01 = zero;
        FloatVector c10 = zero;
        FloatVector c11 = zero;
        FloatVector c20 = zero;
        FloatVector c21 = zero;
        FloatVector c30 = zero;
        FloatVector c31 = zero;
        FloatVector c40 = zero;
        FloatVector c41 = zero;
        for (int i = 0; i < floats; i += WIDTH) {
            int bi = bOffset + i;
            FloatVector b0 = FloatVector.fromArray(SPECIES, b, bi);
            FloatVector b1 = FloatVector.fromArray(SPECIES, b, bi + LANES);
            int xi = xOffset + i;
            FloatVector value = FloatVector.broadcast(SPECIES, x[xi]);
            c00 = value.fma(b0, c00);
            c01 = value.fma(b1, c01);
            value = FloatVector.broadcast(SPECIES, x[xi + 1]);
            c10 = value.fma(b0, c10);
            c11 = value.fma(b1, c11);
            value = FloatVector.broadcast(SPECIES, x[xi + 2]);
            c20 = value.fma(b0, c20);
            c21 = value.fma(b1, c21);
            value = FloatVector.broadcast(SPECIES, x[xi + 3]);
            c30 = value.fma(b0, c30);
            c31 = value.fma(b1, c31);
            value = FloatVector.broadcast(SPECIES, x[xi + 4]);
            c40 = value.fma(b0, c40);
            c41 = value.fma(b1, c41);
        }
        c00.intoArray(to, toOffset);
        c01.intoArray(to, toOffset + toSecond);
        c10.intoArray(to, toOffset + toStep);
        c11.intoArray(to, toOffset + toStep + toSecond);
        c20.intoArray(to, toOffset + 2 * toStep);
        c21.intoArray(to, toOffset + 2 * toStep + toSecond);
        c30.intoArray(to, toOffset + 3 * toStep);
        c31.intoArray(to, toOffset + 3 * toStep + toSecond);
        c40.intoArray(to, toOffset + 4 * toStep);
        c41.intoArray(to, toOffset + 4 * toStep + toSecond);
    }

    /**
     * Writes the sums of slice after slice of {@code xᵀ · b} to {@code sums}, {@link #ENTRY} apart,
     * and answers how many slices there were.
     *
     * @param floats from the first sample to the end of the last
     * @param slice floats of the samples of a slice; the last may have fewer
     */
    static int sumSlices(
            int floats, int slice, float[] x, int xOffset, float[] b, int bOffset, float[] sums) {
        FloatVector zero = FloatVector.zero(SPECIES);
        int at = 0;
        int end;
        for (int from = 0; from < floats; from = end) {
            end = floats - from > slice ? from + slice : floats;
            FloatVector c00 = zero;
            FloatVector c01 = zero;
            FloatVector c10 = zero;
            FloatVector c11 = zero;
            FloatVector c20 = zero;
            FloatVector c21 = zero;
            FloatVector c30 = zero;
            FloatVector c31 = zero;
            FloatVector c40 = zero;
            FloatVector c41 = zero;
            for (int i = from; i < end; i += WIDTH) {
                int bi = bOffset + i;
                FloatVector b0 = FloatVector.fromArray(SPECIES, b, bi);
                FloatVector b1 = FloatVector.fromArray(SPECIES, b, bi + LANES);
                int xi = xOffset + i;
                FloatVector value = FloatVector.broadcast(SPECIES, x[xi]);
                c00 = value.fma(b0, c00);
                c01 = value.fma(b1, c01);
                value = FloatVector.broadcast(SPECIES, x[xi + 1]);
                c10 = value.fma(b0, c10);
                c11 = value.fma(b1, c11);
                value = FloatVector.broadcast(SPECIES, x[xi + 2]);
                c20 = value.fma(b0, c20);
                c21 = value.fma(b1, c21);
                value = FloatVector.broadcast(SPECIES, x[xi + 3]);
                c30 = value.fma(b0, c30);
                c31 = value.fma(b1, c31);
                value = FloatVector.broadcast(SPECIES, x[xi + 4]);
                c40 = value.fma(b0, c40);
                c41 = value.fma(b1, c41);
            }
            c00.intoArray(sums, at);
            c01.intoArray(sums, at + LANES);
            c10.intoArray(sums, at + 2 * LANES);
            c11.intoArray(sums, at + 3 * LANES);
            c20.intoArray(sums, at + 4 * LANES);
            c21.intoArray(sums, at + 5 * LANES);
            c30.intoArray(sums, at + 6 * LANES);
            c31.intoArray(sums, at + 7 * LANES);
            c40.intoArray(sums, at + 8 * LANES);
            c41.intoArray(sums, at + 9 * LANES);
            at += ENTRY;
        }
        return at / ENTRY;
    }
}
