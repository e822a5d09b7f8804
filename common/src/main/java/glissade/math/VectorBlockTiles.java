package glissade.math;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Register tiles of products that are cut along k: a tile continues sums that lie in {@code from},
 * for {@code inner} more terms, and writes them to {@code out}. The rules of {@link VectorTiles}
 * hold here too.
 *
 * <p>Both operands are copies. Element (row, k) of {@code a} lies at {@code aOffset + row * A_STEP
 * + k}: since rows lie a constant apart, one register addresses them all and C2 checks the first
 * and the last of a column and not each. Row k of {@code b} is {@code WIDTH} floats at {@code k *
 * WIDTH}.
 */
final class VectorBlockTiles {
    /** Most terms of one call. */
    static final int DEPTH = 1_024;

    /** Floats between rows of {@code a}: a cache line more than the depth, against conflicts. */
    static final int A_STEP = DEPTH + 16;

    private static final VectorSpecies<Float> SPECIES = VectorTiles.SPECIES;
    private static final int LANES = VectorTiles.LANES;
    private static final int WIDTH = VectorTiles.WIDTH;

    private VectorBlockTiles() {}

    /** Twelve rows of two vectors, for 32 vector registers. */
    static void tile12x2(
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
        FloatVector c40 = FloatVector.fromArray(SPECIES, from, fromOffset + 4 * fromStep);
        FloatVector c41 = FloatVector.fromArray(SPECIES, from, fromOffset + 4 * fromStep + second);
        FloatVector c50 = FloatVector.fromArray(SPECIES, from, fromOffset + 5 * fromStep);
        FloatVector c51 = FloatVector.fromArray(SPECIES, from, fromOffset + 5 * fromStep + second);
        FloatVector c60 = FloatVector.fromArray(SPECIES, from, fromOffset + 6 * fromStep);
        FloatVector c61 = FloatVector.fromArray(SPECIES, from, fromOffset + 6 * fromStep + second);
        FloatVector c70 = FloatVector.fromArray(SPECIES, from, fromOffset + 7 * fromStep);
        FloatVector c71 = FloatVector.fromArray(SPECIES, from, fromOffset + 7 * fromStep + second);
        FloatVector c80 = FloatVector.fromArray(SPECIES, from, fromOffset + 8 * fromStep);
        FloatVector c81 = FloatVector.fromArray(SPECIES, from, fromOffset + 8 * fromStep + second);
        FloatVector c90 = FloatVector.fromArray(SPECIES, from, fromOffset + 9 * fromStep);
        FloatVector c91 = FloatVector.fromArray(SPECIES, from, fromOffset + 9 * fromStep + second);
        FloatVector c100 = FloatVector.fromArray(SPECIES, from, fromOffset + 10 * fromStep);
        FloatVector c101 =
                FloatVector.fromArray(SPECIES, from, fromOffset + 10 * fromStep + second);
        FloatVector c110 = FloatVector.fromArray(SPECIES, from, fromOffset + 11 * fromStep);
        FloatVector c111 =
                FloatVector.fromArray(SPECIES, from, fromOffset + 11 * fromStep + second);
        int ai = aOffset;
        int bEnd = inner * WIDTH;
        int step = Math.min(WIDTH, bEnd);
        for (int bi = 0; bi != bEnd; bi += step) {
            FloatVector b0 = FloatVector.fromArray(SPECIES, b, bi);
            FloatVector b1 = FloatVector.fromArray(SPECIES, b, bi + LANES);
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
            value = FloatVector.broadcast(SPECIES, a[ai + 4 * A_STEP]);
            c40 = value.fma(b0, c40);
            c41 = value.fma(b1, c41);
            value = FloatVector.broadcast(SPECIES, a[ai + 5 * A_STEP]);
            c50 = value.fma(b0, c50);
            c51 = value.fma(b1, c51);
            value = FloatVector.broadcast(SPECIES, a[ai + 6 * A_STEP]);
            c60 = value.fma(b0, c60);
            c61 = value.fma(b1, c61);
            value = FloatVector.broadcast(SPECIES, a[ai + 7 * A_STEP]);
            c70 = value.fma(b0, c70);
            c71 = value.fma(b1, c71);
            value = FloatVector.broadcast(SPECIES, a[ai + 8 * A_STEP]);
            c80 = value.fma(b0, c80);
            c81 = value.fma(b1, c81);
            value = FloatVector.broadcast(SPECIES, a[ai + 9 * A_STEP]);
            c90 = value.fma(b0, c90);
            c91 = value.fma(b1, c91);
            value = FloatVector.broadcast(SPECIES, a[ai + 10 * A_STEP]);
            c100 = value.fma(b0, c100);
            c101 = value.fma(b1, c101);
            value = FloatVector.broadcast(SPECIES, a[ai + 11 * A_STEP]);
            c110 = value.fma(b0, c110);
            c111 = value.fma(b1, c111);
            ai++;
        }
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
    }

