package glissade.math;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Register tiles of weight gradients: {@code out = xᵀ · b} for a few inputs and one or two vectors
 * of columns, cut into slices of samples whose sums are added by the slice tree. The rules of
 * {@link VectorTiles} hold here too.
 *
 * <p>Input i of sample k lies at {@code xOffset + k * xStep + i}, columns at {@code bOffset + k *
 * bStep}. Finished subtrees stand in {@code stack} like the digits of a binary counter: the sum of
 * a slice is still in registers when it takes up as many of them as the counter carries, and the
 * last slice takes up the rest, the smallest first. Only what waits for a later slice is stored,
 * and it seldom stops the multipliers: stores and additions run beside the first products of the
 * next slice.
 *
 * <p>Offsets into {@code x} differ by constants, so that C2 checks the first and the last of a
 * sample and not each.
 */
final class VectorGradientTiles {
    private static final VectorSpecies<Float> SPECIES = VectorTiles.SPECIES;
    private static final int LANES = VectorTiles.LANES;

    /** Floats of a subtree in the stack. */
    static final int ENTRY = 24 * LANES;

    private VectorGradientTiles() {}

    /** Twelve rows of two vectors, for 32 vector registers. */
    static void tile12x2(
            int rows,
            int sliceSize,
            float[] x,
            int xOffset,
            int xStep,
            float[] b,
            int bOffset,
            int bStep,
            int second,
            float[] stack,
            float[] out,
            int outOffset,
            int outStep) {
        FloatVector zero = FloatVector.zero(SPECIES);
        int depth = 0;
        int slice = 0;
        int xi = xOffset;
        int bi = bOffset;
        int bEnd = bOffset + rows * bStep;
        int bSlice = Math.min(sliceSize, rows) * bStep;
        while (true) {
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
            FloatVector c50 = zero;
            FloatVector c51 = zero;
            FloatVector c60 = zero;
            FloatVector c61 = zero;
            FloatVector c70 = zero;
            FloatVector c71 = zero;
            FloatVector c80 = zero;
            FloatVector c81 = zero;
            FloatVector c90 = zero;
            FloatVector c91 = zero;
            FloatVector c100 = zero;
            FloatVector c101 = zero;
            FloatVector c110 = zero;
            FloatVector c111 = zero;
            int bTo = bEnd - bi > bSlice ? bi + bSlice : bEnd;
            for (; bi != bTo; bi += bStep) {
                FloatVector b0 = FloatVector.fromArray(SPECIES, b, bi);
                FloatVector b1 = FloatVector.fromArray(SPECIES, b, bi + second);
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
                value = FloatVector.broadcast(SPECIES, x[xi + 5]);
                c50 = value.fma(b0, c50);
                c51 = value.fma(b1, c51);
                value = FloatVector.broadcast(SPECIES, x[xi + 6]);
                c60 = value.fma(b0, c60);
                c61 = value.fma(b1, c61);
                value = FloatVector.broadcast(SPECIES, x[xi + 7]);
                c70 = value.fma(b0, c70);
                c71 = value.fma(b1, c71);
                value = FloatVector.broadcast(SPECIES, x[xi + 8]);
                c80 = value.fma(b0, c80);
                c81 = value.fma(b1, c81);
                value = FloatVector.broadcast(SPECIES, x[xi + 9]);
                c90 = value.fma(b0, c90);
                c91 = value.fma(b1, c91);
                value = FloatVector.broadcast(SPECIES, x[xi + 10]);
                c100 = value.fma(b0, c100);
                c101 = value.fma(b1, c101);
                value = FloatVector.broadcast(SPECIES, x[xi + 11]);
                c110 = value.fma(b0, c110);
                c111 = value.fma(b1, c111);
                xi += xStep;
            }
            int joins = bi == bEnd ? depth : Integer.numberOfTrailingZeros(~slice);
            for (int end = depth - joins; depth != end; ) {
                depth--;
                int entry = depth * ENTRY;
                c00 = FloatVector.fromArray(SPECIES, stack, entry).add(c00);
                c01 = FloatVector.fromArray(SPECIES, stack, entry + 1 * LANES).add(c01);
                c10 = FloatVector.fromArray(SPECIES, stack, entry + 2 * LANES).add(c10);
                c11 = FloatVector.fromArray(SPECIES, stack, entry + 3 * LANES).add(c11);
                c20 = FloatVector.fromArray(SPECIES, stack, entry + 4 * LANES).add(c20);
                c21 = FloatVector.fromArray(SPECIES, stack, entry + 5 * LANES).add(c21);
                c30 = FloatVector.fromArray(SPECIES, stack, entry + 6 * LANES).add(c30);
                c31 = FloatVector.fromArray(SPECIES, stack, entry + 7 * LANES).add(c31);
                c40 = FloatVector.fromArray(SPECIES, stack, entry + 8 * LANES).add(c40);
                c41 = FloatVector.fromArray(SPECIES, stack, entry + 9 * LANES).add(c41);
                c50 = FloatVector.fromArray(SPECIES, stack, entry + 10 * LANES).add(c50);
                c51 = FloatVector.fromArray(SPECIES, stack, entry + 11 * LANES).add(c51);
                c60 = FloatVector.fromArray(SPECIES, stack, entry + 12 * LANES).add(c60);
                c61 = FloatVector.fromArray(SPECIES, stack, entry + 13 * LANES).add(c61);
                c70 = FloatVector.fromArray(SPECIES, stack, entry + 14 * LANES).add(c70);
                c71 = FloatVector.fromArray(SPECIES, stack, entry + 15 * LANES).add(c71);
                c80 = FloatVector.fromArray(SPECIES, stack, entry + 16 * LANES).add(c80);
                c81 = FloatVector.fromArray(SPECIES, stack, entry + 17 * LANES).add(c81);
                c90 = FloatVector.fromArray(SPECIES, stack, entry + 18 * LANES).add(c90);
                c91 = FloatVector.fromArray(SPECIES, stack, entry + 19 * LANES).add(c91);
                c100 = FloatVector.fromArray(SPECIES, stack, entry + 20 * LANES).add(c100);
                c101 = FloatVector.fromArray(SPECIES, stack, entry + 21 * LANES).add(c101);
                c110 = FloatVector.fromArray(SPECIES, stack, entry + 22 * LANES).add(c110);
                c111 = FloatVector.fromArray(SPECIES, stack, entry + 23 * LANES).add(c111);
            }
            if (bi == bEnd) {
                c00.intoArray(out, outOffset);
                c01.intoArray(out, outOffset + second);
                c10.intoArray(out, outOffset + outStep);
                c11.intoArray(out, outOffset + outStep + second);
                c20.intoArray(out, outOffset + 2 * outStep);
                c21.intoArray(out, outOffset + 2 * outStep + second);
                c30.intoArray(out, outOffset + 3 * outStep);
                c31.intoArray(out, outOffset + 3 * outStep + second);
                c40.intoArray(out, outOffset + 4 * outStep);
                c41.intoArray(out, outOffset + 4 * outStep + second);
                c50.intoArray(out, outOffset + 5 * outStep);
                c51.intoArray(out, outOffset + 5 * outStep + second);
                c60.intoArray(out, outOffset + 6 * outStep);
                c61.intoArray(out, outOffset + 6 * outStep + second);
                c70.intoArray(out, outOffset + 7 * outStep);
                c71.intoArray(out, outOffset + 7 * outStep + second);
                c80.intoArray(out, outOffset + 8 * outStep);
                c81.intoArray(out, outOffset + 8 * outStep + second);
                c90.intoArray(out, outOffset + 9 * outStep);
                c91.intoArray(out, outOffset + 9 * outStep + second);
                c100.intoArray(out, outOffset + 10 * outStep);
                c101.intoArray(out, outOffset + 10 * outStep + second);
                c110.intoArray(out, outOffset + 11 * outStep);
                c111.intoArray(out, outOffset + 11 * outStep + second);
                return;
            }
            int entry = depth * ENTRY;
            c00.intoArray(stack, entry);
            c01.intoArray(stack, entry + 1 * LANES);
            c10.intoArray(stack, entry + 2 * LANES);
            c11.intoArray(stack, entry + 3 * LANES);
            c20.intoArray(stack, entry + 4 * LANES);
            c21.intoArray(stack, entry + 5 * LANES);
            c30.intoArray(stack, entry + 6 * LANES);
            c31.intoArray(stack, entry + 7 * LANES);
            c40.intoArray(stack, entry + 8 * LANES);
            c41.intoArray(stack, entry + 9 * LANES);
            c50.intoArray(stack, entry + 10 * LANES);
            c51.intoArray(stack, entry + 11 * LANES);
            c60.intoArray(stack, entry + 12 * LANES);
            c61.intoArray(stack, entry + 13 * LANES);
            c70.intoArray(stack, entry + 14 * LANES);
            c71.intoArray(stack, entry + 15 * LANES);
            c80.intoArray(stack, entry + 16 * LANES);
            c81.intoArray(stack, entry + 17 * LANES);
            c90.intoArray(stack, entry + 18 * LANES);
            c91.intoArray(stack, entry + 19 * LANES);
            c100.intoArray(stack, entry + 20 * LANES);
            c101.intoArray(stack, entry + 21 * LANES);
            c110.intoArray(stack, entry + 22 * LANES);
            c111.intoArray(stack, entry + 23 * LANES);
            depth++;
            slice++;
        }
    }

