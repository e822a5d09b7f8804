package glissade.evaluation;

/** So many samples of one class, {@code label}, were taken for {@code predicted}. */
public record ConfusionCell(int label, int predicted, long count) {

    public ConfusionCell {
        if (label < 0 || predicted < 0 || count < 1) {
            throw new IllegalArgumentException(
                    "not a cell: label=" + label + ", predicted=" + predicted + ", count=" + count);
        }
    }
}
