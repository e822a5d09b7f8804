package glissade.math;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Register tiles, the innermost loops of all matrix products: {@code out = a · b} for a few rows
 * and one or two vectors of columns, every element starting at +0 and continued by fma with k
 * ascending.
 *
 * <p>Element (row, k) of {@code a} lies at {@code aOffset + row * inner + k}, row k of {@code b} at
 * {@code bOffset + k * bStep}. The second vector begins {@code second} floats after the first in
 * {@code out}: less than a vector where the columns do not fill two, and what lies in both has the
 * same bits twice. In {@code b} it follows the first, or lies {@code bSecond} floats after it. Rows
 * from {@code validRows} on are computed as copies of the last valid one. All rows of {@code out}
 * are written.
 *
 * <p>The accumulators have names because an array of vectors would live on the heap. Each tile is
 * one method with as few calls as possible, and none of them masked: its fully inlined form must
 * stay below the limits of the JIT's first compiler (10,000 virtual registers), or the JVM may get
 * stuck in code that makes an object of every vector, a hundred times slower. A masked load near
 * the end of its array has the same effect.
 */
final class VectorTiles {
    static final VectorSpecies<Float> SPECIES = VectorWidth.species();
    static final int LANES = SPECIES.length();

    /** Columns of a full tile. */
    static final int WIDTH = 2 * LANES;

    private VectorTiles() {}

