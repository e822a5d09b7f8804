package glissade.cli;

import glissade.data.DataSchema;
import glissade.evaluation.ClassificationFigures;
import glissade.evaluation.ClassificationFigures.ClassFigures;
import glissade.evaluation.ConfidenceFigures;
import glissade.evaluation.ConfusionCell;
import glissade.evaluation.ConfusionMatrix;
import glissade.evaluation.EvaluationFigures;
import glissade.evaluation.LayerFigures;
import glissade.evaluation.RegressionFigures;
import glissade.evaluation.RegressionFigures.TargetFigures;
import glissade.evaluation.UnitWatch;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** The figures of an evaluation for people: a few lines, and a table. */
final class EvaluationText {

    private static final int MOST_COLUMNS = 20;
    private static final int MOST_MISTAKES = 10;
    private static final int LEAST_WIDTH = 8;
    private static final String NOTHING = "–";

    private final EvaluationFigures figures;
    private final DataSchema schema;
    private final int top;

    /**
     * @param top up to which place of the right answer to report
     */
    EvaluationText(EvaluationFigures figures, DataSchema schema, int top) {
        this.figures = figures;
        this.schema = schema;
        this.top = top;
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        ClassificationFigures classification = figures.classification();
        if (classification != null) {
            lines.add(line("accuracy", accuracy(classification)));
        }
        lines.add(line("loss", Figures.loss(figures.loss())));
        RegressionFigures regression = figures.regression();
        if (regression != null) {
            lines.add(line("R²", figure(regression.rSquared())));
            lines.add(line("MAE", figure(regression.meanAbsoluteError())));
            lines.add(line("MSE", figure(regression.meanSquaredError())));
        }
        if (classification != null && !classification.classes().isEmpty()) {
            lines.add(line("macro", macro(classification)));
        }
        ConfidenceFigures confidence = figures.confidence();
        if (confidence != null) {
            lines.add(line("confidence", confidence(confidence)));
        }
        for (LayerFigures layer : figures.units()) {
            if (layer.share() > 0) {
                lines.add(line("layer " + layer.layer(), health(layer)));
            }
        }
        if (classification != null) {
            addTables(lines, classification);
        }
        if (regression != null && regression.targets().size() > 1) {
            addTargets(lines, regression);
        }
        return lines;
    }

    private static String line(String what, String text) {
        return String.format(Locale.ROOT, "%-11s%s", what, text);
    }

    private String accuracy(ClassificationFigures classification) {
        StringBuilder text =
                new StringBuilder(
                        Figures.percent(classification.accuracy())
                                + " ("
                                + Figures.count(classification.right())
                                + " right)");
        List<Double> shares = classification.topAccuracies();
        for (int k = 2; k <= Math.min(top, shares.size()); k++) {
            text.append(", top ").append(k).append(' ').append(Figures.percent(shares.get(k - 1)));
        }
        if (classification.undecided() > 0) {
            text.append("; ")
                    .append(Figures.counted(classification.undecided(), "sample"))
                    .append(" without an answer: the model's outputs are not finite");
        }
        return text.toString();
    }

    private static String macro(ClassificationFigures classification) {
        return "precision "
                + percent(classification.precision())
                + ", recall "
                + percent(classification.recall())
                + ", F1 "
                + percent(classification.f1());
    }

    /** How sure the network is. */
    static String confidence(ConfidenceFigures confidence) {
        return confidence.probabilities()
                ? String.format(
                        Locale.ROOT,
                        "mean probability of the answer %s, mean entropy %.4f nats (%s of guessing's)",
                        Figures.percent(confidence.maximum()),
                        confidence.entropy(),
                        Figures.percent(confidence.normalizedEntropy()))
                : String.format(
                        Locale.ROOT,
                        "mean largest output %.4f (the outputs are no probabilities)",
                        confidence.maximum());
    }

    private static String health(LayerFigures layer) {
        return layer.watch() == UnitWatch.DEAD
                ? Figures.percent(layer.share())
                        + " of "
                        + Figures.counted(layer.units(), "unit")
                        + " dead: 0 for every sample"
                : Figures.percent(layer.share()) + " of the activations saturated";
    }

