package glissade.math;

/**
 * Large matrix products with both operands copied and cut along k. A panel of {@code b} (two
 * vectors of {@code DEPTH} rows, 128 KiB at 512 bits) stays in the second-level cache while all
 * rows of {@code a} stream past it. Every element continues its stored sum from block to block, k
 * ascending, which changes no bit.
 *
 * <p>With 16 registers, whose panels are narrow, four of them (256 KiB at 256 bits) are copied at a
 * time, in pieces of several cache lines, and stay while the rows pass: a row comes from afar once
 * for four panels. 256x2048x2048 took 0.85 of the time that way, 1024x1024x1024 0.95 (Zen 3).
 *
 * <p>Copies make tiles of twelve rows possible (see {@link VectorBlockTiles}; of four with 16
 * vector registers), and rows that lie a power of two apart do not meet in one set of the
 * first-level cache. Shallower blocks, whose panel would stay there, were slower: they load and
 * store the result more often.
 *
 * <p>Not thread-safe: owns the copies.
 */
final class VectorBlocks {
    private static final int LANES = VectorTiles.LANES;
    private static final int WIDTH = VectorTiles.WIDTH;
    private static final int DEPTH = VectorBlockTiles.DEPTH;
    private static final int A_STEP = VectorBlockTiles.A_STEP;

    /** Whether twelve rows of two vectors fit the registers, or only four. */
    private static final boolean MANY_REGISTERS = VectorWidth.hasManyRegisters();

    private static final int TALL_ROWS = MANY_REGISTERS ? 12 : 4;
    private static final int SHORT_ROWS = 8;

    /** Panels that are copied and used together. */
    private static final int PANELS = MANY_REGISTERS ? 1 : PanelCopy.FOUR;

    /** Rows of one block of {@code a}, whose copy takes 4 MiB. */
    private static final int MOST_ROWS = 1_024;

    /**
     * Sizes from which copying both operands pays: soon with 16 registers, where operands that lie
     * a variable distance apart are read at little more than half the speed.
     */
    private static final int LEAST_ROWS = MANY_REGISTERS ? 24 : 12;

    private static final int LEAST_INNER = 8;
    private static final int LEAST_COLUMNS = MANY_REGISTERS ? 64 : WIDTH;

    private final int mostRows;
    private final float[] zeros = new float[WIDTH];
    private final float[] edge = new float[TALL_ROWS * WIDTH];
    private final float[][] panels = new float[PANELS][DEPTH * WIDTH];

    /** Copied block of {@code a}; grows to the most rows seen. */
    private float[] block = new float[0];

    VectorBlocks() {
        this(MOST_ROWS);
    }

    /**
     * Cuts the rows at another place.
     *
     * @param mostRows of one block of {@code a}, at least twice those of the tallest tile
     */
    VectorBlocks(int mostRows) {
        this.mostRows = mostRows;
    }

    /**
     * Whether products of this size are faster in blocks than with a panel that is copied alone; or
     * that is read where it lies, if there are 16 registers.
     */
    static boolean pays(int rows, int inner, int columns) {
        return rows >= LEAST_ROWS && inner >= LEAST_INNER && columns >= LEAST_COLUMNS;
    }

    /**
     * How many of the columns whole panels cover: all, or those before a last one of one vector.
     */
    static int columnsInPanels(int columns) {
        int rest = columns % WIDTH;
        return rest <= LANES ? columns - rest : columns;
    }

    /**
     * Computes {@code toColumn} columns of {@code out [rows, columns] = a [rows, inner] · b}.
     *
     * @param toColumn at most {@link #columnsInPanels}
     * @param transposed whether b is [columns, inner], else [inner, columns]
     */
    void multiply(
            int rows,
            int inner,
            int columns,
            int toColumn,
            boolean transposed,
            float[] a,
            int aOffset,
            float[] b,
            int bOffset,
            float[] out,
            int outOffset) {
        int depth = evenPart(inner, DEPTH);
        int count = evenPart(rows, mostRows);
        for (int begin = 0; begin < rows; begin += count) {
            // The last block ends with the rows. What is computed twice starts from +0 twice.
            int row = Math.min(begin, rows - count);
            for (int k = 0; k < inner; k += depth) {
                int terms = Math.min(depth, inner - k);
                copyBlock(count, terms, inner, a, aOffset + row * inner + k);
                for (int column = 0; column < toColumn; column += PANELS * WIDTH) {
                    int width = Math.min(PANELS * WIDTH, toColumn - column);
                    int to = outOffset + row * columns + column;
                    int done = 0;
                    if (transposed) {
                        transposePanels(terms, inner, width, b, bOffset + column * inner + k);
                    } else if (MANY_REGISTERS) {
                        int from = bOffset + k * columns + column;
                        copyingProduct(
                                terms,
                                columns,
                                PanelCopy.second(width, 0),
                                k == 0,
                                b,
                                from,
                                out,
                                to);
                        done = TALL_ROWS;
                    } else {
                        copyPanels(terms, columns, width, b, bOffset + k * columns + column);
                    }
                    panelProducts(done, count, terms, columns, width, k == 0, out, to);
                }
            }
        }
    }

    /**
     * Size of the parts when {@code length} is cut into as few as possible of at most {@code most}.
     */
    private static int evenPart(int length, int most) {
        int parts = (length + most - 1) / most;
        return (length + parts - 1) / parts;
    }

