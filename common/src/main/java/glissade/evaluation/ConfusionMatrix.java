package glissade.evaluation;

import java.util.ArrayList;
import java.util.List;

/**
 * How many samples of each class were taken for each. Confined to one thread while it is filled.
 */
public final class ConfusionMatrix {

    private final int classes;

    /** [label][predicted] */
    private final long[] counts;

    /** An empty matrix of {@code classes} rows and columns; no cells where there are too many. */
    public ConfusionMatrix(int classes) {
        this.classes = classes;
        this.counts =
                new long[classes <= EvaluationScope.MOST_CONFUSED_CLASSES ? classes * classes : 0];
    }

    /** Counts a sample. */
    public void count(int label, int predicted) {
        counts[label * classes + predicted]++;
    }

    /**
     * Adds cells.
     *
     * @throws IllegalArgumentException if one lies outside
     */
    public void add(List<ConfusionCell> cells) {
        for (ConfusionCell cell : cells) {
            if (cell.label() >= classes || cell.predicted() >= classes || counts.length == 0) {
                throw new IllegalArgumentException(
                        "outside the matrix: classes=" + classes + ", " + cell);
            }
            counts[cell.label() * classes + cell.predicted()] += cell.count();
        }
    }

    /** Cells that are not 0, row by row. */
    public List<ConfusionCell> cells() {
        List<ConfusionCell> cells = new ArrayList<>();
        for (int index = 0; index < counts.length; index++) {
            if (counts[index] > 0) {
                cells.add(new ConfusionCell(index / classes, index % classes, counts[index]));
            }
        }
        return cells;
    }

    public int classes() {
        return classes;
    }

    /** Samples of class {@code label} that were taken for {@code predicted}. */
    public long at(int label, int predicted) {
        return counts[label * classes + predicted];
    }
}
