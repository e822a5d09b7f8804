package glissade.nn;

import java.util.Locale;

/**
 * What training minimises. Each constant defines the loss of one sample with outputs a and targets
 * y; the loss of a mini-batch is the mean over its samples. A loss is never negative, and smaller
 * is better.
 */
public enum Loss {
    /** {@code -log(softmax(z)[label])}, with the softmax of the last layer built in. */
    CROSS_ENTROPY(Activation.SOFTMAX) {
        @Override
        OutputHead head(DenseLayer last, Targets targets) {
            return new SoftmaxHead(last, targets);
        }
    },

    /**
     * Mean over the outputs of {@code -y log(a) - (1 - y) log(1 - a)}, with the sigmoid of the last
     * layer built in.
     */
    BINARY_CROSS_ENTROPY(Activation.SIGMOID) {
        @Override
        OutputHead head(DenseLayer last, Targets targets) {
            return new SigmoidHead(last, targets);
        }
    },

    /** Mean over the outputs of {@code |a - y|}. */
    MAE(Activation.IDENTITY) {
        @Override
        OutputHead head(DenseLayer last, Targets targets) {
            return new ElementwiseHead(last, targets, new MeanAbsoluteError());
        }
    },

    /** Mean over the outputs of {@code (a - y)²}. */
    MSE(Activation.IDENTITY) {
        @Override
        OutputHead head(DenseLayer last, Targets targets) {
            return new ElementwiseHead(last, targets, new MeanSquaredError());
        }
    },

    /** {@code 1/2 Σ (a - y)²} over the outputs. */
    QUADRATIC(Activation.SIGMOID) {
        @Override
        OutputHead head(DenseLayer last, Targets targets) {
            return new ElementwiseHead(last, targets, new QuadraticError());
        }
    };

    private final Activation defaultOutput;

    Loss(Activation defaultOutput) {
        this.defaultOutput = defaultOutput;
    }

    /** Activation of the output layer where the user names none. */
    public Activation defaultOutput() {
        return defaultOutput;
    }

    /** Whether this loss can follow an output layer with the given activation. */
    public boolean accepts(Activation output) {
        return switch (this) {
            case CROSS_ENTROPY -> output == Activation.SOFTMAX;
            case BINARY_CROSS_ENTROPY -> output == Activation.SIGMOID;
            case MAE, MSE, QUADRATIC -> output != Activation.SOFTMAX;
        };
    }

    /** Whether targets are classes, or shares of classes, and can be smoothed. */
    public boolean isForClasses() {
        return this == CROSS_ENTROPY || this == BINARY_CROSS_ENTROPY;
    }

    /** The end of a network that computes this loss. */
    abstract OutputHead head(DenseLayer last, Targets targets);

    /** The spelling on the command line, in configuration files and in models. */
    public String optionName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * Finds a loss by its {@link #optionName}.
     *
     * @throws IllegalArgumentException if there is none; the message lists them
     */
    public static Loss of(String optionName) {
        return OptionNames.find("loss", optionName, values(), Loss::optionName);
    }
}
