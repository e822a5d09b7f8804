package glissade.math;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Two vectors of columns of the second operand, or one: read where they lie, or copied. A panel is
 * copied if it must be transposed, if it is narrower than a vector, or if its rows lie pages apart
 * and enough tiles use it. Not thread-safe: owns the copy.
 */
final class VectorPanel {
    private static final VectorSpecies<Float> SPECIES = VectorTiles.SPECIES;
    private static final int LANES = VectorTiles.LANES;
    private static final int WIDTH = VectorTiles.WIDTH;

    /** Columns from which the rows of a panel lie too far apart to be read in place. */
    private static final int PACK_COLUMNS = 256;

    /** Result rows from which copying such a panel pays. */
    private static final int PACK_ROWS = 48;

    /** Copied panel; grows to the largest inner size seen. */
    private float[] copied = new float[0];

    private float[] array = copied;
    private int offset;
    private int step;
    private int second;

    /** What holds the panel in use: an argument of the call, or the copy. */
    float[] array() {
        return array;
    }

    /** Where its first row begins. */
    int offset() {
        return offset;
    }

    /** Floats from row to row. */
    int step() {
        return step;
    }

    /** Where the second vector of a row lies behind the first. */
    int second() {
        return second;
    }

    /**
     * Where the panel of {@code column} begins: the last one, if it is at most a vector, ends with
     * the row and shares columns with the one before.
     */
    static int firstColumn(int column, int columns) {
        return columns - column < LANES && columns >= LANES ? columns - LANES : column;
    }

    /** Where the second vector of a panel begins; it may share columns with the first. */
    static int second(int width) {
        return width - LANES;
    }

    /**
     * Takes {@code width} columns of {@code b} [inner, columns] as the panel, in place or copied,
     * and the second vector where it lies in the result.
     */
    void choose(int rows, int inner, int columns, int width, float[] b, int bOffset) {
        if (readsInPlace(rows, columns)) {
            useInPlace(columns, width, b, bOffset);
        } else {
            copy(inner, columns, width, second(width), b, bOffset);
        }
    }

    /** Whether the panels of a result of {@code rows} rows are read where they lie. */
    static boolean readsInPlace(int rows, int columns) {
        return columns >= LANES && (columns < PACK_COLUMNS || rows < PACK_ROWS);
    }

    /** Takes {@code width} columns where they lie. */
    void useInPlace(int columns, int width, float[] b, int bOffset) {
        array = b;
        offset = bOffset;
        step = columns;
        second = second(width);
    }

    /** Copies {@code width} columns; the second vector comes to lie at {@code at}. */
    void copy(int inner, int columns, int width, int at, float[] b, int bOffset) {
        useCopy(inner, width);
        second = at;
        if (columns >= LANES) {
            copyColumns(inner, columns, width, b, bOffset);
        } else {
            copyFewColumns(inner, columns, b, bOffset);
        }
    }

    private void copyColumns(int inner, int columns, int width, float[] b, int bOffset) {
        float[] to = copied;
        int toStep = step;
        int toSecond = second;
        int fromSecond = second(width);
        for (int k = 0; k < inner; k++) {
            int from = bOffset + k * columns;
            int at = k * toStep;
            FloatVector.fromArray(SPECIES, b, from).intoArray(to, at);
            if (toStep > LANES) {
                FloatVector.fromArray(SPECIES, b, from + fromSecond).intoArray(to, at + toSecond);
            }
        }
    }

    /** Copies whole vectors; what follows a row in its array fills up the last one, unused. */
    private void copyFewColumns(int inner, int columns, float[] b, int bOffset) {
        float[] to = copied;
        int inRange = (b.length - bOffset - LANES) / columns + 1;
        int whole = b.length - bOffset < LANES ? 0 : Math.min(inner, inRange);
        for (int k = 0; k < whole; k++) {
            FloatVector.fromArray(SPECIES, b, bOffset + k * columns).intoArray(to, k * LANES);
        }
        for (int k = whole; k < inner; k++) {
            System.arraycopy(b, bOffset + k * columns, to, k * LANES, columns);
        }
    }

    /** Takes {@code width} rows of {@code b} [columns, inner] as the columns of the panel. */
    void transpose(int inner, int width, float[] b, int bOffset) {
        useCopy(inner, WIDTH);
        second = LANES;
        int first = Math.min(width, LANES);
        PanelTranspose.transpose(first, inner, inner, b, bOffset, copied, 0);
        if (width > LANES) {
            int from = bOffset + second(width) * inner;
            PanelTranspose.transpose(LANES, inner, inner, b, from, copied, LANES);
        }
    }

    private void useCopy(int inner, int width) {
        step = width > LANES ? WIDTH : LANES;
        int length = Math.multiplyExact(inner, step);
        if (copied.length < length) {
            copied = new float[length];
        }
        array = copied;
        offset = 0;
    }
}
