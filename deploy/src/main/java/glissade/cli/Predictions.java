package glissade.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import glissade.data.Dataset;
import glissade.run.TrainedModel;
import java.util.List;
import java.util.Locale;

/** What a model makes of every sample of a data set, a line each, beside the right answers. */
final class Predictions {

    private static final int LEAST_NAME = 7;
    private static final int NUMBER = 12;

    private final Terminal terminal;
    private final TrainedModel model;
    private final Dataset samples;
    private final Outputs outputs;
    private final int nameWidth;

    Predictions(Terminal terminal, TrainedModel model, Dataset samples) {
        this.terminal = terminal;
        this.model = model;
        this.samples = samples;
        this.outputs = new Outputs(model);
        int width = LEAST_NAME;
        for (String name : model.classNames()) {
            width = Math.max(width, name.length());
        }
        this.nameWidth = width;
    }

    /** Prints a line a sample, until nobody reads them any more. */
    void print(boolean json) {
        if (!json) {
            terminal.line(head());
        }
        for (int i = 0; i < samples.size() && !terminal.isClosed(); i++) {
            samples.copyInputs(i, outputs.inputs(), 0);
            outputs.compute("sample " + i);
            terminal.line(json ? json(i) : outputs.isRegression() ? values(i) : classes(i));
        }
    }

    private String head() {
        StringBuilder head = new StringBuilder("  sample");
        if (outputs.isRegression()) {
            for (int target = 0; target < outputs.count(); target++) {
                head.append(pad(outputs.name(target), valueWidth(target)));
                head.append(samples.targets() > 0 ? pad("known", NUMBER) : "");
            }
            return head.toString();
        }
        head.append(samples.labelled() ? ' ' + pad("label", nameWidth) : "");
        head.append(' ').append(pad("class", nameWidth)).append("  ").append(outputs.kind());
        return head.append(outputs.areProbabilities() ? "   entropy" : "").toString();
    }

    private String classes(int index) {
        StringBuilder line = new StringBuilder(pad(String.valueOf(index), 8));
        int predicted = outputs.predicted();
        int label = samples.labelled() ? samples.label(index) : predicted;
        if (samples.labelled()) {
            line.append(' ').append(pad(model.classNames().get(label), nameWidth));
        }
        line.append(' ').append(pad(outputs.predictedName(), nameWidth));
        line.append(pad(outputs.show(outputs.largest()), 2 + outputs.kind().length()));
        if (outputs.areProbabilities()) {
            line.append(pad(String.format(Locale.ROOT, "%.4f", outputs.entropy()), 10));
        }
        return line.append(label == predicted ? "" : "  wrong").toString();
    }

    private String values(int index) {
        float[] known = known(index);
        StringBuilder line = new StringBuilder(pad(String.valueOf(index), 8));
        for (int target = 0; target < outputs.count(); target++) {
            line.append(pad(number(outputs.value(target)), valueWidth(target)));
            line.append(known.length > 0 ? pad(number(known[target]), NUMBER) : "");
        }
        return line.toString();
    }

    private float[] known(int index) {
        float[] known = new float[samples.targets()];
        samples.copyTargets(index, known, 0);
        return known;
    }

    private int valueWidth(int target) {
        return Math.max(NUMBER, outputs.name(target).length() + 2);
    }

    private String json(int index) {
        ObjectNode object = outputs.json();
        object.put("sample", index);
        if (samples.labelled()) {
            object.put("label", model.classNames().get(samples.label(index)));
        }
        float[] known = known(index);
        if (known.length > 0) {
            ObjectNode targets = object.putObject("targets");
            List<String> names = model.schema().targetNames();
            for (int target = 0; target < known.length; target++) {
                targets.put(names.get(target), known[target]);
            }
        }
        return object.toString();
    }

    private static String number(float value) {
        double size = Math.abs(value);
        return String.format(Locale.ROOT, size < 1e7 ? "%.4f" : "%.4e", value);
    }

    private static String pad(String text, int width) {
        return String.format(Locale.ROOT, "%" + width + "s", text);
    }
}
