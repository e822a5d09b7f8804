package glissade.nn;

/**
 * What the outputs of each row should be: class labels, or values. Losses that compare output with
 * output read values; for labels they are 1 at the label and 0 elsewhere.
 */
final class Targets {
    private final int outputs;
    private final boolean labelled;
    private final int[] labels;
    private final float[] values;

    /**
     * Targets of {@code maxRows} rows.
     *
     * @param labelled whether they follow from labels
     */
    Targets(int maxRows, int outputs, boolean labelled) {
        this.outputs = outputs;
        this.labelled = labelled;
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

    /**
     * Label of a row.
     *
     * @throws IllegalArgumentException if the network has no such output
     */
    int label(int row) {
        int label = labels[row];
        if (label < 0 || label >= outputs) {
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
        for (int i = offset; i < offset + outputs; i++) {
            values[i] = 0f;
        }
        values[offset + label(row)] = 1f;
    }
}
