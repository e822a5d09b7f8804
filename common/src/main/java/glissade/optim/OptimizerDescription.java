package glissade.optim;

import java.util.ArrayList;
import java.util.List;

/**
 * Which optimizer, with which constants; the learning rate is not among them, since a {@link
 * Schedule} gives it. Constants that the optimizer does not use have no effect. Immutable.
 *
 * @param name one of {@link #names}
 * @param momentum share of the velocity kept in a step, from 0 to below 1
 * @param beta1 share of Adam's first moment kept in a step, likewise
 * @param beta2 share of Adam's second moment kept in a step, likewise
 * @param epsilon added to Adam's root, positive
 */
public record OptimizerDescription(
        String name, double momentum, double beta1, double beta2, double epsilon) {

    private static final double DEFAULT_MOMENTUM = 0.9;

    // Defaults of Adam: Kingma and Ba 2015, caption of Algorithm 1.
    private static final double DEFAULT_BETA1 = 0.9;
    private static final double DEFAULT_BETA2 = 0.999;
    private static final double DEFAULT_EPSILON = 1e-8;

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
    }

    /** What sets the optimizers apart. A new one is a new constant. */
    private enum Kind {
        SGD("sgd", false) {
            @Override
            Optimizer create(OptimizerDescription description) {
                return new Sgd();
            }
        },
        MOMENTUM("momentum", false) {
            @Override
            Optimizer create(OptimizerDescription description) {
                return new Momentum(description.momentum());
            }
        },
        ADAM("adam", true) {
            @Override
            Optimizer create(OptimizerDescription description) {
                return new Adam(description.beta1(), description.beta2(), description.epsilon());
            }
        };

        private final String optionName;
        private final boolean adaptive;

        Kind(String optionName, boolean adaptive) {
            this.optionName = optionName;
            this.adaptive = adaptive;
        }

        abstract Optimizer create(OptimizerDescription description);
    }

    /** The optimizer of this name with its default constants. */
    public static OptimizerDescription of(String name) {
        return new OptimizerDescription(
                name, DEFAULT_MOMENTUM, DEFAULT_BETA1, DEFAULT_BETA2, DEFAULT_EPSILON);
    }

    /** Optimizer {@code momentum} that keeps this share of its velocity. */
    public static OptimizerDescription momentum(double momentum) {
        return new OptimizerDescription(
                "momentum", momentum, DEFAULT_BETA1, DEFAULT_BETA2, DEFAULT_EPSILON);
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
