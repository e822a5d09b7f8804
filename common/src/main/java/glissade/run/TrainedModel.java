package glissade.run;

import glissade.data.DataSchema;
import glissade.nn.NetworkDescription;
import glissade.preprocess.Preprocessing;
import java.util.List;

/**
 * A network with its parameters and what is needed to predict with it. The parameters are not
 * copied, and read-only by convention.
 */
public final class TrainedModel {

    private final String run;
    private final NetworkDescription network;
    private final DataSchema schema;
    private final Preprocessing preprocessing;
    private final float[] parameters;

    /**
     * A model.
     *
     * @param run name of the run that it comes from
     * @param schema what its inputs and outputs stand for
     * @param preprocessing what its inputs go through first, as many as the network's
     * @param parameters [parameterCount] in memory layout
     */
    public TrainedModel(
            String run,
            NetworkDescription network,
            DataSchema schema,
            Preprocessing preprocessing,
            float[] parameters) {
        this.run = run;
        this.network = network;
        this.schema = schema;
        this.preprocessing = preprocessing;
        this.parameters = parameters;
    }

    public String run() {
        return run;
    }

    public NetworkDescription network() {
        return network;
    }

    /** What the data that it was trained on stand for, and how others are read the same way. */
    public DataSchema schema() {
        return schema;
    }

    /** Names of the classes, in order; empty for a model that predicts quantities. */
    public List<String> classNames() {
        return schema.classNames();
    }

    /** What inputs go through before the network takes them. */
    public Preprocessing preprocessing() {
        return preprocessing;
    }

    public float[] parameters() {
        return parameters;
    }
}
