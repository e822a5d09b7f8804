package glissade.nn;

/**
 * What the outputs of each row should be: class labels, or values. Losses that compare output with
 * output read values; for labels they are 1 at the label and 0 elsewhere, smoothed where training
 * asks for it. A single output is 1 for label 1 and 0 for label 0.
 */
final class Targets {
    private final int outputs;
    private final int classes;
    private final boolean labelled;
    private final float smoothing;
    private final float[] values;
    private final int[] labels;

    /**
     * Targets of {@code maxRows} rows.
     *
     * @param loss softmax needs an output for each class, where others tell two apart by one
     * @param smoothing share of a label's target that is spread over all classes
     */
    Targets(int maxRows, int outputs, Loss loss, TargetKind kind, double smoothing) {
        this.outputs = outputs;
        this.classes = outputs == 1 && loss != Loss.CROSS_ENTROPY ? 2 : outputs;
        this.labelled = kind == TargetKind.LABELS;
        this.smoothing = (float) smoothing;
        labels = new int[maxRows];
        values = new float[Math.multiplyExact(maxRows, outputs)];
    }

    /** [maxRows], filled by the caller. */
    int[] labels() {
        return labels;
    }

    /** [maxRows, outputs], filled by the caller unless the targets are labelled. */
    float[] values() {
        return values;
    }

    /** Share of a label's target that is spread over all classes; 0 mostly. */
    float smoothing() {
        return smoothing;
    }

    /**
     * Label of a row.
     *
     * @throws IllegalArgumentException if the network has no such output
     */
    int label(int row) {
        int label = labels[row];
        if (label < 0 || label >= classes) {
            throw new IllegalArgumentException(
                    "label must name an output: label="
                            + label
                            + ", outputs="
                            + outputs
                            + ", row="
                            + row);
        }
        return label;
    }

    /** Makes the values of a row valid. */
    void prepare(int row) {
        if (!labelled) {
            return;
        }
        int offset = row * outputs;
        int label = label(row);
        float spread = smoothing / classes;
        for (int output = 0; output < outputs; output++) {
            boolean meant = outputs == 1 ? label == 1 : label == output;
            values[offset + output] = meant ? 1f - smoothing + spread : spread;
        }
    }
}
