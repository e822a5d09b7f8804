package glissade.math;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/** Copies rows of a matrix as the columns of a panel whose rows lie two vectors apart. */
final class PanelTranspose {
    /** Floats between rows of the panel: a constant, so that one register addresses them all. */
    private static final int STEP = VectorTiles.WIDTH;

    /** Rows of the panel that are written together: reads stay within a cache line. */
    private static final int ROWS = 8;

    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_256;
    private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_256;

    /**
     * Whether blocks of eight times eight are turned in registers: AVX-512 picks lanes out of two
     * vectors in one instruction. Without it plain moves are faster.
     */
    private static final boolean IN_REGISTERS =
            VectorWidth.hasManyRegisters() && VectorTiles.LANES % ROWS == 0;

    // Lanes of two vectors that change places, in groups of four, two and one.
    private static final IntVector FIRST_OF_4 = firstOf(4);
    private static final IntVector SECOND_OF_4 = secondOf(4);
    private static final IntVector FIRST_OF_2 = firstOf(2);
    private static final IntVector SECOND_OF_2 = secondOf(2);
    private static final IntVector FIRST_OF_1 = firstOf(1);
    private static final IntVector SECOND_OF_1 = secondOf(1);

    private PanelTranspose() {}

    /**
     * Even groups of {@code size} lanes of the first vector, each followed by one of the second.
     */
    private static IntVector firstOf(int size) {
        int[] lanes = new int[ROWS];
        for (int lane = 0; lane < ROWS; lane++) {
            lanes[lane] = (lane & size) == 0 ? lane : ROWS + lane - size;
        }
        return IntVector.fromArray(INTS, lanes, 0);
    }

    /** Odd groups of {@code size} lanes of the first vector, each followed by one of the second. */
    private static IntVector secondOf(int size) {
        int[] lanes = new int[ROWS];
        for (int lane = 0; lane < ROWS; lane++) {
            lanes[lane] = (lane & size) == 0 ? lane + size : ROWS + lane;
        }
        return IntVector.fromArray(INTS, lanes, 0);
    }

    /**
     * Writes {@code to[toOffset + k * STEP + column] = from[fromOffset + column * inner + k]} for
     * {@code width} columns and {@code terms} rows of the panel.
     */
    static void transpose(
            int width,
            int terms,
            int inner,
            float[] from,
            int fromOffset,
            float[] to,
            int toOffset) {
        int k = 0;
        for (; k + ROWS <= terms; k += ROWS) {
            int column = 0;
            for (; IN_REGISTERS && column + ROWS <= width; column += ROWS) {
                int at = fromOffset + column * inner + k;
                inRegisters(inner, from, at, to, toOffset + k * STEP + column);
            }
            int at = fromOffset + column * inner + k;
            manyRows(width - column, inner, from, at, to, toOffset + k * STEP + column);
        }
        for (; k < terms; k++) {
            for (int column = 0; column < width; column++) {
                to[toOffset + k * STEP + column] = from[fromOffset + column * inner + k];
            }
        }
    }

    /** Eight columns and eight rows: blocks of four change places, then of two, then lanes. */
    private static void inRegisters(
            int inner, float[] from, int fromOffset, float[] to, int toOffset) {
        int i = fromOffset;
        IntVector a0 = lanes(from, i);
        IntVector a1 = lanes(from, i + inner);
        IntVector a2 = lanes(from, i + 2 * inner);
        IntVector a3 = lanes(from, i + 3 * inner);
        IntVector a4 = lanes(from, i + 4 * inner);
        IntVector a5 = lanes(from, i + 5 * inner);
        IntVector a6 = lanes(from, i + 6 * inner);
        IntVector a7 = lanes(from, i + 7 * inner);
        IntVector b0 = FIRST_OF_4.selectFrom(a0, a4);
        IntVector b1 = FIRST_OF_4.selectFrom(a1, a5);
        IntVector b2 = FIRST_OF_4.selectFrom(a2, a6);
        IntVector b3 = FIRST_OF_4.selectFrom(a3, a7);
        IntVector b4 = SECOND_OF_4.selectFrom(a0, a4);
        IntVector b5 = SECOND_OF_4.selectFrom(a1, a5);
        IntVector b6 = SECOND_OF_4.selectFrom(a2, a6);
        IntVector b7 = SECOND_OF_4.selectFrom(a3, a7);
        IntVector c0 = FIRST_OF_2.selectFrom(b0, b2);
        IntVector c1 = FIRST_OF_2.selectFrom(b1, b3);
        IntVector c2 = SECOND_OF_2.selectFrom(b0, b2);
        IntVector c3 = SECOND_OF_2.selectFrom(b1, b3);
        IntVector c4 = FIRST_OF_2.selectFrom(b4, b6);
        IntVector c5 = FIRST_OF_2.selectFrom(b5, b7);
        IntVector c6 = SECOND_OF_2.selectFrom(b4, b6);
        IntVector c7 = SECOND_OF_2.selectFrom(b5, b7);
        int at = toOffset;
        FIRST_OF_1.selectFrom(c0, c1).reinterpretAsFloats().intoArray(to, at);
        SECOND_OF_1.selectFrom(c0, c1).reinterpretAsFloats().intoArray(to, at + STEP);
        FIRST_OF_1.selectFrom(c2, c3).reinterpretAsFloats().intoArray(to, at + 2 * STEP);
        SECOND_OF_1.selectFrom(c2, c3).reinterpretAsFloats().intoArray(to, at + 3 * STEP);
        FIRST_OF_1.selectFrom(c4, c5).reinterpretAsFloats().intoArray(to, at + 4 * STEP);
        SECOND_OF_1.selectFrom(c4, c5).reinterpretAsFloats().intoArray(to, at + 5 * STEP);
        FIRST_OF_1.selectFrom(c6, c7).reinterpretAsFloats().intoArray(to, at + 6 * STEP);
        SECOND_OF_1.selectFrom(c6, c7).reinterpretAsFloats().intoArray(to, at + 7 * STEP);
    }

    private static IntVector lanes(float[] from, int at) {
        return FloatVector.fromArray(FLOATS, from, at).reinterpretAsInts();
    }

    private static void manyRows(
            int width, int inner, float[] from, int fromOffset, float[] to, int toOffset) {
        int i = fromOffset;
        for (int at = toOffset; at < toOffset + width; at++) {
            to[at] = from[i];
            to[at + STEP] = from[i + 1];
            to[at + 2 * STEP] = from[i + 2];
            to[at + 3 * STEP] = from[i + 3];
            to[at + 4 * STEP] = from[i + 4];
            to[at + 5 * STEP] = from[i + 5];
            to[at + 6 * STEP] = from[i + 6];
            to[at + 7 * STEP] = from[i + 7];
            i += inner;
        }
    }
}
