package glissade.data;

import java.util.ArrayList;
import java.util.List;

/** Rows of floats, of one width, that grow in number without ever being copied. */
final class FloatRows {
    private static final int FLOATS_A_CHUNK = 1 << 18;

    private final int width;
    private final int rowsAChunk;
    private final List<float[]> chunks = new ArrayList<>();
    private int size;

    FloatRows(int width) {
        this.width = width;
        this.rowsAChunk = Math.max(1, FLOATS_A_CHUNK / Math.max(1, width));
    }

    int size() {
        return size;
    }

    int width() {
        return width;
    }

    /** Appends a copy of {@code row} [width]. */
    void add(float[] row) {
        int inChunk = size % rowsAChunk;
        if (inChunk == 0) {
            chunks.add(new float[rowsAChunk * width]);
        }
        System.arraycopy(row, 0, chunks.getLast(), inChunk * width, width);
        size++;
    }

    void set(int row, float[] values) {
        System.arraycopy(values, 0, chunks.get(row / rowsAChunk), row % rowsAChunk * width, width);
    }

    float get(int row, int column) {
        return chunks.get(row / rowsAChunk)[row % rowsAChunk * width + column];
    }

    /** Copies a row to [offset, offset + width). */
    void copy(int row, float[] out, int offset) {
        System.arraycopy(
                chunks.get(row / rowsAChunk), row % rowsAChunk * width, out, offset, width);
    }
}
