package glissade.math;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The slice tree over sums in memory: those of up to eight slices as {@link VectorFewSliceTiles}
 * left them, added in pairs of neighbours, the pairs in pairs, and so on. What a power of two
 * leaves over is a tree of its own, which is added last.
 *
 * <p>The usual trees are written out for sums that begin with their array: at constant places C2
 * checks no index, and every sum is loaded once.
 */
final class VectorSliceTree {
    private static final VectorSpecies<Float> SPECIES = VectorTiles.SPECIES;
    private static final int LANES = VectorTiles.LANES;
    private static final int WIDTH = VectorTiles.WIDTH;
    private static final int ENTRY = VectorFewSliceTiles.ENTRY;

    /** Slices of the largest tree. */
    static final int MOST = 8;

    private VectorSliceTree() {}

    /**
     * Adds the sums of slices, the first of which begins with {@code sums}; they may be
     * overwritten.
     *
     * @param slices how many, from 1 to {@link #MOST}
     * @param toStep floats from input to input of {@code to}
     * @param toSecond where the second vector of an input lies behind the first
     */
    static void add(int slices, float[] sums, float[] to, int toOffset, int toStep, int toSecond) {
        switch (slices) {
            case 8 -> addEight(sums, to, toOffset, toStep, toSecond);
            case 4 -> addFour(sums, to, toOffset, toStep, toSecond);
            case 2 -> addTwo(sums, 0, ENTRY, to, toOffset, toStep, toSecond);
            case 1 -> copy(sums, to, toOffset, toStep, toSecond);
            default -> addSome(slices, sums, to, toOffset, toStep, toSecond);
        }
    }

    /** Adds in place, pair by pair, and last the two that are left. */
    private static void addSome(
            int slices, float[] sums, float[] to, int toOffset, int toStep, int toSecond) {
        int apart = 1;
        for (; 2 * apart < slices; apart *= 2) {
            for (int i = 0; i + apart < slices; i += 2 * apart) {
                addTwo(sums, i * ENTRY, (i + apart) * ENTRY, sums, i * ENTRY, WIDTH, LANES);
            }
        }
        addTwo(sums, 0, apart * ENTRY, to, toOffset, toStep, toSecond);
    }

    /** Adds two sums, of which the one at {@code later} is of later slices. */
    static void addTwo(
            float[] sums,
            int earlier,
            int later,
            float[] to,
            int toOffset,
            int toStep,
            int toSecond) {
        int at = toOffset;
        for (int i = 0; i < ENTRY; i += WIDTH) {
            int e = earlier + i;
            int l = later + i;
            FloatVector.fromArray(SPECIES, sums, e)
                    .add(FloatVector.fromArray(SPECIES, sums, l))
                    .intoArray(to, at);
            FloatVector.fromArray(SPECIES, sums, e + LANES)
                    .add(FloatVector.fromArray(SPECIES, sums, l + LANES))
                    .intoArray(to, at + toSecond);
            at += toStep;
        }
    }

    private static void copy(float[] sums, float[] to, int toOffset, int toStep, int toSecond) {
        int at = toOffset;
        for (int i = 0; i < ENTRY; i += WIDTH) {
            FloatVector.fromArray(SPECIES, sums, i).intoArray(to, at);
            FloatVector.fromArray(SPECIES, sums, i + LANES).intoArray(to, at + toSecond);
            at += toStep;
        }
    }

    private static void addFour(float[] sums, float[] to, int toOffset, int toStep, int toSecond) {
        int at = toOffset;
        for (int i = 0; i < ENTRY; i += WIDTH) {
            FloatVector s01 =
                    FloatVector.fromArray(SPECIES, sums, i)
                            .add(FloatVector.fromArray(SPECIES, sums, i + ENTRY));
            FloatVector s23 =
                    FloatVector.fromArray(SPECIES, sums, i + 2 * ENTRY)
                            .add(FloatVector.fromArray(SPECIES, sums, i + 3 * ENTRY));
            s01.add(s23).intoArray(to, at);
            int t = i + LANES;
            FloatVector t01 =
                    FloatVector.fromArray(SPECIES, sums, t)
                            .add(FloatVector.fromArray(SPECIES, sums, t + ENTRY));
            FloatVector t23 =
                    FloatVector.fromArray(SPECIES, sums, t + 2 * ENTRY)
                            .add(FloatVector.fromArray(SPECIES, sums, t + 3 * ENTRY));
            t01.add(t23).intoArray(to, at + toSecond);
            at += toStep;
        }
    }

    private static void addEight(float[] sums, float[] to, int toOffset, int toStep, int toSecond) {
        int at = toOffset;
        for (int i = 0; i < ENTRY; i += WIDTH) {
            FloatVector s01 =
                    FloatVector.fromArray(SPECIES, sums, i)
                            .add(FloatVector.fromArray(SPECIES, sums, i + ENTRY));
            FloatVector s23 =
                    FloatVector.fromArray(SPECIES, sums, i + 2 * ENTRY)
                            .add(FloatVector.fromArray(SPECIES, sums, i + 3 * ENTRY));
            FloatVector s45 =
                    FloatVector.fromArray(SPECIES, sums, i + 4 * ENTRY)
                            .add(FloatVector.fromArray(SPECIES, sums, i + 5 * ENTRY));
            FloatVector s67 =
                    FloatVector.fromArray(SPECIES, sums, i + 6 * ENTRY)
                            .add(FloatVector.fromArray(SPECIES, sums, i + 7 * ENTRY));
            s01.add(s23).add(s45.add(s67)).intoArray(to, at);
            int t = i + LANES;
            FloatVector t01 =
                    FloatVector.fromArray(SPECIES, sums, t)
                            .add(FloatVector.fromArray(SPECIES, sums, t + ENTRY));
            FloatVector t23 =
                    FloatVector.fromArray(SPECIES, sums, t + 2 * ENTRY)
                            .add(FloatVector.fromArray(SPECIES, sums, t + 3 * ENTRY));
            FloatVector t45 =
                    FloatVector.fromArray(SPECIES, sums, t + 4 * ENTRY)
                            .add(FloatVector.fromArray(SPECIES, sums, t + 5 * ENTRY));
            FloatVector t67 =
                    FloatVector.fromArray(SPECIES, sums, t + 6 * ENTRY)
                            .add(FloatVector.fromArray(SPECIES, sums, t + 7 * ENTRY));
            t01.add(t23).add(t45.add(t67)).intoArray(to, at + toSecond);
            at += toStep;
        }
    }
}
