package glissade.check;

import glissade.math.CounterRandom;
import glissade.math.CounterRandom.Purpose;
import glissade.nn.Network;
import glissade.nn.ParameterLayout;
import glissade.run.InitialParameters;
import glissade.run.RunConfiguration;

/**
 * The parameters at which gradients are compared: those that a run begins from, but biases, gains
 * and shifts a little off the zeros and ones where mistakes in them would not show. Parameters out
 * of a file stay as they are.
 */
final class StartingPoint {

    private static final double OFF = 0.1;

    /** Another key than that of the initial weights. */
    private static final int EPOCH = 1;

    private StartingPoint() {}

    /** [parameterCount] in memory order. */
    static float[] of(RunConfiguration configuration, Network network) {
        String file = configuration.model().initialParameters();
        if (file != null) {
            return InitialParameters.read(file, network.layout());
        }
        ParameterLayout layout = network.layout();
        float[] parameters = new float[layout.parameterCount()];
        long seed = configuration.model().initialSeed();
        network.initialize(configuration.model().initialization(), seed, parameters);
        CounterRandom random = new CounterRandom(seed, Purpose.INITIALIZATION, EPOCH, 0);
        for (int layer = 0; layer < layout.layers(); layer++) {
            random.key(seed, Purpose.INITIALIZATION, EPOCH, layer);
            int from = layout.biasOffset(layer);
            for (int i = from; i < layout.endOffset(layer); i++) {
                parameters[i] += (float) (OFF * random.normal(i - from));
            }
        }
        return parameters;
    }
}
