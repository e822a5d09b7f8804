package glissade.evaluation;

/**
 * Samples of one class.
 *
 * @param samples that belong to the class
 * @param predicted that were taken for it, rightly or not
 * @param right both
 */
public record ClassCounts(long samples, long predicted, long right) {

    public ClassCounts {
        if (right < 0 || samples < right || predicted < right) {
            throw new IllegalArgumentException(
                    "not counts of a class: samples="
                            + samples
                            + ", predicted="
                            + predicted
                            + ", right="
                            + right);
        }
    }

    ClassCounts plus(ClassCounts other) {
        return new ClassCounts(
                samples + other.samples, predicted + other.predicted, right + other.right);
    }
}
