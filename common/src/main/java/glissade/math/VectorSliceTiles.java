package glissade.math;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Register tiles of one slice of a weight gradient: {@code xᵀ · b} over its samples for twelve
 * inputs and two vectors of columns, which needs 32 vector registers. The rules of {@link
 * VectorTiles} hold here too.
 *
 * <p>Input i of sample k lies at {@code xOffset + k * xStep + i}, columns at {@code bOffset + k *
 * bStep}; offsets into {@code x} differ by constants, so that C2 checks the first and the last of a
 * sample and not each. The sums go to {@code to}, input i at {@code i * toStep}, or are added first
 * to one or two subtrees in {@code stack} while they are still in registers: {@code near + c},
 * {@code far + (near + c)}.
 *
 * <p>Every method is one loop with straight lines before and after it. With a loop or a choice
 * between the sums and their stores C2 now and then left vectors as objects, in one JVM of ten, for
 * as long as it ran (vector-api.md).
 */
final class VectorSliceTiles {
    private static final VectorSpecies<Float> SPECIES = VectorTiles.SPECIES;
    private static final int LANES = VectorTiles.LANES;

    private VectorSliceTiles() {}

    /** Sums of one slice. */
    static void sum(
            int samples,
            float[] x,
            int xOffset,
            int xStep,
            float[] b,
            int bOffset,
            int bStep,
            int second,
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
        int xi = xOffset;
        int end = bOffset + samples * bStep;
        for (int bi = bOffset; bi != end; bi += bStep) {
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
        c50.intoArray(to, toOffset + 5 * toStep);
        c51.intoArray(to, toOffset + 5 * toStep + toSecond);
        c60.intoArray(to, toOffset + 6 * toStep);
        c61.intoArray(to, toOffset + 6 * toStep + toSecond);
        c70.intoArray(to, toOffset + 7 * toStep);
        c71.intoArray(to, toOffset + 7 * toStep + toSecond);
        c80.intoArray(to, toOffset + 8 * toStep);
        c81.intoArray(to, toOffset + 8 * toStep + toSecond);
        c90.intoArray(to, toOffset + 9 * toStep);
        c91.intoArray(to, toOffset + 9 * toStep + toSecond);
        c100.intoArray(to, toOffset + 10 * toStep);
        c101.intoArray(to, toOffset + 10 * toStep + toSecond);
        c110.intoArray(to, toOffset + 11 * toStep);
        c111.intoArray(to, toOffset + 11 * toStep + toSecond);
    }

    /** The same, added to a subtree. */
    static void join(
            int samples,
            float[] x,
            int xOffset,
            int xStep,
            float[] b,
            int bOffset,
            int bStep,
            int second,
            float[] stack,
            int near,
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
        int xi = xOffset;
        int end = bOffset + samples * bStep;
        for (int bi = bOffset; bi != end; bi += bStep) {
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
        FloatVector.fromArray(SPECIES, stack, near).add(c00).intoArray(to, toOffset);
        FloatVector.fromArray(SPECIES, stack, near + 1 * LANES)
                .add(c01)
                .intoArray(to, toOffset + toSecond);
        FloatVector.fromArray(SPECIES, stack, near + 2 * LANES)
                .add(c10)
                .intoArray(to, toOffset + toStep);
        FloatVector.fromArray(SPECIES, stack, near + 3 * LANES)
                .add(c11)
                .intoArray(to, toOffset + toStep + toSecond);
        FloatVector.fromArray(SPECIES, stack, near + 4 * LANES)
                .add(c20)
                .intoArray(to, toOffset + 2 * toStep);
        FloatVector.fromArray(SPECIES, stack, near + 5 * LANES)
                .add(c21)
                .intoArray(to, toOffset + 2 * toStep + toSecond);
        FloatVector.fromArray(SPECIES, stack, near + 6 * LANES)
                .add(c30)
                .intoArray(to, toOffset + 3 * toStep);
        FloatVector.fromArray(SPECIES, stack, near + 7 * LANES)
                .add(c31)
                .intoArray(to, toOffset + 3 * toStep + toSecond);
        FloatVector.fromArray(SPECIES, stack, near + 8 * LANES)
                .add(c40)
                .intoArray(to, toOffset + 4 * toStep);
        FloatVector.fromArray(SPECIES, stack, near + 9 * LANES)
                .add(c41)
                .intoArray(to, toOffset + 4 * toStep + toSecond);
        FloatVector.fromArray(SPECIES, stack, near + 10 * LANES)
                .add(c50)
                .intoArray(to, toOffset + 5 * toStep);
        FloatVector.fromArray(SPECIES, stack, near + 11 * LANES)
                .add(c51)
                .intoArray(to, toOffset + 5 * toStep + toSecond);
        FloatVector.fromArray(SPECIES, stack, near + 12 * LANES)
                .add(c60)
                .intoArray(to, toOffset + 6 * toStep);
        FloatVector.fromArray(SPECIES, stack, near + 13 * LANES)
                .add(c61)
                .intoArray(to, toOffset + 6 * toStep + toSecond);
        FloatVector.fromArray(SPECIES, stack, near + 14 * LANES)
                .add(c70)
                .intoArray(to, toOffset + 7 * toStep);
        FloatVector.fromArray(SPECIES, stack, near + 15 * LANES)
                .add(c71)
                .intoArray(to, toOffset + 7 * toStep + toSecond);
        FloatVector.fromArray(SPECIES, stack, near + 16 * LANES)
                .add(c80)
                .intoArray(to, toOffset + 8 * toStep);
        FloatVector.fromArray(SPECIES, stack, near + 17 * LANES)
                .add(c81)
                .intoArray(to, toOffset + 8 * toStep + toSecond);
        FloatVector.fromArray(SPECIES, stack, near + 18 * LANES)
                .add(c90)
                .intoArray(to, toOffset + 9 * toStep);
        FloatVector.fromArray(SPECIES, stack, near + 19 * LANES)
                .add(c91)
                .intoArray(to, toOffset + 9 * toStep + toSecond);
        FloatVector.fromArray(SPECIES, stack, near + 20 * LANES)
                .add(c100)
                .intoArray(to, toOffset + 10 * toStep);
        FloatVector.fromArray(SPECIES, stack, near + 21 * LANES)
                .add(c101)
                .intoArray(to, toOffset + 10 * toStep + toSecond);
        FloatVector.fromArray(SPECIES, stack, near + 22 * LANES)
                .add(c110)
                .intoArray(to, toOffset + 11 * toStep);
        FloatVector.fromArray(SPECIES, stack, near + 23 * LANES)
                .add(c111)
                .intoArray(to, toOffset + 11 * toStep + toSecond);
    }

    /** The same, added to a subtree and the sum to another. */
    static void joinTwo(
            int samples,
            float[] x,
            int xOffset,
            int xStep,
            float[] b,
            int bOffset,
            int bStep,
            int second,
            float[] stack,
            int near,
            int far,
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
        int xi = xOffset;
        int end = bOffset + samples * bStep;
        for (int bi = bOffset; bi != end; bi += bStep) {
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
        FloatVector.fromArray(SPECIES, stack, far)
                .add(FloatVector.fromArray(SPECIES, stack, near).add(c00))
                .intoArray(to, toOffset);
        FloatVector.fromArray(SPECIES, stack, far + 1 * LANES)
                .add(FloatVector.fromArray(SPECIES, stack, near + 1 * LANES).add(c01))
                .intoArray(to, toOffset + toSecond);
        FloatVector.fromArray(SPECIES, stack, far + 2 * LANES)
                .add(FloatVector.fromArray(SPECIES, stack, near + 2 * LANES).add(c10))
                .intoArray(to, toOffset + toStep);
        FloatVector.fromArray(SPECIES, stack, far + 3 * LANES)
                .add(FloatVector.fromArray(SPECIES, stack, near + 3 * LANES).add(c11))
                .intoArray(to, toOffset + toStep + toSecond);
        FloatVector.fromArray(SPECIES, stack, far + 4 * LANES)
                .add(FloatVector.fromArray(SPECIES, stack, near + 4 * LANES).add(c20))
                .intoArray(to, toOffset + 2 * toStep);
        FloatVector.fromArray(SPECIES, stack, far + 5 * LANES)
                .add(FloatVector.fromArray(SPECIES, stack, near + 5 * LANES).add(c21))
                .intoArray(to, toOffset + 2 * toStep + toSecond);
        FloatVector.fromArray(SPECIES, stack, far + 6 * LANES)
                .add(FloatVector.fromArray(SPECIES, stack, near + 6 * LANES).add(c30))
                .intoArray(to, toOffset + 3 * toStep);
        FloatVector.fromArray(SPECIES, stack, far + 7 * LANES)
                .add(FloatVector.fromArray(SPECIES, stack, near + 7 * LANES).add(c31))
                .intoArray(to, toOffset + 3 * toStep + toSecond);
        FloatVector.fromArray(SPECIES, stack, far + 8 * LANES)
                .add(FloatVector.fromArray(SPECIES, stack, near + 8 * LANES).add(c40))
                .intoArray(to, toOffset + 4 * toStep);
        FloatVector.fromArray(SPECIES, stack, far + 9 * LANES)
                .add(FloatVector.fromArray(SPECIES, stack, near + 9 * LANES).add(c41))
                .intoArray(to, toOffset + 4 * toStep + toSecond);
        FloatVector.fromArray(SPECIES, stack, far + 10 * LANES)
                .add(FloatVector.fromArray(SPECIES, stack, near + 10 * LANES).add(c50))
                .intoArray(to, toOffset + 5 * toStep);
        FloatVector.fromArray(SPECIES, stack, far + 11 * LANES)
                .add(FloatVector.fromArray(SPECIES, stack, near + 11 * LANES).add(c51))
                .intoArray(to, toOffset + 5 * toStep + toSecond);
        FloatVector.fromArray(SPECIES, stack, far + 12 * LANES)
                .add(FloatVector.fromArray(SPECIES, stack, near + 12 * LANES).add(c60))
                .intoArray(to, toOffset + 6 * toStep);
        FloatVector.fromArray(SPECIES, stack, far + 13 * LANES)
                .add(FloatVector.fromArray(SPECIES, stack, near + 13 * LANES).add(c61))
                .intoArray(to, toOffset + 6 * toStep + toSecond);
        FloatVector.fromArray(SPECIES, stack, far + 14 * LANES)
                .add(FloatVector.fromArray(SPECIES, stack, near + 14 * LANES).add(c70))
                .intoArray(to, toOffset + 7 * toStep);
        FloatVector.fromArray(SPECIES, stack, far + 15 * LANES)
                .add(FloatVector.fromArray(SPECIES, stack, near + 15 * LANES).add(c71))
                .intoArray(to, toOffset + 7 * toStep + toSecond);
        FloatVector.fromArray(SPECIES, stack, far + 16 * LANES)
                .add(FloatVector.fromArray(SPECIES, stack, near + 16 * LANES).add(c80))
                .intoArray(to, toOffset + 8 * toStep);
        FloatVector.fromArray(SPECIES, stack, far + 17 * LANES)
                .add(FloatVector.fromArray(SPECIES, stack, near + 17 * LANES).add(c81))
                .intoArray(to, toOffset + 8 * toStep + toSecond);
        FloatVector.fromArray(SPECIES, stack, far + 18 * LANES)
                .add(FloatVector.fromArray(SPECIES, stack, near + 18 * LANES).add(c90))
                .intoArray(to, toOffset + 9 * toStep);
        FloatVector.fromArray(SPECIES, stack, far + 19 * LANES)
                .add(FloatVector.fromArray(SPECIES, stack, near + 19 * LANES).add(c91))
                .intoArray(to, toOffset + 9 * toStep + toSecond);
        FloatVector.fromArray(SPECIES, stack, far + 20 * LANES)
                .add(FloatVector.fromArray(SPECIES, stack, near + 20 * LANES).add(c100))
                .intoArray(to, toOffset + 10 * toStep);
        FloatVector.fromArray(SPECIES, stack, far + 21 * LANES)
                .add(FloatVector.fromArray(SPECIES, stack, near + 21 * LANES).add(c101))
                .intoArray(to, toOffset + 10 * toStep + toSecond);
        FloatVector.fromArray(SPECIES, stack, far + 22 * LANES)
                .add(FloatVector.fromArray(SPECIES, stack, near + 22 * LANES).add(c110))
                .intoArray(to, toOffset + 11 * toStep);
        FloatVector.fromArray(SPECIES, stack, far + 23 * LANES)
                .add(FloatVector.fromArray(SPECIES, stack, near + 23 * LANES).add(c111))
                .intoArray(to, toOffset + 11 * toStep + toSecond);
    }
}
