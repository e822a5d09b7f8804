package glissade.math;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The tiles beside {@link VectorSliceTiles} for 16 vector registers: five inputs of two vectors.
 * What is said there holds here, but samples of both operands lie {@code WIDTH} apart, so that one
 * count by a constant addresses both: see {@link VectorLowBlockTiles}.
 */
final class VectorFewSliceTiles {
    private static final VectorSpecies<Float> SPECIES = VectorTiles.SPECIES;
    private static final int LANES = VectorTiles.LANES;
    private static final int WIDTH = VectorTiles.WIDTH;

    private VectorFewSliceTiles() {}

    /** Sums of one slice. */
    static void sum(
            int samples,
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
        int end = samples * WIDTH;
        for (int i = 0; i < end; i += WIDTH) {
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

    /** The same, added to a subtree. */
    static void join(
            int samples,
            float[] x,
            int xOffset,
            float[] b,
            int bOffset,
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
        int end = samples * WIDTH;
        for (int i = 0; i < end; i += WIDTH) {
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
    }

    /** The same, added to a subtree and the sum to another. */
    static void joinTwo(
            int samples,
            float[] x,
            int xOffset,
            float[] b,
            int bOffset,
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
        int end = samples * WIDTH;
        for (int i = 0; i < end; i += WIDTH) {
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
    }
}
