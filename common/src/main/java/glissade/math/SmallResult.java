package glissade.math;

/**
 * A tile of a result that is smaller than the tile: computed here, rows two vectors apart, and
 * copied. Not thread-safe.
 */
final class SmallResult {
    private static final int LANES = VectorTiles.LANES;
    private static final int WIDTH = VectorTiles.WIDTH;

    /** Tiles of twelve rows have results of their size. */
    private static final int MOST_ROWS = 10;

    private final float[] tile = new float[MOST_ROWS * WIDTH];

    float[] tile() {
        return tile;
    }

    /**
     * Copies {@code valid} rows to their place in the result. Not in vectors: inlined beside the
     * tiles, C2 left their stores as calls in most JVMs, and each made an object.
     */
    void copyTo(int valid, int width, float[] out, int outOffset, int columns) {
        int length = columns < LANES ? columns : Math.max(width, LANES);
        for (int row = 0; row < valid; row++) {
            System.arraycopy(tile, row * WIDTH, out, outOffset + row * columns, length);
        }
    }
}