    private void addTables(List<String> lines, ClassificationFigures classification) {
        int classes = classification.classes().size();
        if (classes == 0) {
            return;
        }
        ConfusionMatrix columns = classes <= MOST_COLUMNS ? classification.confusionMatrix() : null;
        int width = LEAST_WIDTH;
        for (int label = 0; label < classes; label++) {
            width = Math.max(width, name(label).length());
        }
        lines.add("");
        lines.add(head(width) + (columns == null ? "" : "   taken for"));
        if (columns != null) {
            StringBuilder names = new StringBuilder(" ".repeat(head(width).length() + 3));
            for (int label = 0; label < classes; label++) {
                names.append(pad(name(label), columnWidth(width)));
            }
            lines.add(names.toString());
        }
        for (int label = 0; label < classes; label++) {
            String row = row(label, classification.classes().get(label), width);
            lines.add(columns == null ? row : row + "   " + taken(columns, label, width));
        }
        if (columns == null) {
            addMistakes(lines, classification.confusion());
        }
    }

    private static String head(int width) {
        return pad("class", width)
                + pad("samples", 9)
                + pad("precision", 11)
                + pad("recall", 11)
                + pad("F1", 11);
    }

    private String row(int label, ClassFigures of, int width) {
        return pad(name(label), width)
                + pad(Figures.count(of.samples()), 9)
                + pad(percent(of.precision()), 11)
                + pad(percent(of.recall()), 11)
                + pad(percent(of.f1()), 11);
    }

    private static String taken(ConfusionMatrix matrix, int label, int width) {
        StringBuilder row = new StringBuilder();
        for (int predicted = 0; predicted < matrix.classes(); predicted++) {
            long count = matrix.at(label, predicted);
            row.append(pad(count == 0 ? "." : String.valueOf(count), columnWidth(width)));
        }
        return row.toString();
    }

    /** Digits stand closer than names. */
    private static int columnWidth(int nameWidth) {
        return nameWidth == LEAST_WIDTH ? 6 : nameWidth + 1;
    }

    private void addMistakes(List<String> lines, List<ConfusionCell> confusion) {
        List<ConfusionCell> mistakes = new ArrayList<>();
        for (ConfusionCell cell : confusion) {
            if (cell.label() != cell.predicted()) {
                mistakes.add(cell);
            }
        }
        if (mistakes.isEmpty()) {
            return;
        }
        mistakes.sort(Comparator.comparingLong(ConfusionCell::count).reversed());
        lines.add("");
        lines.add("most frequent mistakes");
        for (ConfusionCell cell : mistakes.subList(0, Math.min(MOST_MISTAKES, mistakes.size()))) {
            lines.add(
                    "  "
                            + name(cell.label())
                            + " taken for "
                            + name(cell.predicted())
                            + ": "
                            + Figures.counted(cell.count(), "time"));
        }
    }

    private void addTargets(List<String> lines, RegressionFigures regression) {
        lines.add("");
        int width = LEAST_WIDTH;
        for (String name : schema.targetNames()) {
            width = Math.max(width, name.length());
        }
        lines.add(pad("target", width) + pad("R²", 12) + pad("MAE", 12) + pad("MSE", 12));
        for (int target = 0; target < regression.targets().size(); target++) {
            TargetFigures of = regression.targets().get(target);
            lines.add(
                    pad(schema.targetNames().get(target), width)
                            + pad(figure(of.rSquared()), 12)
                            + pad(figure(of.meanAbsoluteError()), 12)
                            + pad(figure(of.meanSquaredError()), 12));
        }
    }

    private String name(int label) {
        return label < schema.classNames().size()
                ? schema.classNames().get(label)
                : String.valueOf(label);
    }

    private static String figure(double value) {
        return Double.isNaN(value) ? NOTHING : Figures.loss(value);
    }

    private static String percent(double share) {
        return Double.isNaN(share) ? NOTHING : Figures.percent(share);
    }

    private static String pad(String text, int width) {
        return String.format(Locale.ROOT, "%" + width + "s", text);
    }
}
