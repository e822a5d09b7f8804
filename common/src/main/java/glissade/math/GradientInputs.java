package glissade.math;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Inputs of a weight gradient, copied for the tallest tiles ({@link VectorGradientTiles}, {@link
 * VectorFewGradients}): read where they lie, the samples of a tile are a row of the batch apart and
 * fall into few sets of the first-level cache. The inputs are cut into groups of as many whole
 * tiles as {@link #STEP} floats hold; a group's samples follow one another, {@code STEP} apart. Not
 * thread-safe: owns the copy.
 */
final class GradientInputs {
    private static final VectorSpecies<Float> SPECIES = VectorTiles.SPECIES;
    private static final int LANES = VectorTiles.LANES;
    private static final boolean MANY_REGISTERS = VectorWidth.hasManyRegisters();

    /** Inputs of a tile. */
    private static final int TILE =
            MANY_REGISTERS ? VectorGradientTiles.TALL : VectorFewSliceTiles.INPUTS;

    /**
     * Floats from one sample to the next. With few registers it is that of the columns, so that the
     * tile counts both with one number.
     */
    static final int STEP = MANY_REGISTERS ? TILE : VectorTiles.WIDTH;

    /** Inputs of a group. */
    private static final int GROUP = STEP / TILE * TILE;

    /** Floats that are written for a sample: what sticks out of it is overwritten by the next. */
    private static final int WRITTEN = (STEP + LANES - 1) / LANES * LANES;

    /** Grows to the most seen. */
    private float[] copy = new float[0];

    private int rows;
    private int count;

    /**
     * Copies {@code count} inputs of {@code samples} rows.
     *
     * @param xOffset index of the first input of the first row
     * @param xStep floats from row to row
     */
    void copy(int samples, int inputs, float[] x, int xOffset, int xStep) {
        rows = samples;
        count = inputs;
        int groups = (inputs + GROUP - 1) / GROUP;
        int length =
                Math.addExact(
                        Math.multiplyExact(Math.multiplyExact(groups, samples), STEP), WRITTEN);
        if (copy.length < length) {
            copy = new float[length];
        }
        for (int group = 0; group < groups; group++) {
            copyGroup(x, xOffset + firstOf(group), xStep, group * samples * STEP);
        }
    }

    /** Where a group begins: the last one ends with the inputs, and may share some. */
    private int firstOf(int group) {
        return Math.max(0, Math.min(group * GROUP, count - GROUP));
    }

    private void copyGroup(float[] x, int xOffset, int xStep, int toOffset) {
        float[] to = copy;
        int beyond = x.length - xOffset - WRITTEN;
        int whole = beyond < 0 ? 0 : Math.min(rows, beyond / xStep + 1);
        int from = xOffset;
        int end = toOffset + whole * STEP;
        for (int at = toOffset; at < end; at += STEP) {
            for (int i = 0; i < STEP; i += LANES) {
                FloatVector.fromArray(SPECIES, x, from + i).intoArray(to, at + i);
            }
            from += xStep;
        }
        for (int row = whole; row < rows; row++) {
            int length = Math.min(STEP, x.length - from);
            System.arraycopy(x, from, to, toOffset + row * STEP, length);
            from += xStep;
        }
    }

    /** The copy, which the next one may replace by a longer array. */
    float[] array() {
        return copy;
    }

    /** The first input of the tile that begins with {@code input}, or that ends with the last. */
    int clamped(int input) {
        return Math.max(0, Math.min(input, count - TILE));
    }

    /**
     * Where the first sample of that tile lies.
     *
     * @param input a multiple of the tile's inputs
     */
    int offsetOf(int input) {
        int group = input / GROUP;
        return group * rows * STEP + clamped(input) - firstOf(group);
    }
}
