package glissade.run;

import glissade.nn.NetworkDescription;
import java.util.List;

/**
 * A network with its parameters and what is needed to predict with it. The parameters are not
 * copied, and read-only by convention.
 */
public final class TrainedModel {

    private final String run;
    private final NetworkDescription network;
    private final List<String> classNames;
    private final float[] parameters;

    /**
     * A model.
     *
     * @param run name of the run that it comes from
     * @param classNames names of the outputs, in order
     * @param parameters [parameterCount] in memory layout
     */
    public TrainedModel(
            String run, NetworkDescription network, List<String> classNames, float[] parameters) {
        this.run = run;
        this.network = network;
        this.classNames = List.copyOf(classNames);
        this.parameters = parameters;
    }

    public String run() {
        return run;
    }

    public NetworkDescription network() {
        return network;
    }

    public List<String> classNames() {
        return classNames;
    }

    public float[] parameters() {
        return parameters;
    }
}
