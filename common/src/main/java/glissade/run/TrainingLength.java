package glissade.run;

import glissade.collective.EpochShape;

/** How long to train: a number of epochs or a number of steps. */
public sealed interface TrainingLength {

    /** Whole passes over the training data. */
    record Epochs(int epochs) implements TrainingLength {
        public Epochs {
            requirePositive(epochs, "epochs");
        }
    }

    /** Optimizer updates. */
    record Steps(long steps) implements TrainingLength {
        public Steps {
            requirePositive(steps, "steps");
        }
    }

    /** The number of steps this is with epochs of the given shape. */
    default long steps(EpochShape shape) {
        return switch (this) {
            case Epochs(int epochs) -> (long) epochs * shape.stepsPerEpoch();
            case Steps(long steps) -> steps;
        };
    }

    private static void requirePositive(long value, String what) {
        if (value < 1) {
            throw new IllegalArgumentException(what + " must be positive: " + what + "=" + value);
        }
    }
}
