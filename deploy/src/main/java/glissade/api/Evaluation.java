package glissade.api;

import glissade.data.DataSchema;
import glissade.evaluation.ClassificationFigures;
import glissade.evaluation.ConfusionMatrix;
import glissade.evaluation.EvaluationFigures;
import glissade.evaluation.RegressionFigures;
import java.util.ArrayList;
import java.util.List;

/**
 * How well a model does on a whole data set. What does not apply is NaN or empty.
 *
 * @param samples each evaluated once
 * @param topAccuracies share of samples whose class is among the k largest outputs, for k = 1, 2,
 *     …; empty for a regression
 * @param classes each by itself; empty for a regression
 * @param confusion [class][predicted class], in samples; empty for a regression
 * @param meanSquaredError over samples and targets; NaN for classes
 */
public record Evaluation(
        long samples,
        Score score,
        List<Double> topAccuracies,
        List<ClassScore> classes,
        List<List<Long>> confusion,
        double meanSquaredError) {

    /**
     * How well one class is told from the others.
     *
     * @param samples that belong to it
     * @param precision of the samples taken for it, the share that belong to it; NaN if none were
     * @param recall of the samples that belong to it, the share taken for it; NaN if there are none
     * @param f1 harmonic mean of the two; NaN if the class does not occur
     */
    public record ClassScore(
            String name, long samples, double precision, double recall, double f1) {}

    public Evaluation {
        topAccuracies = List.copyOf(topAccuracies);
        classes = List.copyOf(classes);
        confusion = List.copyOf(confusion);
    }

    static Evaluation of(EvaluationFigures figures, DataSchema schema) {
        ClassificationFigures classes = figures.classification();
        RegressionFigures values = figures.regression();
        Score score =
                new Score(
                        figures.loss(),
                        classes == null ? Double.NaN : classes.accuracy(),
                        values == null ? Double.NaN : values.rSquared(),
                        values == null ? Double.NaN : values.meanAbsoluteError());
        return new Evaluation(
                figures.samples(),
                score,
                classes == null ? List.of() : classes.topAccuracies(),
                classes == null ? List.of() : scores(classes, schema.classNames()),
                classes == null ? List.of() : confusion(classes),
                values == null ? Double.NaN : values.meanSquaredError());
    }

    private static List<ClassScore> scores(ClassificationFigures figures, List<String> names) {
        List<ClassScore> scores = new ArrayList<>();
        for (int label = 0; label < figures.classes().size(); label++) {
            ClassificationFigures.ClassFigures one = figures.classes().get(label);
            scores.add(
                    new ClassScore(
                            names.get(label),
                            one.samples(),
                            one.precision(),
                            one.recall(),
                            one.f1()));
        }
        return scores;
    }

    private static List<List<Long>> confusion(ClassificationFigures figures) {
        ConfusionMatrix matrix = figures.confusionMatrix();
        List<List<Long>> rows = new ArrayList<>();
        for (int label = 0; matrix != null && label < matrix.classes(); label++) {
            List<Long> row = new ArrayList<>();
            for (int predicted = 0; predicted < matrix.classes(); predicted++) {
                row.add(matrix.at(label, predicted));
            }
            rows.add(List.copyOf(row));
        }
        return rows;
    }
}
