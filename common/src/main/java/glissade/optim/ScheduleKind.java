package glissade.optim;

import java.util.Locale;

/** Shapes of a learning rate over the steps of a run. */
public enum ScheduleKind {
    /** The same in every step. */
    CONSTANT(1),
    /** A staircase: multiplied by the decay after each so many epochs, as PyTorch's StepLR. */
    STEP(0.1),
    /** Multiplied by the decay over each so many epochs, a little in every step. */
    EXPONENTIAL(0.95),
    /** Down half a cosine to 0, as PyTorch's CosineAnnealingLR. */
    COSINE(1),
    /** Up to the learning rate, then far down, each along half a cosine: PyTorch's OneCycleLR. */
    ONE_CYCLE(1),
    /** Multiplied by the decay when the validation loss has not fallen for so many epochs. */
    PLATEAU(0.1),
    /**
     * Multiplied by the same factor in every step, by the decay over the whole training: a range
     * test of learning rates.
     *
     * @see <a href="https://arxiv.org/abs/1506.01186">Smith 2015, section 3.3; the exponential form
     *     is fast.ai's</a>
     */
    RAMP(1e8);

    private final double defaultDecay;

    ScheduleKind(double defaultDecay) {
        this.defaultDecay = defaultDecay;
    }

    /** The spelling on the command line and in configuration files. */
    public String optionName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether there is a factor that the rate is multiplied by. */
    public boolean decays() {
        return defaultDecay != 1;
    }

    /** Whether it takes so many epochs to multiply the rate once. */
    public boolean decaysByEpochs() {
        return decays() && this != RAMP;
    }

    /** PyTorch's factor where it has one; 1 where this is not multiplied. */
    double defaultDecay() {
        return defaultDecay;
    }
}