    /**
     * Twelve rows of two vectors. It reads {@code b} where it lies, rows {@code bStep} apart from
     * {@code bOffset} on, and copies it to {@code panel} for the tiles that follow: the multipliers
     * work while the rows come in.
     */
    static void copyingTile12x2(
            int inner,
            float[] a,
            int aOffset,
            float[] b,
            int bOffset,
            int bStep,
            float[] panel,
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
        FloatVector c40 = FloatVector.fromArray(SPECIES, from, fromOffset + 4 * fromStep);
        FloatVector c41 = FloatVector.fromArray(SPECIES, from, fromOffset + 4 * fromStep + second);
        FloatVector c50 = FloatVector.fromArray(SPECIES, from, fromOffset + 5 * fromStep);
        FloatVector c51 = FloatVector.fromArray(SPECIES, from, fromOffset + 5 * fromStep + second);
        FloatVector c60 = FloatVector.fromArray(SPECIES, from, fromOffset + 6 * fromStep);
        FloatVector c61 = FloatVector.fromArray(SPECIES, from, fromOffset + 6 * fromStep + second);
        FloatVector c70 = FloatVector.fromArray(SPECIES, from, fromOffset + 7 * fromStep);
        FloatVector c71 = FloatVector.fromArray(SPECIES, from, fromOffset + 7 * fromStep + second);
        FloatVector c80 = FloatVector.fromArray(SPECIES, from, fromOffset + 8 * fromStep);
        FloatVector c81 = FloatVector.fromArray(SPECIES, from, fromOffset + 8 * fromStep + second);
        FloatVector c90 = FloatVector.fromArray(SPECIES, from, fromOffset + 9 * fromStep);
        FloatVector c91 = FloatVector.fromArray(SPECIES, from, fromOffset + 9 * fromStep + second);
        FloatVector c100 = FloatVector.fromArray(SPECIES, from, fromOffset + 10 * fromStep);
        FloatVector c101 =
                FloatVector.fromArray(SPECIES, from, fromOffset + 10 * fromStep + second);
        FloatVector c110 = FloatVector.fromArray(SPECIES, from, fromOffset + 11 * fromStep);
        FloatVector c111 =
                FloatVector.fromArray(SPECIES, from, fromOffset + 11 * fromStep + second);
        int ai = aOffset;
        int bi = bOffset;
        int end = inner * WIDTH;
        int step = Math.min(WIDTH, end);
        for (int to = 0; to != end; to += step) {
            FloatVector b0 = FloatVector.fromArray(SPECIES, b, bi);
            FloatVector b1 = FloatVector.fromArray(SPECIES, b, bi + second);
            b0.intoArray(panel, to);
            b1.intoArray(panel, to + LANES);
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
            value = FloatVector.broadcast(SPECIES, a[ai + 4 * A_STEP]);
            c40 = value.fma(b0, c40);
            c41 = value.fma(b1, c41);
            value = FloatVector.broadcast(SPECIES, a[ai + 5 * A_STEP]);
            c50 = value.fma(b0, c50);
            c51 = value.fma(b1, c51);
            value = FloatVector.broadcast(SPECIES, a[ai + 6 * A_STEP]);
            c60 = value.fma(b0, c60);
            c61 = value.fma(b1, c61);
            value = FloatVector.broadcast(SPECIES, a[ai + 7 * A_STEP]);
            c70 = value.fma(b0, c70);
            c71 = value.fma(b1, c71);
            value = FloatVector.broadcast(SPECIES, a[ai + 8 * A_STEP]);
            c80 = value.fma(b0, c80);
            c81 = value.fma(b1, c81);
            value = FloatVector.broadcast(SPECIES, a[ai + 9 * A_STEP]);
            c90 = value.fma(b0, c90);
            c91 = value.fma(b1, c91);
            value = FloatVector.broadcast(SPECIES, a[ai + 10 * A_STEP]);
            c100 = value.fma(b0, c100);
            c101 = value.fma(b1, c101);
            value = FloatVector.broadcast(SPECIES, a[ai + 11 * A_STEP]);
            c110 = value.fma(b0, c110);
            c111 = value.fma(b1, c111);
            ai++;
            bi += bStep;
        }
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
    }

    /** Eight rows of two vectors. */
    static void tile8x2(
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
        FloatVector c40 = FloatVector.fromArray(SPECIES, from, fromOffset + 4 * fromStep);
        FloatVector c41 = FloatVector.fromArray(SPECIES, from, fromOffset + 4 * fromStep + second);
        FloatVector c50 = FloatVector.fromArray(SPECIES, from, fromOffset + 5 * fromStep);
        FloatVector c51 = FloatVector.fromArray(SPECIES, from, fromOffset + 5 * fromStep + second);
        FloatVector c60 = FloatVector.fromArray(SPECIES, from, fromOffset + 6 * fromStep);
        FloatVector c61 = FloatVector.fromArray(SPECIES, from, fromOffset + 6 * fromStep + second);
        FloatVector c70 = FloatVector.fromArray(SPECIES, from, fromOffset + 7 * fromStep);
        FloatVector c71 = FloatVector.fromArray(SPECIES, from, fromOffset + 7 * fromStep + second);
        int ai = aOffset;
        int bEnd = inner * WIDTH;
        int step = Math.min(WIDTH, bEnd);
        for (int bi = 0; bi != bEnd; bi += step) {
            FloatVector b0 = FloatVector.fromArray(SPECIES, b, bi);
            FloatVector b1 = FloatVector.fromArray(SPECIES, b, bi + LANES);
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
            value = FloatVector.broadcast(SPECIES, a[ai + 4 * A_STEP]);
            c40 = value.fma(b0, c40);
            c41 = value.fma(b1, c41);
            value = FloatVector.broadcast(SPECIES, a[ai + 5 * A_STEP]);
            c50 = value.fma(b0, c50);
            c51 = value.fma(b1, c51);
            value = FloatVector.broadcast(SPECIES, a[ai + 6 * A_STEP]);
            c60 = value.fma(b0, c60);
            c61 = value.fma(b1, c61);
            value = FloatVector.broadcast(SPECIES, a[ai + 7 * A_STEP]);
            c70 = value.fma(b0, c70);
            c71 = value.fma(b1, c71);
            ai++;
        }
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
    }
}
