package glissade.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glissade.data.NoiseSet;
import glissade.evaluation.ClassificationFigures;
import glissade.evaluation.ConfidenceFigures;
import glissade.evaluation.EvaluationFigures;
import glissade.run.EvaluationJson;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * What a classifier makes of noise: which classes it takes it for, and how sure it is, against how
 * sure it is of real data. A network that has only ever seen digits has no way of saying that
 * something is none.
 */
final class Noise {

    private static final int MOST_CLASSES_NAMED = 5;

    private final NoiseSet.Kind kind;
    private final EvaluationFigures figures;
    private final List<String> names;

    /**
     * @param figures of an evaluation on noise
     * @param names of the classes
     */
    Noise(NoiseSet.Kind kind, EvaluationFigures figures, List<String> names) {
        this.kind = kind;
        this.figures = figures;
        this.names = names;
    }

    private ClassificationFigures classes() {
        return Objects.requireNonNull(figures.classification(), "a classifier");
    }

    private ConfidenceFigures confidence() {
        return Objects.requireNonNull(figures.confidence(), "a classifier");
    }

    /** What it comes to, against the same network's {@code real} confidence. */
    List<String> lines(ConfidenceFigures real) {
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add(
                Figures.counted(figures.samples(), "sample")
                        + " of "
                        + name()
                        + " noise: taken for "
                        + takenFor());
        lines.add("  noise     " + EvaluationText.confidence(confidence()));
        lines.add("  real data " + EvaluationText.confidence(real));
        if (real.probabilities()) {
            lines.add("  " + verdict(real));
        }
        return lines;
    }

    private String takenFor() {
        List<Integer> order = new ArrayList<>();
        for (int label = 0; label < classes().classes().size(); label++) {
            if (classes().classes().get(label).predicted() > 0) {
                order.add(label);
            }
        }
        order.sort(
                Comparator.comparingLong(
                                (Integer label) -> classes().classes().get(label).predicted())
                        .reversed());
        List<String> words = new ArrayList<>();
        for (int label : order.subList(0, Math.min(MOST_CLASSES_NAMED, order.size()))) {
            double share = (double) classes().classes().get(label).predicted() / figures.samples();
            words.add(names.get(label) + " (" + Figures.percent(share) + ")");
        }
        if (order.size() > MOST_CLASSES_NAMED) {
            words.add("and " + (order.size() - MOST_CLASSES_NAMED) + " more");
        }
        return words.isEmpty() ? "nothing: the outputs are not finite" : String.join(", ", words);
    }

    /**
     * Confident is what is nearer to certainty than to guessing, where the probability of the
     * answer would be one over the number of classes.
     */
    private String verdict(ConfidenceFigures real) {
        double guessing = 1.0 / names.size();
        double sure = (confidence().maximum() - guessing) / (1 - guessing);
        if (sure >= 0.5) {
            return String.format(
                    Locale.ROOT,
                    "Noise is classified confidently: %s for what is nothing at all, against %s for"
                            + " real data. A high probability does not say that an input makes sense.",
                    Figures.percent(confidence().maximum()),
                    Figures.percent(real.maximum()));
        }
        return String.format(
                Locale.ROOT,
                "This network is unsure of noise: %s, where guessing is %s and real data get %s.",
                Figures.percent(confidence().maximum()),
                Figures.percent(guessing),
                Figures.percent(real.maximum()));
    }

    private String name() {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    void addTo(ArrayNode array, long seed) {
        ObjectNode json = array.addObject();
        json.put("kind", name());
        json.put("seed", seed);
        json.put("samples", figures.samples());
        ArrayNode predicted = json.putArray("predicted_by_class");
        classes().classes().forEach(of -> predicted.add(of.predicted()));
        json.put("undecided", classes().undecided());
        EvaluationJson.put(json, confidence());
    }
}
