package glissade.optim;

/**
 * {@code rate · factor^(step / last step)}: from the rate in the first step to {@code factor} times
 * as much in the last.
 */
final class RampSchedule implements Schedule {
    private final double rate;
    private final double factorOfStep;

    /**
     * Climbs evenly on a logarithmic scale.
     *
     * @param steps of the whole climb; one step has the rate alone
     */
    RampSchedule(double rate, double factor, long steps) {
        this.rate = rate;
        this.factorOfStep = steps == 1 ? 1 : StrictMath.pow(factor, 1.0 / (steps - 1));
    }

    @Override
    public double learningRate(long step) {
        return rate * WholePower.of(factorOfStep, step);
    }
}
