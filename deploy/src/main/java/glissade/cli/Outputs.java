package glissade.cli;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glissade.evaluation.OutputMeaning;
import glissade.local.Machine;
import glissade.math.Kernels;
import glissade.nn.ArgMax;
import glissade.nn.Network;
import glissade.nn.Predictor;
import glissade.preprocess.Preprocessing;
import glissade.run.TrainedModel;
import java.util.List;
import java.util.Locale;

/**
 * A model at work on one sample at a time, and its outputs in words: probabilities of classes where
 * they are that, else numbers.
 */
final class Outputs {

    private static final JsonMapper JSON = new JsonMapper();

    private final Kernels kernels = Machine.kernels();
    private final Preprocessing preprocessing;
    private final Predictor predictor;
    private final float[] raw;
    private final List<String> names;
    private final boolean regression;
    private final OutputMeaning meaning;
    private final int count;

    Outputs(TrainedModel model) {
        this.predictor =
                new Predictor(kernels, new Network(model.network()), model.parameters(), 1);
        this.preprocessing = model.preprocessing();
        this.raw =
                preprocessing.worksInPlace()
                        ? predictor.inputs()
                        : new float[preprocessing.inputs()];
        this.regression = !model.schema().targetNames().isEmpty();
        this.names = regression ? model.schema().targetNames() : model.classNames();
        this.meaning = OutputMeaning.of(model.network().output(), model.network().outputs());
        this.count =
                meaning == OutputMeaning.SECOND_OF_TWO && !regression
                        ? 2
                        : model.network().outputs();
    }

    /** Where the sample goes as it is: [inputs]. */
    float[] inputs() {
        return raw;
    }

    /**
     * Computes the outputs for {@link #inputs}, whose content is lost.
     *
     * @param what the sample, for the message
     * @throws CommandFailure if an output is not a number
     */
    void compute(String what) {
        preprocessing.apply(kernels, 1, raw, 0, predictor.inputs(), 0);
        predictor.predict(1);
        if (predictor.predictedClass(0) == ArgMax.NONE) {
            throw new CommandFailure(
                    ExitCode.RUN_FAILED,
                    what + ": the model's outputs are not finite; it has diverged in training");
        }
    }

    /** Whether values are predicted, not classes. */
    boolean isRegression() {
        return regression;
    }

    boolean areProbabilities() {
        return !regression && meaning.areProbabilities();
    }

    /** Values that there are: classes that have one, or targets. */
    int count() {
        return count;
    }

    /** Name of the class or target that a value is of. */
    String name(int index) {
        return count == 1 && !regression ? "output" : names.get(index);
    }

    /** Name of the class that the outputs speak for. */
    String predictedName() {
        return names.get(predicted());
    }

    /** Number of the class that the outputs speak for. */
    int predicted() {
        return predictor.predictedClass(0);
    }

    /** A class's probability or output, or the value of a target. */
    float value(int index) {
        float first = predictor.outputs()[0];
        if (count > 1 && meaning == OutputMeaning.SECOND_OF_TWO && !regression) {
            return index == 1 ? first : 1f - first;
        }
        return predictor.outputs()[index];
    }

    /** What speaks for the predicted class: the largest value, or the only one. */
    float largest() {
        return value(count == 1 ? 0 : predicted());
    }

    /** Entropy of the probabilities in nats: 0 for certainty. */
    double entropy() {
        double sum = 0;
        for (int i = 0; i < count; i++) {
            double p = value(i);
            sum -= p > 0 ? p * StrictMath.log(p) : 0;
        }
        return sum;
    }

    /** {@code probability} or {@code output}. */
    String kind() {
        return areProbabilities() ? "probability" : "output";
    }

    /** A value in that kind's form. */
    String show(float value) {
        return areProbabilities()
                ? Figures.percent(value)
                : String.format(Locale.ROOT, "%.4f", value);
    }

    /** All of it, as one object. */
    ObjectNode json() {
        ObjectNode json = JSON.createObjectNode();
        if (regression) {
            ObjectNode values = json.putObject("values");
            for (int i = 0; i < count; i++) {
                values.put(names.get(i), value(i));
            }
            return json;
        }
        json.put("class", predictedName());
        ArrayNode values = json.putArray(areProbabilities() ? "probabilities" : "outputs");
        for (int i = 0; i < count; i++) {
            values.add(value(i));
        }
        if (areProbabilities()) {
            json.put("max_probability", largest());
            json.put("entropy", entropy());
        }
        return json;
    }
}
