package glissade.run;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glissade.data.DataSchema;
import glissade.evaluation.ClassificationFigures;
import glissade.evaluation.ClassificationFigures.ClassFigures;
import glissade.evaluation.ConfidenceFigures;
import glissade.evaluation.ConfusionMatrix;
import glissade.evaluation.EvaluationFigures;
import glissade.evaluation.LayerFigures;
import glissade.evaluation.RegressionFigures;
import glissade.evaluation.RegressionFigures.TargetFigures;
import glissade.evaluation.UnitWatch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * All figures of an evaluation as one JSON object: the content of {@code evaluation.json}, and what
 * {@code evaluate --json} prints. Figures that are not defined are null, such as the precision of a
 * class that nothing was taken for.
 */
public final class EvaluationJson {

    private static final JsonMapper JSON = new JsonMapper();

    private EvaluationJson() {}

    /**
     * Writes {@code evaluation.json}, atomically.
     *
     * @param run name of the run
     * @param step commits after which the test data were evaluated
     */
    public static void write(
            Path file, String run, long step, EvaluationFigures figures, DataSchema schema)
            throws IOException {
        ObjectNode json = JSON.createObjectNode();
        json.put("run", run);
        json.put("step", step);
        json.setAll(of(figures, schema));
        LineFile.replace(file, json.toPrettyString() + "\n");
    }

    /** The figures, with the names of classes or targets. */
    public static ObjectNode of(EvaluationFigures figures, DataSchema schema) {
        ObjectNode json = JSON.createObjectNode();
        json.put("samples", figures.samples());
        put(json, "loss", figures.loss());
        ClassificationFigures classification = figures.classification();
        if (classification != null) {
            put(json, classification, schema.classNames());
        }
        RegressionFigures regression = figures.regression();
        if (regression != null) {
            put(json, regression, schema.targetNames());
        }
        ConfidenceFigures confidence = figures.confidence();
        if (confidence != null) {
            put(json, confidence);
        }
        ArrayNode units = json.putArray("hidden_layers");
        figures.units().forEach(layer -> add(units, layer));
        return json;
    }

    private static void put(ObjectNode json, ClassificationFigures figures, List<String> names) {
        put(json, "accuracy", figures.accuracy());
        ArrayNode top = json.putArray("top_accuracy");
        figures.topAccuracies().forEach(accuracy -> add(top, accuracy));
        json.put("undecided", figures.undecided());
        ArrayNode classes = json.putArray("classes");
        ArrayNode samples = json.putArray("samples_by_class");
        ArrayNode predicted = json.putArray("predicted_by_class");
        ArrayNode precision = json.putArray("precision");
        ArrayNode recall = json.putArray("recall");
        ArrayNode f1 = json.putArray("f1");
        for (int label = 0; label < figures.classes().size(); label++) {
            ClassFigures of = figures.classes().get(label);
            classes.add(name(names, label));
            samples.add(of.samples());
            predicted.add(of.predicted());
            add(precision, of.precision());
            add(recall, of.recall());
            add(f1, of.f1());
        }
        put(json, "macro_precision", figures.precision());
        put(json, "macro_recall", figures.recall());
        put(json, "macro_f1", figures.f1());
        ConfusionMatrix matrix = figures.confusionMatrix();
        if (matrix == null) {
            json.putNull("confusion");
            return;
        }
        ArrayNode confusion = json.putArray("confusion");
        for (int label = 0; label < matrix.classes(); label++) {
            ArrayNode row = confusion.addArray();
            for (int taken = 0; taken < matrix.classes(); taken++) {
                row.add(matrix.at(label, taken));
            }
        }
    }

    private static void put(ObjectNode json, RegressionFigures figures, List<String> names) {
        put(json, "r2", figures.rSquared());
        put(json, "mae", figures.meanAbsoluteError());
        put(json, "mse", figures.meanSquaredError());
        ArrayNode targets = json.putArray("targets");
        for (int target = 0; target < figures.targets().size(); target++) {
            TargetFigures of = figures.targets().get(target);
            ObjectNode object = targets.addObject();
            object.put("name", name(names, target));
            put(object, "r2", of.rSquared());
            put(object, "mae", of.meanAbsoluteError());
            put(object, "mse", of.meanSquaredError());
        }
    }

    /** Puts how sure the network is. */
    public static void put(ObjectNode json, ConfidenceFigures figures) {
        put(json, "mean_entropy", figures.entropy());
        put(json, "normalized_entropy", figures.normalizedEntropy());
        put(
                json,
                figures.probabilities() ? "mean_max_probability" : "mean_max_output",
                figures.maximum());
    }

    private static void add(ArrayNode layers, LayerFigures figures) {
        ObjectNode layer = layers.addObject();
        layer.put("layer", figures.layer());
        layer.put("units", figures.units());
        layer.put(
                figures.watch() == UnitWatch.DEAD ? "dead_units" : "saturated_activations",
                figures.share());
    }

    private static String name(List<String> names, int index) {
        return index < names.size() ? names.get(index) : String.valueOf(index);
    }

    private static void add(ArrayNode array, double value) {
        if (Double.isFinite(value)) {
            array.add(value);
        } else {
            array.addNull();
        }
    }

    private static void put(ObjectNode json, String key, double value) {
        if (Double.isFinite(value)) {
            json.put(key, value);
        } else {
            json.putNull(key);
        }
    }
}
