package glissade.nn;

import glissade.math.Elementwise;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Function that turns the weighted sums of a layer into its outputs. */
public enum Activation {
    /** f(z) = z. */
    IDENTITY(Elementwise.IDENTITY),

    /** f(z) = 1 / (1 + exp(-z)). */
    SIGMOID(Elementwise.SIGMOID),

    /** Hyperbolic tangent. */
    TANH(Elementwise.TANH),

    /** f(z) = max(0, z), with slope 0 at 0. */
    RELU(Elementwise.RELU),

    /** f(z) = z above 0, 0.01 z elsewhere. */
    LEAKY_RELU(Elementwise.LEAKY_RELU),

    /**
     * exp(z) over the sum of a row's exponentials: output layer only, and only with {@link
     * Loss#CROSS_ENTROPY}, whose {@link SoftmaxHead} computes it row by row.
     */
    SOFTMAX(null);

    private final @Nullable Elementwise function;

    Activation(@Nullable Elementwise function) {
        this.function = function;
    }

    /** f, for one element at a time. */
    Elementwise elementwise() {
        if (function == null) {
            throw new UnsupportedOperationException(optionName() + " is not elementwise");
        }
        return function;
    }

    /** The spelling on the command line, in configuration files and in models. */
    public String optionName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * Finds an activation by its {@link #optionName}.
     *
     * @throws IllegalArgumentException if there is none; the message lists them
     */
    public static Activation of(String optionName) {
        return OptionNames.find("activation", optionName, values(), Activation::optionName);
    }
}