    /** Eight rows of two vectors, for 32 vector registers. */
    static void tile8x2(
            int rows,
            int sliceSize,
            float[] x,
            int xOffset,
            int xStep,
            float[] b,
            int bOffset,
            int bStep,
            int second,
            float[] stack,
            float[] out,
            int outOffset,
            int outStep) {
        FloatVector zero = FloatVector.zero(SPECIES);
        int depth = 0;
        int slice = 0;
        int xi = xOffset;
        int bi = bOffset;
        int bEnd = bOffset + rows * bStep;
        int bSlice = Math.min(sliceSize, rows) * bStep;
        while (true) {
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
            FloatVector c50 = zero;
            FloatVector c51 = zero;
            FloatVector c60 = zero;
            FloatVector c61 = zero;
            FloatVector c70 = zero;
            FloatVector c71 = zero;
            int bTo = bEnd - bi > bSlice ? bi + bSlice : bEnd;
            for (; bi != bTo; bi += bStep) {
                FloatVector b0 = FloatVector.fromArray(SPECIES, b, bi);
                FloatVector b1 = FloatVector.fromArray(SPECIES, b, bi + second);
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
                value = FloatVector.broadcast(SPECIES, x[xi + 5]);
                c50 = value.fma(b0, c50);
                c51 = value.fma(b1, c51);
                value = FloatVector.broadcast(SPECIES, x[xi + 6]);
                c60 = value.fma(b0, c60);
                c61 = value.fma(b1, c61);
                value = FloatVector.broadcast(SPECIES, x[xi + 7]);
                c70 = value.fma(b0, c70);
                c71 = value.fma(b1, c71);
                xi += xStep;
            }
            int joins = bi == bEnd ? depth : Integer.numberOfTrailingZeros(~slice);
            for (int end = depth - joins; depth != end; ) {
                depth--;
                int entry = depth * ENTRY;
                c00 = FloatVector.fromArray(SPECIES, stack, entry).add(c00);
                c01 = FloatVector.fromArray(SPECIES, stack, entry + 1 * LANES).add(c01);
                c10 = FloatVector.fromArray(SPECIES, stack, entry + 2 * LANES).add(c10);
                c11 = FloatVector.fromArray(SPECIES, stack, entry + 3 * LANES).add(c11);
                c20 = FloatVector.fromArray(SPECIES, stack, entry + 4 * LANES).add(c20);
                c21 = FloatVector.fromArray(SPECIES, stack, entry + 5 * LANES).add(c21);
                c30 = FloatVector.fromArray(SPECIES, stack, entry + 6 * LANES).add(c30);
                c31 = FloatVector.fromArray(SPECIES, stack, entry + 7 * LANES).add(c31);
                c40 = FloatVector.fromArray(SPECIES, stack, entry + 8 * LANES).add(c40);
                c41 = FloatVector.fromArray(SPECIES, stack, entry + 9 * LANES).add(c41);
                c50 = FloatVector.fromArray(SPECIES, stack, entry + 10 * LANES).add(c50);
                c51 = FloatVector.fromArray(SPECIES, stack, entry + 11 * LANES).add(c51);
                c60 = FloatVector.fromArray(SPECIES, stack, entry + 12 * LANES).add(c60);
                c61 = FloatVector.fromArray(SPECIES, stack, entry + 13 * LANES).add(c61);
                c70 = FloatVector.fromArray(SPECIES, stack, entry + 14 * LANES).add(c70);
                c71 = FloatVector.fromArray(SPECIES, stack, entry + 15 * LANES).add(c71);
            }
            if (bi == bEnd) {
                c00.intoArray(out, outOffset);
                c01.intoArray(out, outOffset + second);
                c10.intoArray(out, outOffset + outStep);
                c11.intoArray(out, outOffset + outStep + second);
                c20.intoArray(out, outOffset + 2 * outStep);
                c21.intoArray(out, outOffset + 2 * outStep + second);
                c30.intoArray(out, outOffset + 3 * outStep);
                c31.intoArray(out, outOffset + 3 * outStep + second);
                c40.intoArray(out, outOffset + 4 * outStep);
                c41.intoArray(out, outOffset + 4 * outStep + second);
                c50.intoArray(out, outOffset + 5 * outStep);
                c51.intoArray(out, outOffset + 5 * outStep + second);
                c60.intoArray(out, outOffset + 6 * outStep);
                c61.intoArray(out, outOffset + 6 * outStep + second);
                c70.intoArray(out, outOffset + 7 * outStep);
                c71.intoArray(out, outOffset + 7 * outStep + second);
                return;
            }
            int entry = depth * ENTRY;
            c00.intoArray(stack, entry);
            c01.intoArray(stack, entry + 1 * LANES);
            c10.intoArray(stack, entry + 2 * LANES);
            c11.intoArray(stack, entry + 3 * LANES);
            c20.intoArray(stack, entry + 4 * LANES);
            c21.intoArray(stack, entry + 5 * LANES);
            c30.intoArray(stack, entry + 6 * LANES);
            c31.intoArray(stack, entry + 7 * LANES);
            c40.intoArray(stack, entry + 8 * LANES);
            c41.intoArray(stack, entry + 9 * LANES);
            c50.intoArray(stack, entry + 10 * LANES);
            c51.intoArray(stack, entry + 11 * LANES);
            c60.intoArray(stack, entry + 12 * LANES);
            c61.intoArray(stack, entry + 13 * LANES);
            c70.intoArray(stack, entry + 14 * LANES);
            c71.intoArray(stack, entry + 15 * LANES);
            depth++;
            slice++;
        }
    }

