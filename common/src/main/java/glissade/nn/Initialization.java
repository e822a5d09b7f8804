package glissade.nn;

import glissade.math.CounterRandom;
import java.util.Locale;

/** Distribution of the initial weights of a layer. Biases start at zero. */
public enum Initialization {
    /**
     * Normal with variance 2 / inputs, for the ReLUs.
     *
     * @see <a href="https://arxiv.org/abs/1502.01852">He et al. 2015, equation 10</a>
     */
    HE {
        @Override
        double scale(int inputs, int outputs) {
            return Math.sqrt(2.0 / inputs);
        }

        @Override
        double draw(CounterRandom random, int index) {
            return random.normal(index);
        }
    },

    /**
     * Uniform on ±sqrt(6 / (inputs + outputs)), for sigmoid and tanh.
     *
     * @see <a href="https://proceedings.mlr.press/v9/glorot10a.html">Glorot and Bengio 2010,
     *     equation 16</a>
     */
    XAVIER {
        @Override
        double scale(int inputs, int outputs) {
            return Math.sqrt(6.0 / ((double) inputs + outputs));
        }

        @Override
        double draw(CounterRandom random, int index) {
            return 2.0 * random.uniformDouble(index) - 1.0;
        }
    },

    /** Normal with standard deviation 0.01, whatever the layer: close to zero. */
    NORMAL {
        @Override
        double scale(int inputs, int outputs) {
            return 0.01;
        }

        @Override
        double draw(CounterRandom random, int index) {
            return random.normal(index);
        }
    };

    /** Factor of the drawn numbers for a layer with these widths. */
    abstract double scale(int inputs, int outputs);

    /** The number with this index, before scaling. */
    abstract double draw(CounterRandom random, int index);

    /**
     * What suits the hidden layers' activation: {@link #HE} for the ReLUs, else {@link #XAVIER}.
     */
    public static Initialization defaultFor(Activation hidden) {
        return hidden == Activation.RELU || hidden == Activation.LEAKY_RELU ? HE : XAVIER;
    }

    /** The spelling on the command line and in configuration files. */
    public String optionName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Finds an initialisation by its {@link #optionName}.
     *
     * @throws IllegalArgumentException if there is none; the message lists them
     */
    public static Initialization of(String optionName) {
        return OptionNames.find("initialization", optionName, values(), Initialization::optionName);
    }
}
