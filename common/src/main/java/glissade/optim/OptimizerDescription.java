package glissade.optim;

import java.util.ArrayList;
import java.util.List;

/**
 * Which optimizer, with which constants; the learning rate is not among them, since a {@link
 * Schedule} gives it. Constants that the optimizer does not use have no effect. Immutable.
 *
 * @param name one of {@link #names}
 * @param momentum share of the velocity kept in a step, from 0 to below 1
 * @param beta1 share of Adam's and AdamW's first moment kept in a step, likewise
 * @param beta2 share of their second moment kept in a step, and of RMSProp's mean square, likewise
 * @param epsilon added to the root of the adaptive ones, positive
 * @param weightDecay share of a parameter that is added to its gradient, or, for AdamW, that a step
 *     takes away after multiplication by the learning rate; 0 for none
 */
public record OptimizerDescription(
        String name,
        double momentum,
        double beta1,
        double beta2,
        double epsilon,
        double weightDecay) {

    private static final double DEFAULT_MOMENTUM = 0.9;

    // Defaults of Adam: Kingma and Ba 2015, caption of Algorithm 1.
    private static final double DEFAULT_BETA1 = 0.9;
    private static final double DEFAULT_BETA2 = 0.999;
    private static final double DEFAULT_EPSILON = 1e-8;

    // Defaults of torch.optim.RMSprop, Adagrad and AdamW.
    private static final double RMSPROP_SHARE = 0.99;
    private static final double ADAGRAD_EPSILON = 1e-10;
    private static final double ADAMW_DECAY = 0.01;

    /**
     * Rejects unknown names and constants outside their range.
     *
     * @throws IllegalArgumentException with a message that says what was expected
     */
    public OptimizerDescription {
        kind(name);
        requireShare("momentum", momentum);
        requireShare("beta1", beta1);
        requireShare("beta2", beta2);
        if (!(epsilon > 0 && epsilon < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("epsilon must be positive: epsilon=" + epsilon);
        }
        if (!(weightDecay >= 0 && weightDecay < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "weightDecay must not be negative: weightDecay=" + weightDecay);
        }
    }

    /** What sets the optimizers apart. A new one is a new constant. */
    private enum Kind {
        SGD("sgd", false, false) {
            @Override
            Optimizer create(OptimizerDescription of) {
                return new Sgd(of.weightDecay);
            }
        },
        MOMENTUM("momentum", false, true) {
            @Override
            Optimizer create(OptimizerDescription of) {
                return new Momentum(of.momentum, of.weightDecay);
            }
        },
        NESTEROV("nesterov", false, true) {
            @Override
            Optimizer create(OptimizerDescription of) {
                return new Nesterov(of.momentum, of.weightDecay);
            }
        },
        ADAGRAD("adagrad", true, false) {
            @Override
            Optimizer create(OptimizerDescription of) {
                return new AdaGrad(of.epsilon, of.weightDecay);
            }

            @Override
            OptimizerDescription defaults() {
                return described(DEFAULT_BETA2, ADAGRAD_EPSILON, 0);
            }
        },
        RMSPROP("rmsprop", true, false) {
            @Override
            Optimizer create(OptimizerDescription of) {
                return new RmsProp(of.beta2, of.epsilon, of.weightDecay);
            }

            @Override
            OptimizerDescription defaults() {
                return described(RMSPROP_SHARE, DEFAULT_EPSILON, 0);
            }
        },
        ADAM("adam", true, false) {
            @Override
            Optimizer create(OptimizerDescription of) {
                return Adam.coupled(of.beta1, of.beta2, of.epsilon, of.weightDecay);
            }
        },
        ADAMW("adamw", true, false) {
            @Override
            Optimizer create(OptimizerDescription of) {
                return Adam.decoupled(of.beta1, of.beta2, of.epsilon, of.weightDecay);
            }

            @Override
            OptimizerDescription defaults() {
                return described(DEFAULT_BETA2, DEFAULT_EPSILON, ADAMW_DECAY);
            }
        };

        private final String optionName;
        private final boolean adaptive;
        private final boolean hasMomentum;

        Kind(String optionName, boolean adaptive, boolean hasMomentum) {
            this.optionName = optionName;
            this.adaptive = adaptive;
            this.hasMomentum = hasMomentum;
        }

        abstract Optimizer create(OptimizerDescription of);

        OptimizerDescription defaults() {
            return described(DEFAULT_BETA2, DEFAULT_EPSILON, 0);
        }

        OptimizerDescription described(double beta2, double epsilon, double weightDecay) {
            return new OptimizerDescription(
                    optionName, DEFAULT_MOMENTUM, DEFAULT_BETA1, beta2, epsilon, weightDecay);
        }
    }

    /** The optimizer of this name with its default constants. */
    public static OptimizerDescription of(String name) {
        return kind(name).defaults();
    }

    /** The same optimizer with another share of the velocity kept in a step. */
    public OptimizerDescription withMomentum(double share) {
        return new OptimizerDescription(name, share, beta1, beta2, epsilon, weightDecay);
    }

    /** The same optimizer with another weight decay. */
    public OptimizerDescription withWeightDecay(double decay) {
        return new OptimizerDescription(name, momentum, beta1, beta2, epsilon, decay);
    }

    /** Every name, as on the command line. */
    public static List<String> names() {
        List<String> names = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            names.add(kind.optionName);
        }
        return List.copyOf(names);
    }

    /** Whether each parameter gets a step length of its own, which asks for a small rate. */
    public boolean isAdaptive() {
        return kind(name).adaptive;
    }

    /** Whether {@link #momentum} has an effect. */
    public boolean hasMomentum() {
        return kind(name).hasMomentum;
    }

    /** How many floats of state each parameter has. */
    public int stateVectors() {
        return create().stateVectors();
    }

    /** Builds the optimizer. */
    public Optimizer create() {
        return kind(name).create(this);
    }

    private static Kind kind(String name) {
        for (Kind kind : Kind.values()) {
            if (kind.optionName.equals(name)) {
                return kind;
            }
        }
        throw new IllegalArgumentException(
                "unknown optimizer \""
                        + name
                        + "\": expected one of "
                        + String.join(", ", names()));
    }

    private static void requireShare(String what, double value) {
        if (!(value >= 0 && value < 1)) {
            throw new IllegalArgumentException(
                    what + " must be from 0 to below 1: " + what + "=" + value);
        }
    }
}