    /** Six rows of two vectors, for 16 vector registers. */
    static void tile6x2(
            int rows,
            int sliceSize,
            float[] x,
            int xOffset,
            int xStep,
            float[] b,
            int bOffset,
            int bStep,
            int second,
            float[] stack,
            float[] out,
            int outOffset,
            int outStep) {
        FloatVector zero = FloatVector.zero(SPECIES);
        int depth = 0;
        int slice = 0;
        int xi = xOffset;
        int bi = bOffset;
        int bEnd = bOffset + rows * bStep;
        int bSlice = Math.min(sliceSize, rows) * bStep;
        while (true) {
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
            FloatVector c50 = zero;
            FloatVector c51 = zero;
            int bTo = bEnd - bi > bSlice ? bi + bSlice : bEnd;
            for (; bi != bTo; bi += bStep) {
                FloatVector b0 = FloatVector.fromArray(SPECIES, b, bi);
                FloatVector b1 = FloatVector.fromArray(SPECIES, b, bi + second);
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
                value = FloatVector.broadcast(SPECIES, x[xi + 5]);
                c50 = value.fma(b0, c50);
                c51 = value.fma(b1, c51);
                xi += xStep;
            }
            int joins = bi == bEnd ? depth : Integer.numberOfTrailingZeros(~slice);
            for (int end = depth - joins; depth != end; ) {
                depth--;
                int entry = depth * ENTRY;
                c00 = FloatVector.fromArray(SPECIES, stack, entry).add(c00);
                c01 = FloatVector.fromArray(SPECIES, stack, entry + 1 * LANES).add(c01);
                c10 = FloatVector.fromArray(SPECIES, stack, entry + 2 * LANES).add(c10);
                c11 = FloatVector.fromArray(SPECIES, stack, entry + 3 * LANES).add(c11);
                c20 = FloatVector.fromArray(SPECIES, stack, entry + 4 * LANES).add(c20);
                c21 = FloatVector.fromArray(SPECIES, stack, entry + 5 * LANES).add(c21);
                c30 = FloatVector.fromArray(SPECIES, stack, entry + 6 * LANES).add(c30);
                c31 = FloatVector.fromArray(SPECIES, stack, entry + 7 * LANES).add(c31);
                c40 = FloatVector.fromArray(SPECIES, stack, entry + 8 * LANES).add(c40);
                c41 = FloatVector.fromArray(SPECIES, stack, entry + 9 * LANES).add(c41);
                c50 = FloatVector.fromArray(SPECIES, stack, entry + 10 * LANES).add(c50);
                c51 = FloatVector.fromArray(SPECIES, stack, entry + 11 * LANES).add(c51);
            }
            if (bi == bEnd) {
                c00.intoArray(out, outOffset);
                c01.intoArray(out, outOffset + second);
                c10.intoArray(out, outOffset + outStep);
                c11.intoArray(out, outOffset + outStep + second);
                c20.intoArray(out, outOffset + 2 * outStep);
                c21.intoArray(out, outOffset + 2 * outStep + second);
                c30.intoArray(out, outOffset + 3 * outStep);
                c31.intoArray(out, outOffset + 3 * outStep + second);
                c40.intoArray(out, outOffset + 4 * outStep);
                c41.intoArray(out, outOffset + 4 * outStep + second);
                c50.intoArray(out, outOffset + 5 * outStep);
                c51.intoArray(out, outOffset + 5 * outStep + second);
                return;
            }
            int entry = depth * ENTRY;
            c00.intoArray(stack, entry);
            c01.intoArray(stack, entry + 1 * LANES);
            c10.intoArray(stack, entry + 2 * LANES);
            c11.intoArray(stack, entry + 3 * LANES);
            c20.intoArray(stack, entry + 4 * LANES);
            c21.intoArray(stack, entry + 5 * LANES);
            c30.intoArray(stack, entry + 6 * LANES);
            c31.intoArray(stack, entry + 7 * LANES);
            c40.intoArray(stack, entry + 8 * LANES);
            c41.intoArray(stack, entry + 9 * LANES);
            c50.intoArray(stack, entry + 10 * LANES);
            c51.intoArray(stack, entry + 11 * LANES);
            depth++;
            slice++;
        }
    }

