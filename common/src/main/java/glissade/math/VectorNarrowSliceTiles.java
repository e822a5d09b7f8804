package glissade.math;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The tiles beside {@link VectorSliceTiles} for the last columns and for narrow layers: eight
 * inputs of one vector. What is said there holds here.
 */
final class VectorNarrowSliceTiles {
    private static final VectorSpecies<Float> SPECIES = VectorTiles.SPECIES;
    private static final int LANES = VectorTiles.LANES;

    private VectorNarrowSliceTiles() {}

    /** Sums of one slice. */
    static void sum(
            int samples,
            float[] x,
            int xOffset,
            int xStep,
            float[] b,
            int bOffset,
            int bStep,
            float[] to,
            int toOffset,
            int toStep) {
        FloatVector zero = FloatVector.zero(SPECIES);
        FloatVector c00 = zero;
        FloatVector c10 = zero;
        FloatVector c20 = zero;
        FloatVector c30 = zero;
        FloatVector c40 = zero;
        FloatVector c50 = zero;
        FloatVector c60 = zero;
        FloatVector c70 = zero;
        int xi = xOffset;
        int end = bOffset + samples * bStep;
        for (int bi = bOffset; bi != end; bi += bStep) {
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
        c00.intoArray(to, toOffset);
        c10.intoArray(to, toOffset + toStep);
        c20.intoArray(to, toOffset + 2 * toStep);
        c30.intoArray(to, toOffset + 3 * toStep);
        c40.intoArray(to, toOffset + 4 * toStep);
        c50.intoArray(to, toOffset + 5 * toStep);
        c60.intoArray(to, toOffset + 6 * toStep);
        c70.intoArray(to, toOffset + 7 * toStep);
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
            float[] stack,
            int near,
            float[] to,
            int toOffset,
            int toStep) {
        FloatVector zero = FloatVector.zero(SPECIES);
        FloatVector c00 = zero;
        FloatVector c10 = zero;
        FloatVector c20 = zero;
        FloatVector c30 = zero;
        FloatVector c40 = zero;
        FloatVector c50 = zero;
        FloatVector c60 = zero;
        FloatVector c70 = zero;
        int xi = xOffset;
        int end = bOffset + samples * bStep;
        for (int bi = bOffset; bi != end; bi += bStep) {
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
        FloatVector.fromArray(SPECIES, stack, near).add(c00).intoArray(to, toOffset);
        FloatVector.fromArray(SPECIES, stack, near + 1 * LANES)
                .add(c10)
                .intoArray(to, toOffset + toStep);
        FloatVector.fromArray(SPECIES, stack, near + 2 * LANES)
                .add(c20)
                .intoArray(to, toOffset + 2 * toStep);
        FloatVector.fromArray(SPECIES, stack, near + 3 * LANES)
                .add(c30)
                .intoArray(to, toOffset + 3 * toStep);
        FloatVector.fromArray(SPECIES, stack, near + 4 * LANES)
                .add(c40)
                .intoArray(to, toOffset + 4 * toStep);
        FloatVector.fromArray(SPECIES, stack, near + 5 * LANES)
                .add(c50)
                .intoArray(to, toOffset + 5 * toStep);
        FloatVector.fromArray(SPECIES, stack, near + 6 * LANES)
                .add(c60)
                .intoArray(to, toOffset + 6 * toStep);
        FloatVector.fromArray(SPECIES, stack, near + 7 * LANES)
                .add(c70)
                .intoArray(to, toOffset + 7 * toStep);
    }
}
