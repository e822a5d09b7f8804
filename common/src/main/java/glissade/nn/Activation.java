package glissade.nn;

import glissade.math.Kernels;
import java.util.Locale;

/**
 * Function that turns the weighted sums of a layer into its outputs. Every derivative is expressed
 * by the output a = f(z), so that z need not be kept.
 */
public enum Activation {
    /** f(z) = z. */
    IDENTITY {
        @Override
        void apply(Kernels kernels, float[] values, int offset, int length) {}

        @Override
        void multiplyByDerivative(
                Kernels kernels, float[] deltas, float[] activations, int offset, int length) {}
    },

    /** f(z) = 1 / (1 + exp(-z)). */
    SIGMOID {
        @Override
        void apply(Kernels kernels, float[] values, int offset, int length) {
            kernels.sigmoid(values, offset, length);
        }

        @Override
        void multiplyByDerivative(
                Kernels kernels, float[] deltas, float[] activations, int offset, int length) {
            kernels.multiplyBySigmoidDerivative(deltas, offset, activations, offset, length);
        }
    },

    /** Hyperbolic tangent. */
    TANH {
        @Override
        void apply(Kernels kernels, float[] values, int offset, int length) {
            kernels.tanh(values, offset, length);
        }

        @Override
        void multiplyByDerivative(
                Kernels kernels, float[] deltas, float[] activations, int offset, int length) {
            kernels.multiplyByTanhDerivative(deltas, offset, activations, offset, length);
        }
    },

    /** f(z) = max(0, z), with slope 0 at 0. */
    RELU {
        @Override
        void apply(Kernels kernels, float[] values, int offset, int length) {
            kernels.relu(values, offset, length);
        }

        @Override
        void multiplyByDerivative(
                Kernels kernels, float[] deltas, float[] activations, int offset, int length) {
            kernels.multiplyByReluDerivative(deltas, offset, activations, offset, length);
        }
    },

    /** f(z) = z above 0, 0.01 z elsewhere. */
    LEAKY_RELU {
        @Override
        void apply(Kernels kernels, float[] values, int offset, int length) {
            kernels.leakyRelu(values, offset, length);
        }

        @Override
        void multiplyByDerivative(
                Kernels kernels, float[] deltas, float[] activations, int offset, int length) {
            kernels.multiplyByLeakyReluDerivative(deltas, offset, activations, offset, length);
        }
    },

    /**
     * exp(z) over the sum of a row's exponentials: output layer only, and only with {@link
     * Loss#CROSS_ENTROPY}, whose {@link SoftmaxHead} computes it row by row.
     */
    SOFTMAX {
        @Override
        void apply(Kernels kernels, float[] values, int offset, int length) {
            throw new UnsupportedOperationException("softmax is not elementwise");
        }

        @Override
        void multiplyByDerivative(
                Kernels kernels, float[] deltas, float[] activations, int offset, int length) {
            throw new UnsupportedOperationException("softmax is not elementwise");
        }
    };

    /** {@code values = f(values)} for {@code length} elements from {@code offset}, in place. */
    abstract void apply(Kernels kernels, float[] values, int offset, int length);

    /**
     * {@code deltas *= f'(z)} for {@code length} elements from {@code offset}, which holds for both
     * arrays.
     *
     * @param activations f(z), not modified
     */
    abstract void multiplyByDerivative(
            Kernels kernels, float[] deltas, float[] activations, int offset, int length);

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
