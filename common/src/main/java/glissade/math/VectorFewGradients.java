package glissade.math;

/**
 * Weight gradients for 16 vector registers, of layers wider than a vector. Columns are cut into
 * panels of two vectors, inputs into tiles of five; both operands are copied.
 *
 * <p>A tile of inputs, which stays in the first-level cache, takes one panel after another. So the
 * panels are read in order, from the second-level cache, and five rows of the result are written
 * from left to right, where the processor sees what comes next and has it at hand: rows of a result
 * lie pages apart, and written tile by tile downwards each waits for its cache lines.
 *
 * <p>Not thread-safe: owns the copies.
 */
final class VectorFewGradients {
    private static final int LANES = VectorTiles.LANES;
    private static final int WIDTH = VectorTiles.WIDTH;
    private static final int INPUTS = VectorFewSliceTiles.INPUTS;
    private static final int ENTRY = VectorFewSliceTiles.ENTRY;

    /** Floats of panels that are copied and used together (4 MiB), if one is not longer. */
    private static final int BLOCK = 1 << 20;

    /** Where finished trees begin in {@link #sums}, behind the slices of one that grows. */
    private static final int TREES = VectorSliceTree.MOST * ENTRY;

    /** Most finished trees at a time: more than 2^31 slices do not fit an int. */
    private static final int MOST_TREES = 32;

    private final GradientInputs inputs;
    private final SmallResult small;
    private final float[] sums = new float[TREES + MOST_TREES * ENTRY];

    /** Copied panels, one behind another; grows to the most seen. */
    private float[] panels = new float[0];

    VectorFewGradients(GradientInputs inputs, SmallResult small) {
        this.inputs = inputs;
        this.small = small;
    }

    /**
     * Computes the first {@code columns} columns of {@code out [count, outputs] = xᵀ · delta} with
     * delta [rows, outputs] and x [rows, count] the copied inputs.
     *
     * @param columns at most {@link VectorBlocks#columnsInPanels} of the outputs
     */
    void multiply(
            int rows,
            int sliceSize,
            int outputs,
            int columns,
            int count,
            float[] delta,
            int deltaOffset,
            float[] out,
            int outOffset) {
        int floats = Math.multiplyExact(rows, WIDTH);
        int slice = Math.min(sliceSize, rows) * WIDTH;
        int block = Math.max(1, BLOCK / floats) * WIDTH;
        for (int column = 0; column < columns; column += block) {
            int width = Math.min(block, columns - column);
            copyPanels(rows, outputs, width, delta, deltaOffset + column);
            for (int input = 0; input < count; input += INPUTS) {
                tiles(input, floats, slice, outputs, width, count, out, outOffset + column);
            }
        }
    }

    private void copyPanels(int rows, int outputs, int width, float[] delta, int deltaOffset) {
        int count = (width + WIDTH - 1) / WIDTH;
        int floats = rows * WIDTH;
        if (panels.length < count * floats) {
            panels = new float[count * floats];
        }
        for (int panel = 0; panel < count; panel++) {
            int from = deltaOffset + panel * WIDTH;
            int second = PanelCopy.second(width, panel);
            PanelCopy.one(rows, outputs, second, delta, from, panels, panel * floats);
        }
    }

    /** A tile of inputs with all panels. */
    private void tiles(
            int input,
            int floats,
            int slice,
            int outputs,
            int width,
            int count,
            float[] out,
            int outOffset) {
        int from = inputs.offsetOf(input);
        int to = outOffset + inputs.clamped(input) * outputs;
        for (int panel = 0; panel * WIDTH < width; panel++) {
            int b = panel * floats;
            int second = PanelCopy.second(width, panel);
            int at = to + panel * WIDTH;
            if (count >= INPUTS) {
                tile(floats, slice, from, b, out, at, outputs, second);
            } else {
                tile(floats, slice, from, b, small.tile(), 0, WIDTH, second);
                small.copyTo(count, second + LANES, out, at, outputs);
            }
        }
    }

    /** One tile over all slices, a tree of eight after another. */
    private void tile(
            int floats,
            int slice,
            int xOffset,
            int bOffset,
            float[] out,
            int outOffset,
            int outStep,
            int second) {
        float[] x = inputs.array();
        if (floats == slice) {
            VectorFewSliceTiles.sum(
                    floats, x, xOffset, panels, bOffset, out, outOffset, outStep, second);
            return;
        }
        int most = (int) Math.min((long) VectorSliceTree.MOST * slice, floats);
        int trees = 0;
        int depth = 0;
        int end;
        for (int from = 0; from < floats; from = end) {
            end = floats - from > most ? from + most : floats;
            int slices =
                    VectorFewSliceTiles.sumSlices(
                            end - from, slice, x, xOffset + from, panels, bOffset + from, sums);
            boolean last = end == floats;
            if (last && depth == 0) {
                VectorSliceTree.add(slices, sums, out, outOffset, outStep, second);
                return;
            }
            VectorSliceTree.add(slices, sums, sums, TREES + depth * ENTRY, WIDTH, LANES);
            int joins = last ? depth : Integer.numberOfTrailingZeros(~trees);
            for (int join = 0; join < joins; join++) {
                int near = TREES + depth * ENTRY;
                depth--;
                int far = near - ENTRY;
                if (last && depth == 0) {
                    VectorSliceTree.addTwo(sums, far, near, out, outOffset, outStep, second);
                } else {
                    VectorSliceTree.addTwo(sums, far, near, sums, far, WIDTH, LANES);
                }
            }
            depth++;
            trees++;
        }
    }
}
