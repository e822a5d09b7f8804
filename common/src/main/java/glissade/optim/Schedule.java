package glissade.optim;

/**
 * Learning rate as a function of the step, and never of the number of workers. Implementations are
 * immutable and compute with +, −, ×, ÷, square root and {@link StrictMath} only.
 */
public interface Schedule {

    /**
     * Returns the learning rate of a step.
     *
     * @param step steps taken before it: 0 for the first
     */
    double learningRate(long step);

    /**
     * The same rate in every step.
     *
     * @throws IllegalArgumentException if the rate is not a positive number
     */
    static Schedule constant(double learningRate) {
        return new ConstantSchedule(learningRate);
    }
}
