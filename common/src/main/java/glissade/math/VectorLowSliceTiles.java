package glissade.math;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The tiles beside {@link VectorSliceTiles} for layers whose inputs do not fill twelve: eight
 * inputs of two vectors, for 32 vector registers. What is said there holds here.
 */
final class VectorLowSliceTiles {
    private static final VectorSpecies<Float> SPECIES = VectorTiles.SPECIES;
    private static final int LANES = VectorTiles.LANES;

    private VectorLowSliceTiles() {}

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
    }
}
