package glissade.nn;

import glissade.math.CounterRandom;
import glissade.math.CounterRandom.Purpose;
import java.util.Arrays;

/**
 * A described network together with the layout of its parameters. It holds no parameters: they are
 * a flat vector that the caller owns, so that there may be two of them while a step is under way.
 * Immutable and thread-safe.
 */
public final class Network {
    private final NetworkDescription description;
    private final ParameterLayout layout;

    public Network(NetworkDescription description) {
        this.description = description;
        this.layout = new ParameterLayout(description);
    }

    public NetworkDescription description() {
        return description;
    }

    public ParameterLayout layout() {
        return layout;
    }

    /**
     * Fills {@code parameters} with initial values: weights drawn, gains 1, biases and shifts 0. A
     * weight is a function of seed, layer and its canonical index alone, so neither the layout in
     * memory nor the number of threads can change it.
     *
     * @param parameters [parameterCount] in memory order, overwritten
     * @throws IllegalArgumentException if its length differs
     */
    public void initialize(Initialization initialization, long seed, float[] parameters) {
        float[] canonical = new float[layout.parameterCount()];
        CounterRandom random = new CounterRandom(seed, Purpose.INITIALIZATION, 0, 0);
        for (int layer = 0; layer < layout.layers(); layer++) {
            random.key(seed, Purpose.INITIALIZATION, 0, layer);
            double scale = initialization.scale(layout.inputs(layer), layout.outputs(layer));
            int offset = layout.weightOffset(layer);
            int weights = layout.biasOffset(layer) - offset;
            for (int index = 0; index < weights; index++) {
                canonical[offset + index] = (float) (scale * initialization.draw(random, index));
            }
            if (layout.normalizes(layer)) {
                Arrays.fill(canonical, layout.gainOffset(layer), layout.shiftOffset(layer), 1f);
            }
        }
        layout.fromCanonical(canonical, parameters);
    }
}
