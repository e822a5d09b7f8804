package glissade.evaluation;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How well samples are classified.
 *
 * @param right samples whose class was found; 0 where the classes are not known
 * @param accuracy share of the samples whose class was found, 0..1; NaN where they are not known
 * @param topAccuracies share of the samples whose class is among the k largest outputs, for k = 1,
 *     2, …
 * @param undecided samples for which the network gave no number
 * @param classes each by itself; empty when there are too many
 * @param precision mean over the classes that occur, as labels or predictions; an undefined one
 *     counts as 0. NaN where classes are not counted
 * @param recall likewise
 * @param f1 likewise
 * @param confusion which class was taken for which: the cells that are not 0; empty when there are
 *     too many classes, or they are not known
 */
public record ClassificationFigures(
        long right,
        double accuracy,
        List<Double> topAccuracies,
        long undecided,
        List<ClassFigures> classes,
        double precision,
        double recall,
        double f1,
        List<ConfusionCell> confusion) {

    /**
     * Figures of one class.
     *
     * @param precision of the samples taken for it, the share that belong to it; NaN if there are
     *     none
     * @param recall of the samples that belong to it, the share taken for it; NaN if there are none
     * @param f1 harmonic mean of the two; NaN if the class does not occur
     */
    public record ClassFigures(
            long samples, long predicted, double precision, double recall, double f1) {

        private static ClassFigures of(ClassCounts counts) {
            double right = counts.right();
            return new ClassFigures(
                    counts.samples(),
                    counts.predicted(),
                    right / counts.predicted(),
                    right / counts.samples(),
                    2 * right / (counts.samples() + counts.predicted()));
        }

        private boolean occurs() {
            return samples + predicted > 0;
        }
    }

    public ClassificationFigures {
        topAccuracies = List.copyOf(topAccuracies);
        classes = List.copyOf(classes);
        confusion = List.copyOf(confusion);
    }

    /** Which class was taken for which; null where that is not counted. */
    public @Nullable ConfusionMatrix confusionMatrix() {
        if (confusion.isEmpty()) {
            return null;
        }
        ConfusionMatrix matrix = new ConfusionMatrix(classes.size());
        matrix.add(confusion);
        return matrix;
    }

    static ClassificationFigures of(EvaluationScope scope, Tally tally) {
        List<ClassFigures> classes = new ArrayList<>();
        for (ClassCounts counts : tally.classes()) {
            classes.add(ClassFigures.of(counts));
        }
        List<Double> top = new ArrayList<>();
        long within = 0;
        if (scope.answered()) {
            for (long count : tally.ranks()) {
                within += count;
                top.add((double) within / scope.samples());
            }
        }
        double precision = 0;
        double recall = 0;
        double f1 = 0;
        int occurring = 0;
        for (ClassFigures figures : classes) {
            if (figures.occurs()) {
                occurring++;
                precision += orZero(figures.precision());
                recall += orZero(figures.recall());
                f1 += orZero(figures.f1());
            }
        }
        double divisor = scope.answered() ? occurring : Double.NaN;
        return new ClassificationFigures(
                scope.answered() ? tally.ranks().getFirst() : 0,
                scope.answered() ? top.getFirst() : Double.NaN,
                top,
                tally.undecided(),
                classes,
                precision / divisor,
                recall / divisor,
                f1 / divisor,
                tally.confusion());
    }

    private static double orZero(double value) {
        return Double.isNaN(value) ? 0 : value;
    }
}
