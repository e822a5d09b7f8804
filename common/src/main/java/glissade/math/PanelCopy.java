package glissade.math;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Copies columns of a matrix as panels of two vectors, whose rows follow one another. Four
 * neighbours at a time read several cache lines of a row together, where rows lie so far apart that
 * nothing is read ahead.
 */
final class PanelCopy {
    private static final VectorSpecies<Float> SPECIES = VectorTiles.SPECIES;
    private static final int LANES = VectorTiles.LANES;
    private static final int WIDTH = VectorTiles.WIDTH;

    /** Panels of {@link #four}. */
    static final int FOUR = 4;

    private PanelCopy() {}

    /**
     * Where the second vector of a panel begins, of panels that are {@code width} wide together.
     */
    static int second(int width, int panel) {
        return Math.min(WIDTH, width - panel * WIDTH) - LANES;
    }

    /**
     * Copies {@code terms} rows of one panel.
     *
     * @param columns floats from row to row of {@code b}
     * @param second where the second vector begins in {@code b}; it may share columns with the
     *     first
     */
    static void one(
            int terms, int columns, int second, float[] b, int bOffset, float[] to, int toOffset) {
        for (int k = 0; k < terms; k++) {
            int from = bOffset + k * columns;
            int at = toOffset + k * WIDTH;
            FloatVector.fromArray(SPECIES, b, from).intoArray(to, at);
            FloatVector.fromArray(SPECIES, b, from + second).intoArray(to, at + LANES);
        }
    }

    /** Copies {@code terms} rows of four panels side by side, to four arrays. */
    static void four(
            int terms,
            int columns,
            float[] b,
            int bOffset,
            float[] to0,
            float[] to1,
            float[] to2,
            float[] to3) {
        for (int k = 0; k < terms; k++) {
            int from = bOffset + k * columns;
            int at = k * WIDTH;
            FloatVector.fromArray(SPECIES, b, from).intoArray(to0, at);
            FloatVector.fromArray(SPECIES, b, from + LANES).intoArray(to0, at + LANES);
            FloatVector.fromArray(SPECIES, b, from + 2 * LANES).intoArray(to1, at);
            FloatVector.fromArray(SPECIES, b, from + 3 * LANES).intoArray(to1, at + LANES);
            FloatVector.fromArray(SPECIES, b, from + 4 * LANES).intoArray(to2, at);
            FloatVector.fromArray(SPECIES, b, from + 5 * LANES).intoArray(to2, at + LANES);
            FloatVector.fromArray(SPECIES, b, from + 6 * LANES).intoArray(to3, at);
            FloatVector.fromArray(SPECIES, b, from + 7 * LANES).intoArray(to3, at + LANES);
        }
    }
}
