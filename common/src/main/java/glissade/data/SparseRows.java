package glissade.data;

import java.util.Arrays;

/** Rows of numbers of which most are 0: those that are not, with their columns. */
final class SparseRows {
    private static final int LARGEST = Integer.MAX_VALUE - 16;

    private int[] starts = new int[1 << 8];
    private int size;
    private final FloatRows entries = new FloatRows(2);
    private final float[] entry = new float[2];

    /** Begins the next row, which is empty at first. */
    void beginRow() {
        if (size == starts.length) {
            starts = Arrays.copyOf(starts, (int) Math.min(LARGEST, 2L * size));
        }
        starts[size++] = entries.size();
    }

    /** Adds a number to the row begun last; columns must ascend. */
    void add(int column, float value) {
        // Columns are below 2^24, so they are floats too.
        entry[0] = column;
        entry[1] = value;
        entries.add(entry);
    }

    int size() {
        return size;
    }

    private int end(int row) {
        return row + 1 < size ? starts[row + 1] : entries.size();
    }

    /** Writes the numbers of a row over zeros at [offset, offset + width). */
    void copy(int row, float[] out, int offset, int width) {
        Arrays.fill(out, offset, offset + width, 0);
        int end = end(row);
        for (int at = starts[row]; at < end; at++) {
            out[offset + (int) entries.get(at, 0)] = entries.get(at, 1);
        }
    }

    /** Numbers in a row, columns and values in turn. */
    float[] entries(int row) {
        int start = starts[row];
        float[] copy = new float[2 * (end(row) - start)];
        for (int i = 0; i < copy.length; i++) {
            copy[i] = entries.get(start + i / 2, i % 2);
        }
        return copy;
    }
}
