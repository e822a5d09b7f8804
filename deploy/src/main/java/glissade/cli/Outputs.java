package glissade.cli;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glissade.local.Machine;
import glissade.math.Kernels;
import glissade.nn.Activation;
import glissade.nn.ArgMax;
import glissade.nn.Network;
import glissade.nn.Predictor;
import glissade.preprocess.Preprocessing;
import glissade.run.TrainedModel;
import java.util.List;
import java.util.Locale;

/**
 * A model at work on one sample at a time, and its outputs in words: probabilities if the last
 * layer is a softmax, else whatever numbers it gives.
 */
final class Outputs {

    private final Kernels kernels = Machine.kernels();
    private final Preprocessing preprocessing;
    private final Predictor predictor;
    private final float[] raw;
    private final List<String> names;
    private final boolean probabilities;

    Outputs(TrainedModel model) {
        this.predictor =
                new Predictor(kernels, new Network(model.network()), model.parameters(), 1);
        this.preprocessing = model.preprocessing();
        this.raw =
                preprocessing.worksInPlace()
                        ? predictor.inputs()
                        : new float[preprocessing.inputs()];
        this.names = model.classNames();
        this.probabilities = model.network().output() == Activation.SOFTMAX;
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

    /** Number of the class with the largest output. */
    int predicted() {
        return predictor.predictedClass(0);
    }

    float value(int index) {
        return predictor.outputs()[index];
    }

    /** {@code probability} or {@code output}. */
    String kind() {
        return probabilities ? "probability" : "output";
    }

    /** One output in that kind's form. */
    String show(int index) {
        return probabilities
                ? Figures.percent(value(index))
                : String.format(Locale.ROOT, "%.4f", value(index));
    }

    ObjectNode json() {
        ObjectNode json = new JsonMapper().createObjectNode();
        json.put("class", names.get(predicted()));
        ArrayNode values = json.putArray(probabilities ? "probabilities" : "outputs");
        for (int i = 0; i < names.size(); i++) {
            values.add(value(i));
        }
        return json;
    }
}