    /** Eight rows of one vector. */
    static void tile8x1(
            int rows,
            int sliceSize,
            float[] x,
            int xOffset,
            int xStep,
            float[] b,
            int bOffset,
            int bStep,
            float[] stack,
            float[] out,
            int outOffset,
            int outStep) {
        FloatVector zero = FloatVector.zero(SPECIES);
        int depth = 0;
        int slice = 0;
        int xi = xOffset;
        int bi = bOffset;
        int bEnd = bOffset + rows * bStep;
        int bSlice = Math.min(sliceSize, rows) * bStep;
        while (true) {
            FloatVector c00 = zero;
            FloatVector c10 = zero;
            FloatVector c20 = zero;
            FloatVector c30 = zero;
            FloatVector c40 = zero;
            FloatVector c50 = zero;
            FloatVector c60 = zero;
            FloatVector c70 = zero;
            int bTo = bEnd - bi > bSlice ? bi + bSlice : bEnd;
            for (; bi != bTo; bi += bStep) {
                FloatVector b0 = FloatVector.fromArray(SPECIES, b, bi);
                FloatVector value = FloatVector.broadcast(SPECIES, x[xi]);
                c00 = value.fma(b0, c00);
                value = FloatVector.broadcast(SPECIES, x[xi + 1]);
                c10 = value.fma(b0, c10);
                value = FloatVector.broadcast(SPECIES, x[xi + 2]);
                c20 = value.fma(b0, c20);
                value = FloatVector.broadcast(SPECIES, x[xi + 3]);
                c30 = value.fma(b0, c30);
                value = FloatVector.broadcast(SPECIES, x[xi + 4]);
                c40 = value.fma(b0, c40);
                value = FloatVector.broadcast(SPECIES, x[xi + 5]);
                c50 = value.fma(b0, c50);
                value = FloatVector.broadcast(SPECIES, x[xi + 6]);
                c60 = value.fma(b0, c60);
                value = FloatVector.broadcast(SPECIES, x[xi + 7]);
                c70 = value.fma(b0, c70);
                xi += xStep;
            }
            int joins = bi == bEnd ? depth : Integer.numberOfTrailingZeros(~slice);
            for (int end = depth - joins; depth != end; ) {
                depth--;
                int entry = depth * ENTRY;
                c00 = FloatVector.fromArray(SPECIES, stack, entry).add(c00);
                c10 = FloatVector.fromArray(SPECIES, stack, entry + 1 * LANES).add(c10);
                c20 = FloatVector.fromArray(SPECIES, stack, entry + 2 * LANES).add(c20);
                c30 = FloatVector.fromArray(SPECIES, stack, entry + 3 * LANES).add(c30);
                c40 = FloatVector.fromArray(SPECIES, stack, entry + 4 * LANES).add(c40);
                c50 = FloatVector.fromArray(SPECIES, stack, entry + 5 * LANES).add(c50);
                c60 = FloatVector.fromArray(SPECIES, stack, entry + 6 * LANES).add(c60);
                c70 = FloatVector.fromArray(SPECIES, stack, entry + 7 * LANES).add(c70);
            }
            if (bi == bEnd) {
                c00.intoArray(out, outOffset);
                c10.intoArray(out, outOffset + outStep);
                c20.intoArray(out, outOffset + 2 * outStep);
                c30.intoArray(out, outOffset + 3 * outStep);
                c40.intoArray(out, outOffset + 4 * outStep);
                c50.intoArray(out, outOffset + 5 * outStep);
                c60.intoArray(out, outOffset + 6 * outStep);
                c70.intoArray(out, outOffset + 7 * outStep);
                return;
            }
            int entry = depth * ENTRY;
            c00.intoArray(stack, entry);
            c10.intoArray(stack, entry + 1 * LANES);
            c20.intoArray(stack, entry + 2 * LANES);
            c30.intoArray(stack, entry + 3 * LANES);
            c40.intoArray(stack, entry + 4 * LANES);
            c50.intoArray(stack, entry + 5 * LANES);
            c60.intoArray(stack, entry + 6 * LANES);
            c70.intoArray(stack, entry + 7 * LANES);
            depth++;
            slice++;
        }
    }

    /** Sums of one vector of columns of {@code b}: adds what {@code fma(1, b, c)} would. */
    static void sum(
            int rows,
            int sliceSize,
            float[] b,
            int bOffset,
            int bStep,
            float[] stack,
            float[] out,
            int outOffset) {
        int depth = 0;
        int slice = 0;
        int bi = bOffset;
        int bEnd = bOffset + rows * bStep;
        int bSlice = Math.min(sliceSize, rows) * bStep;
        while (true) {
            FloatVector c = FloatVector.zero(SPECIES);
            int bTo = bEnd - bi > bSlice ? bi + bSlice : bEnd;
            for (; bi != bTo; bi += bStep) {
                c = c.add(FloatVector.fromArray(SPECIES, b, bi));
            }
            int joins = bi == bEnd ? depth : Integer.numberOfTrailingZeros(~slice);
            for (int end = depth - joins; depth != end; ) {
                depth--;
                c = FloatVector.fromArray(SPECIES, stack, depth * LANES).add(c);
            }
            if (bi == bEnd) {
                c.intoArray(out, outOffset);
                return;
            }
            c.intoArray(stack, depth * LANES);
            depth++;
            slice++;
        }
    }
}