    /** Ten rows of two vectors, for 32 vector registers and batches of tens. */
    static void tile10x2(
            int validRows,
            int inner,
            float[] a,
            int aOffset,
            float[] b,
            int bOffset,
            int bStep,
            int bSecond,
            int second,
            float[] out,
            int outOffset,
            int outStep) {
        int a0 = aOffset;
        int a1 = aOffset + Math.min(1, validRows - 1) * inner;
        int a2 = aOffset + Math.min(2, validRows - 1) * inner;
        int a3 = aOffset + Math.min(3, validRows - 1) * inner;
        int a4 = aOffset + Math.min(4, validRows - 1) * inner;
        int a5 = aOffset + Math.min(5, validRows - 1) * inner;
        int a6 = aOffset + Math.min(6, validRows - 1) * inner;
        int a7 = aOffset + Math.min(7, validRows - 1) * inner;
        int a8 = aOffset + Math.min(8, validRows - 1) * inner;
        int a9 = aOffset + Math.min(9, validRows - 1) * inner;
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
        int ai = 0;
        int bEnd = bOffset + inner * bStep;
        for (int bi = bOffset; bi != bEnd; bi += bStep) {
            FloatVector b0 = FloatVector.fromArray(SPECIES, b, bi);
            FloatVector b1 = FloatVector.fromArray(SPECIES, b, bi + bSecond);
            FloatVector value = FloatVector.broadcast(SPECIES, a[a0 + ai]);
            c00 = value.fma(b0, c00);
            c01 = value.fma(b1, c01);
            value = FloatVector.broadcast(SPECIES, a[a1 + ai]);
            c10 = value.fma(b0, c10);
            c11 = value.fma(b1, c11);
            value = FloatVector.broadcast(SPECIES, a[a2 + ai]);
            c20 = value.fma(b0, c20);
            c21 = value.fma(b1, c21);
            value = FloatVector.broadcast(SPECIES, a[a3 + ai]);
            c30 = value.fma(b0, c30);
            c31 = value.fma(b1, c31);
            value = FloatVector.broadcast(SPECIES, a[a4 + ai]);
            c40 = value.fma(b0, c40);
            c41 = value.fma(b1, c41);
            value = FloatVector.broadcast(SPECIES, a[a5 + ai]);
            c50 = value.fma(b0, c50);
            c51 = value.fma(b1, c51);
            value = FloatVector.broadcast(SPECIES, a[a6 + ai]);
            c60 = value.fma(b0, c60);
            c61 = value.fma(b1, c61);
            value = FloatVector.broadcast(SPECIES, a[a7 + ai]);
            c70 = value.fma(b0, c70);
            c71 = value.fma(b1, c71);
            value = FloatVector.broadcast(SPECIES, a[a8 + ai]);
            c80 = value.fma(b0, c80);
            c81 = value.fma(b1, c81);
            value = FloatVector.broadcast(SPECIES, a[a9 + ai]);
            c90 = value.fma(b0, c90);
            c91 = value.fma(b1, c91);
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
    }

    /** Eight rows of two vectors, for 32 vector registers. */
    static void tile8x2(
            int validRows,
            int inner,
            float[] a,
            int aOffset,
            float[] b,
            int bOffset,
            int bStep,
            int second,
            float[] out,
            int outOffset,
            int outStep) {
        int a0 = aOffset;
        int a1 = aOffset + Math.min(1, validRows - 1) * inner;
        int a2 = aOffset + Math.min(2, validRows - 1) * inner;
        int a3 = aOffset + Math.min(3, validRows - 1) * inner;
        int a4 = aOffset + Math.min(4, validRows - 1) * inner;
        int a5 = aOffset + Math.min(5, validRows - 1) * inner;
        int a6 = aOffset + Math.min(6, validRows - 1) * inner;
        int a7 = aOffset + Math.min(7, validRows - 1) * inner;
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
        FloatVector c50 = zero;
        FloatVector c51 = zero;
        FloatVector c60 = zero;
        FloatVector c61 = zero;
        FloatVector c70 = zero;
        FloatVector c71 = zero;
        int ai = 0;
        int bEnd = bOffset + inner * bStep;
        for (int bi = bOffset; bi != bEnd; bi += bStep) {
            FloatVector b0 = FloatVector.fromArray(SPECIES, b, bi);
            FloatVector b1 = FloatVector.fromArray(SPECIES, b, bi + LANES);
            FloatVector value = FloatVector.broadcast(SPECIES, a[a0 + ai]);
            c00 = value.fma(b0, c00);
            c01 = value.fma(b1, c01);
            value = FloatVector.broadcast(SPECIES, a[a1 + ai]);
            c10 = value.fma(b0, c10);
            c11 = value.fma(b1, c11);
            value = FloatVector.broadcast(SPECIES, a[a2 + ai]);
            c20 = value.fma(b0, c20);
            c21 = value.fma(b1, c21);
            value = FloatVector.broadcast(SPECIES, a[a3 + ai]);
            c30 = value.fma(b0, c30);
            c31 = value.fma(b1, c31);
            value = FloatVector.broadcast(SPECIES, a[a4 + ai]);
            c40 = value.fma(b0, c40);
            c41 = value.fma(b1, c41);
            value = FloatVector.broadcast(SPECIES, a[a5 + ai]);
            c50 = value.fma(b0, c50);
            c51 = value.fma(b1, c51);
            value = FloatVector.broadcast(SPECIES, a[a6 + ai]);
            c60 = value.fma(b0, c60);
            c61 = value.fma(b1, c61);
            value = FloatVector.broadcast(SPECIES, a[a7 + ai]);
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

    /** Four rows of two vectors, for 16 vector registers: see {@link VectorLowBlockTiles}. */
    static void tile4x2(
            int validRows,
            int inner,
            float[] a,
            int aOffset,
            float[] b,
            int bOffset,
            int bStep,
            int bSecond,
            int second,
            float[] out,
            int outOffset,
            int outStep) {
        int a0 = aOffset;
        int a1 = aOffset + Math.min(1, validRows - 1) * inner;
        int a2 = aOffset + Math.min(2, validRows - 1) * inner;
        int a3 = aOffset + Math.min(3, validRows - 1) * inner;
        FloatVector zero = FloatVector.zero(SPECIES);
        FloatVector c00 = zero;
        FloatVector c01 = zero;
        FloatVector c10 = zero;
        FloatVector c11 = zero;
        FloatVector c20 = zero;
        FloatVector c21 = zero;
        FloatVector c30 = zero;
        FloatVector c31 = zero;
        for (int k = 0; k < inner; k++) {
            int bi = bOffset + k * bStep;
            FloatVector b0 = FloatVector.fromArray(SPECIES, b, bi);
            FloatVector b1 = FloatVector.fromArray(SPECIES, b, bi + bSecond);
            FloatVector value = FloatVector.broadcast(SPECIES, a[a0 + k]);
            c00 = value.fma(b0, c00);
            c01 = value.fma(b1, c01);
            value = FloatVector.broadcast(SPECIES, a[a1 + k]);
            c10 = value.fma(b0, c10);
            c11 = value.fma(b1, c11);
            value = FloatVector.broadcast(SPECIES, a[a2 + k]);
            c20 = value.fma(b0, c20);
            c21 = value.fma(b1, c21);
            value = FloatVector.broadcast(SPECIES, a[a3 + k]);
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

    /** Eight rows of one vector, for outputs no wider than that. */
    static void tile8x1(
            int validRows,
            int inner,
            float[] a,
            int aOffset,
            float[] b,
            int bOffset,
            int bStep,
            float[] out,
            int outOffset,
            int outStep) {
        int a0 = aOffset;
        int a1 = aOffset + Math.min(1, validRows - 1) * inner;
        int a2 = aOffset + Math.min(2, validRows - 1) * inner;
        int a3 = aOffset + Math.min(3, validRows - 1) * inner;
        int a4 = aOffset + Math.min(4, validRows - 1) * inner;
        int a5 = aOffset + Math.min(5, validRows - 1) * inner;
        int a6 = aOffset + Math.min(6, validRows - 1) * inner;
        int a7 = aOffset + Math.min(7, validRows - 1) * inner;
        FloatVector zero = FloatVector.zero(SPECIES);
        FloatVector c00 = zero;
        FloatVector c10 = zero;
        FloatVector c20 = zero;
        FloatVector c30 = zero;
        FloatVector c40 = zero;
        FloatVector c50 = zero;
        FloatVector c60 = zero;
        FloatVector c70 = zero;
        int ai = 0;
        int bEnd = bOffset + inner * bStep;
        for (int bi = bOffset; bi != bEnd; bi += bStep) {
            FloatVector b0 = FloatVector.fromArray(SPECIES, b, bi);
            FloatVector value = FloatVector.broadcast(SPECIES, a[a0 + ai]);
            c00 = value.fma(b0, c00);
            value = FloatVector.broadcast(SPECIES, a[a1 + ai]);
            c10 = value.fma(b0, c10);
            value = FloatVector.broadcast(SPECIES, a[a2 + ai]);
            c20 = value.fma(b0, c20);
            value = FloatVector.broadcast(SPECIES, a[a3 + ai]);
            c30 = value.fma(b0, c30);
            value = FloatVector.broadcast(SPECIES, a[a4 + ai]);
            c40 = value.fma(b0, c40);
            value = FloatVector.broadcast(SPECIES, a[a5 + ai]);
            c50 = value.fma(b0, c50);
            value = FloatVector.broadcast(SPECIES, a[a6 + ai]);
            c60 = value.fma(b0, c60);
            value = FloatVector.broadcast(SPECIES, a[a7 + ai]);
            c70 = value.fma(b0, c70);
            ai++;
        }
        c00.intoArray(out, outOffset);
        c10.intoArray(out, outOffset + outStep);
        c20.intoArray(out, outOffset + 2 * outStep);
        c30.intoArray(out, outOffset + 3 * outStep);
        c40.intoArray(out, outOffset + 4 * outStep);
        c50.intoArray(out, outOffset + 5 * outStep);
        c60.intoArray(out, outOffset + 6 * outStep);
        c70.intoArray(out, outOffset + 7 * outStep);
    }

    /** Ten rows of one vector, for batches of tens. */
    static void tile10x1(
            int validRows,
            int inner,
            float[] a,
            int aOffset,
            float[] b,
            int bOffset,
            int bStep,
            float[] out,
            int outOffset,
            int outStep) {
        int a0 = aOffset;
        int a1 = aOffset + Math.min(1, validRows - 1) * inner;
        int a2 = aOffset + Math.min(2, validRows - 1) * inner;
        int a3 = aOffset + Math.min(3, validRows - 1) * inner;
        int a4 = aOffset + Math.min(4, validRows - 1) * inner;
        int a5 = aOffset + Math.min(5, validRows - 1) * inner;
        int a6 = aOffset + Math.min(6, validRows - 1) * inner;
        int a7 = aOffset + Math.min(7, validRows - 1) * inner;
        int a8 = aOffset + Math.min(8, validRows - 1) * inner;
        int a9 = aOffset + Math.min(9, validRows - 1) * inner;
        FloatVector zero = FloatVector.zero(SPECIES);
        FloatVector c00 = zero;
        FloatVector c10 = zero;
        FloatVector c20 = zero;
        FloatVector c30 = zero;
        FloatVector c40 = zero;
        FloatVector c50 = zero;
        FloatVector c60 = zero;
        FloatVector c70 = zero;
        FloatVector c80 = zero;
        FloatVector c90 = zero;
        int ai = 0;
        int bEnd = bOffset + inner * bStep;
        for (int bi = bOffset; bi != bEnd; bi += bStep) {
            FloatVector b0 = FloatVector.fromArray(SPECIES, b, bi);
            FloatVector value = FloatVector.broadcast(SPECIES, a[a0 + ai]);
            c00 = value.fma(b0, c00);
            value = FloatVector.broadcast(SPECIES, a[a1 + ai]);
            c10 = value.fma(b0, c10);
            value = FloatVector.broadcast(SPECIES, a[a2 + ai]);
            c20 = value.fma(b0, c20);
            value = FloatVector.broadcast(SPECIES, a[a3 + ai]);
            c30 = value.fma(b0, c30);
            value = FloatVector.broadcast(SPECIES, a[a4 + ai]);
            c40 = value.fma(b0, c40);
            value = FloatVector.broadcast(SPECIES, a[a5 + ai]);
            c50 = value.fma(b0, c50);
            value = FloatVector.broadcast(SPECIES, a[a6 + ai]);
            c60 = value.fma(b0, c60);
            value = FloatVector.broadcast(SPECIES, a[a7 + ai]);
            c70 = value.fma(b0, c70);
            value = FloatVector.broadcast(SPECIES, a[a8 + ai]);
            c80 = value.fma(b0, c80);
            value = FloatVector.broadcast(SPECIES, a[a9 + ai]);
            c90 = value.fma(b0, c90);
            ai++;
        }
        c00.intoArray(out, outOffset);
        c10.intoArray(out, outOffset + outStep);
        c20.intoArray(out, outOffset + 2 * outStep);
        c30.intoArray(out, outOffset + 3 * outStep);
        c40.intoArray(out, outOffset + 4 * outStep);
        c50.intoArray(out, outOffset + 5 * outStep);
        c60.intoArray(out, outOffset + 6 * outStep);
        c70.intoArray(out, outOffset + 7 * outStep);
        c80.intoArray(out, outOffset + 8 * outStep);
        c90.intoArray(out, outOffset + 9 * outStep);
    }
}
