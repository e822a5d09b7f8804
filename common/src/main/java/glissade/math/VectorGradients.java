package glissade.math;

/**
 * Gradients of weights and biases on register tiles: sums over the samples of slices, added by the
 * slice tree ({@link VectorGradientTiles}; {@link VectorFewGradients}). Columns are cut into panels
 * and edges covered as in {@link VectorProducts}. Not thread-safe: owns buffers.
 */
final class VectorGradients {
    private static final int LANES = VectorTiles.LANES;
    private static final int WIDTH = VectorTiles.WIDTH;

    /** Whether the tiles of twelve and eight inputs fit the registers. */
    private static final boolean TALL = VectorWidth.hasManyRegisters();

    /** Inputs of a tile that is one vector wide. */
    private static final int NARROW_ROWS = 8;

    /** Inputs of a layer from which the rest of a gradient tile of twelve costs little. */
    private static final int MANY_INPUTS = 48;

    /** Outputs of a layer from which copying the inputs of its gradient pays. */
    private static final int PACK_INPUTS_COLUMNS = 4 * WIDTH;

    private final VectorPanel panel;
    private final SmallResult small = new SmallResult();

    /** Finished subtrees of slices. */
    private final float[] stack = new float[VectorGradientTiles.STACK];

    /** Inputs of a gradient tile with fewer rows than others; grows to the most samples seen. */
    private float[] fewInputs = new float[0];

    private final GradientInputs copiedInputs = new GradientInputs();
    private final VectorFewGradients few = new VectorFewGradients(copiedInputs, small);

    VectorGradients(VectorPanel panel) {
        this.panel = panel;
    }

    void weightGradient(
            int rows,
            int sliceSize,
            int inputs,
            int outputs,
            int fromInput,
            int toInput,
            float[] x,
            int xOffset,
            float[] delta,
            int deltaOffset,
            float[] out,
            int outOffset) {
        int count = toInput - fromInput;
        boolean copies = copiesInputs(count, outputs);
        if (copies) {
            copiedInputs.copy(rows, count, x, xOffset + fromInput, inputs);
        }
        int done = 0;
        if (!TALL && copies) {
            done = VectorBlocks.columnsInPanels(outputs);
            int to = outOffset + fromInput * outputs;
            few.multiply(rows, sliceSize, outputs, done, count, delta, deltaOffset, out, to);
        }
        for (int column = done; column < outputs; column += WIDTH) {
            int width = Math.min(WIDTH, outputs - column);
            int first = VectorPanel.firstColumn(column, outputs);
            panel.choose(count, rows, outputs, width, delta, deltaOffset + first);
            int tileRows = gradientRows(count, width);
            int to = outOffset + first;
            if (TALL && copies && tileRows == VectorGradientTiles.TALL) {
                int at = to + fromInput * outputs;
                gradientOfCopies(rows, sliceSize, width, outputs, count, out, at);
                continue;
            }
            if (count >= tileRows && outputs >= LANES) {
                for (int row = fromInput; row < toInput; row += tileRows) {
                    int input = Math.min(row, toInput - tileRows);
                    sumSlices(
                            tileRows,
                            rows,
                            sliceSize,
                            width,
                            x,
                            xOffset + input,
                            inputs,
                            out,
                            to + input * outputs,
                            outputs);
                }
                continue;
            }
            for (int row = fromInput; row < toInput; row += tileRows) {
                int valid = Math.min(tileRows, count);
                int input = Math.min(row, toInput - valid);
                int from = xOffset + input;
                if (valid == tileRows) {
                    sumSlices(
                            tileRows,
                            rows,
                            sliceSize,
                            width,
                            x,
                            from,
                            inputs,
                            small.tile(),
                            0,
                            WIDTH);
                } else {
                    copyInputs(rows, inputs, valid, x, from);
                    sumSlices(
                            tileRows,
                            rows,
                            sliceSize,
                            width,
                            fewInputs,
                            0,
                            NARROW_ROWS,
                            small.tile(),
                            0,
                            WIDTH);
                }
                small.copyTo(valid, width, out, to + input * outputs, outputs);
            }
        }
    }

    /**
     * Whether every tile of inputs is used for so many panels that copying it pays; {@link
     * VectorFewGradients} needs it.
     */
    private static boolean copiesInputs(int count, int outputs) {
        if (!TALL) {
            return outputs > LANES;
        }
        return outputs >= PACK_INPUTS_COLUMNS
                && count >= VectorGradientTiles.TALL
                && gradientRows(count, WIDTH) == VectorGradientTiles.TALL;
    }

    /** All tiles of copied inputs for the panel in use. */
    private void gradientOfCopies(
            int rows,
            int sliceSize,
            int width,
            int outputs,
            int count,
            float[] out,
            int outOffset) {
        int tall = VectorGradientTiles.TALL;
        float[] x = copiedInputs.array();
        int step = GradientInputs.STEP;
        for (int input = 0; input < count; input += tall) {
            int from = copiedInputs.offsetOf(input);
            int to = outOffset + copiedInputs.clamped(input) * outputs;
            sumSlices(tall, rows, sliceSize, width, x, from, step, out, to, outputs);
        }
    }

    private static int gradientRows(int count, int width) {
        if (width <= LANES) {
            return NARROW_ROWS;
        }
        int tall = VectorGradientTiles.TALL;
        return count >= MANY_INPUTS || count % tall == 0 ? tall : 8;
    }

    /** Copies {@code valid} columns of {@code x} into rows that are long enough for a tile. */
    private void copyInputs(int rows, int inputs, int valid, float[] x, int xOffset) {
        int length = Math.multiplyExact(rows, NARROW_ROWS);
        if (fewInputs.length < length) {
            fewInputs = new float[length];
        }
        for (int k = 0; k < rows; k++) {
            int from = xOffset + k * inputs;
            int to = k * NARROW_ROWS;
            for (int i = 0; i < valid; i++) {
                fewInputs[to + i] = x[from + i];
            }
        }
    }

    /** One tile of a gradient over all slices, by the register tile of its size. */
    private void sumSlices(
            int tileRows,
            int rows,
            int sliceSize,
            int width,
            float[] x,
            int xOffset,
            int xStep,
            float[] out,
            int outOffset,
            int outStep) {
        VectorGradientTiles.sum(
                tileRows,
                rows,
                sliceSize,
                x,
                xOffset,
                xStep,
                panel.array(),
                panel.offset(),
                panel.step(),
                Math.max(0, VectorPanel.second(width)),
                stack,
                out,
                outOffset,
                outStep);
    }

    void biasGradient(
            int rows,
            int sliceSize,
            int outputs,
            float[] delta,
            int deltaOffset,
            float[] out,
            int outOffset) {
        for (int column = 0; column < outputs; column += LANES) {
            int width = Math.min(LANES, outputs - column);
            int first = VectorPanel.firstColumn(column, outputs);
            panel.choose(1, rows, outputs, width, delta, deltaOffset + first);
            float[] b = panel.array();
            int bOffset = panel.offset();
            int bStep = panel.step();
            if (outputs >= LANES) {
                VectorGradientTiles.columnSums(
                        rows, sliceSize, b, bOffset, bStep, stack, out, outOffset + first);
            } else {
                VectorGradientTiles.columnSums(
                        rows, sliceSize, b, bOffset, bStep, stack, small.tile(), 0);
                small.copyTo(1, width, out, outOffset, outputs);
            }
        }
    }
}