    /** Continues the first rows of two vectors, and copies the panel meanwhile. */
    private void copyingProduct(
            int terms,
            int columns,
            int second,
            boolean first,
            float[] b,
            int bOffset,
            float[] out,
            int outOffset) {
        float[] from = first ? zeros : out;
        int fromOffset = first ? 0 : outOffset;
        int step = first ? 0 : columns;
        VectorBlockTiles.copyingTile12x2(
                terms,
                block,
                0,
                b,
                bOffset,
                columns,
                panels[0],
                second,
                from,
                fromOffset,
                step,
                out,
                outOffset,
                columns);
    }

    /** Continues rows of all panels with the copied block, a few rows at a time. */
    private void panelProducts(
            int fromRow,
            int rows,
            int terms,
            int columns,
            int width,
            boolean first,
            float[] out,
            int outOffset) {
        int height;
        for (int row = fromRow; row < rows; row += height) {
            height = height(rows - row);
            int to = outOffset + row * columns;
            for (int panel = 0; panel * WIDTH < width; panel++) {
                int second = PanelCopy.second(width, panel);
                int at = to + panel * WIDTH;
                tile(height, row, panels[panel], terms, columns, second, first, out, at);
            }
        }
    }

    /** Rows of the next tile, when so many are left. */
    private static int height(int left) {
        boolean shortOnes = MANY_REGISTERS && (left == SHORT_ROWS || left == 2 * SHORT_ROWS);
        return shortOnes ? SHORT_ROWS : Math.min(TALL_ROWS, left);
    }

    private void tile(
            int height,
            int row,
            float[] panel,
            int terms,
            int columns,
            int second,
            boolean first,
            float[] out,
            int to) {
        int ai = row * A_STEP;
        float[] from = first ? zeros : out;
        int fromOffset = first ? 0 : to;
        int step = first ? 0 : columns;
        if (height == TALL_ROWS) {
            tallTile(terms, ai, panel, second, from, fromOffset, step, out, to, columns);
        } else if (MANY_REGISTERS && height == SHORT_ROWS) {
            VectorBlockTiles.tile8x2(
                    terms, block, ai, panel, second, from, fromOffset, step, out, to, columns);
        } else {
            lastRows(height, terms, columns, panel, second, first, ai, out, to);
        }
    }

    /** Rows that do not fill a tile are continued in a buffer. */
    private void lastRows(
            int rows,
            int terms,
            int columns,
            float[] panel,
            int second,
            boolean first,
            int ai,
            float[] out,
            int outOffset) {
        int width = second + LANES;
        float[] from = first ? zeros : edge;
        if (!first) {
            for (int row = 0; row < rows; row++) {
                System.arraycopy(out, outOffset + row * columns, edge, row * WIDTH, width);
            }
        }
        int step = first ? 0 : WIDTH;
        tallTile(terms, ai, panel, second, from, 0, step, edge, 0, WIDTH);
        for (int row = 0; row < rows; row++) {
            System.arraycopy(edge, row * WIDTH, out, outOffset + row * columns, width);
        }
    }

    private void tallTile(
            int terms,
            int ai,
            float[] panel,
            int second,
            float[] from,
            int fromOffset,
            int fromStep,
            float[] out,
            int outOffset,
            int outStep) {
        if (MANY_REGISTERS) {
            VectorBlockTiles.tile12x2(
                    terms,
                    block,
                    ai,
                    panel,
                    second,
                    from,
                    fromOffset,
                    fromStep,
                    out,
                    outOffset,
                    outStep);
        } else {
            VectorLowBlockTiles.tile4x2(
                    terms,
                    block,
                    ai,
                    panel,
                    second,
                    from,
                    fromOffset,
                    fromStep,
                    out,
                    outOffset,
                    outStep);
        }
    }

    private void copyBlock(int rows, int terms, int inner, float[] a, int aOffset) {
        int most = (rows + TALL_ROWS) * A_STEP;
        if (block.length < most) {
            block = new float[most];
        }
        float[] to = block;
        for (int row = 0; row < rows; row++) {
            System.arraycopy(a, aOffset + row * inner, to, row * A_STEP, terms);
        }
    }

    private void copyPanels(int terms, int columns, int width, float[] b, int bOffset) {
        if (width == PanelCopy.FOUR * WIDTH) {
            PanelCopy.four(terms, columns, b, bOffset, panels[0], panels[1], panels[2], panels[3]);
            return;
        }
        for (int panel = 0; panel * WIDTH < width; panel++) {
            int from = bOffset + panel * WIDTH;
            PanelCopy.one(
                    terms, columns, PanelCopy.second(width, panel), b, from, panels[panel], 0);
        }
    }

    private void transposePanels(int terms, int inner, int width, float[] b, int bOffset) {
        for (int panel = 0; panel * WIDTH < width; panel++) {
            float[] to = panels[panel];
            int from = bOffset + panel * WIDTH * inner;
            int behind = from + PanelCopy.second(width, panel) * inner;
            PanelTranspose.transpose(LANES, terms, inner, b, from, to, 0);
            PanelTranspose.transpose(LANES, terms, inner, b, behind, to, LANES);
        }
    }
}
