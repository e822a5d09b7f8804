package glissade.optim;

import org.jspecify.annotations.Nullable;

/**
 * Which schedule, with which constants; the learning rate is not among them. Immutable.
 *
 * @param warmup steps in front of the schedule in which the rate rises on a straight line to where
 *     the schedule begins; the schedule's own clock starts after them
 * @param decay what the rate is multiplied by; 1 for kinds that are not multiplied. Below 1, but
 *     {@link ScheduleKind#EXPONENTIAL} may grow and {@link ScheduleKind#RAMP} does
 * @param decayEpochs epochs from one multiplication to the next, or, on a plateau, without a lower
 *     validation loss; null for thirds of the training, and for kinds that are multiplied over all
 *     of it or not at all
 */
public record ScheduleDescription(
        ScheduleKind kind, long warmup, double decay, @Nullable Integer decayEpochs) {

    /** The learning rate does not change. */
    public static final ScheduleDescription CONSTANT = of(ScheduleKind.CONSTANT);

    private static final int PLATEAU_EPOCHS = 3;
    private static final int SHARES_OF_TRAINING = 3;

    /**
     * Rejects what has no meaning.
     *
     * @throws IllegalArgumentException with a message that says what was expected
     */
    public ScheduleDescription {
        if (warmup < 0) {
            throw new IllegalArgumentException("warmup must not be negative: warmup=" + warmup);
        }
        if (decayEpochs != null && (decayEpochs < 1 || !kind.decaysByEpochs())) {
            throw new IllegalArgumentException(
                    "decayEpochs must be positive, and of a schedule that decays: kind="
                            + kind.optionName()
                            + ", decayEpochs="
                            + decayEpochs);
        }
        if (!isDecayOf(kind, decay)) {
            throw new IllegalArgumentException(
                    "decay does not suit the schedule: kind="
                            + kind.optionName()
                            + ", decay="
                            + decay);
        }
    }

    /** Whether a schedule of this kind can be multiplied by {@code decay}. */
    public static boolean isDecayOf(ScheduleKind kind, double decay) {
        return switch (kind) {
            case CONSTANT, COSINE, ONE_CYCLE -> decay == 1;
            case STEP, PLATEAU -> decay > 0 && decay < 1;
            case EXPONENTIAL -> decay > 0 && decay < Double.POSITIVE_INFINITY;
            case RAMP -> decay > 1 && decay < Double.POSITIVE_INFINITY;
        };
    }

    /** The schedule of this kind with its default constants and no warm-up. */
    public static ScheduleDescription of(ScheduleKind kind) {
        Integer epochs =
                switch (kind) {
                    case EXPONENTIAL -> 1;
                    case PLATEAU -> PLATEAU_EPOCHS;
                    case CONSTANT, STEP, COSINE, ONE_CYCLE, RAMP -> null;
                };
        return new ScheduleDescription(kind, 0, kind.defaultDecay(), epochs);
    }

    /** The same schedule behind another warm-up. */
    public ScheduleDescription withWarmup(long steps) {
        return new ScheduleDescription(kind, steps, decay, decayEpochs);
    }

    /** The same schedule with another factor. */
    public ScheduleDescription withDecay(double factor) {
        return new ScheduleDescription(kind, warmup, factor, decayEpochs);
    }

    /** The same schedule with another number of epochs. */
    public ScheduleDescription withDecayEpochs(int epochs) {
        return new ScheduleDescription(kind, warmup, decay, epochs);
    }

    /**
     * Builds the schedule of a run. That of a plateau is constant: whoever watches the validation
     * loss multiplies.
     *
     * @param learningRate at which the schedule begins; of one cycle, the highest
     * @param totalSteps of the run, more than the warm-up
     * @param stepsPerEpoch of the training data, at least 1
     * @throws IllegalArgumentException if a number is out of its range
     */
    public Schedule create(double learningRate, long totalSteps, long stepsPerEpoch) {
        if (!(learningRate > 0 && learningRate < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "learningRate must be a positive number: learningRate=" + learningRate);
        }
        long steps = totalSteps - warmup;
        if (steps < 1 || stepsPerEpoch < 1) {
            throw new IllegalArgumentException(
                    "a schedule needs steps after its warm-up, and epochs of at least one: warmup="
                            + warmup
                            + ", totalSteps="
                            + totalSteps
                            + ", stepsPerEpoch="
                            + stepsPerEpoch);
        }
        Schedule schedule =
                switch (kind) {
                    case CONSTANT, PLATEAU -> Schedule.constant(learningRate);
                    case STEP ->
                            new StepSchedule(learningRate, decay, interval(steps, stepsPerEpoch));
                    case EXPONENTIAL ->
                            new ExponentialSchedule(
                                    learningRate, decay, interval(steps, stepsPerEpoch));
                    case COSINE -> new CosineSchedule(learningRate, steps);
                    case ONE_CYCLE -> new OneCycleSchedule(learningRate, steps);
                    case RAMP -> new RampSchedule(learningRate, decay, steps);
                };
        return warmup == 0 ? schedule : new WarmUp(schedule, warmup);
    }

    /** Steps from one multiplication to the next. */
    private long interval(long steps, long stepsPerEpoch) {
        return decayEpochs == null
                ? (steps - 1) / SHARES_OF_TRAINING + 1
                : Math.multiplyExact(stepsPerEpoch, decayEpochs.longValue());
    }
}
