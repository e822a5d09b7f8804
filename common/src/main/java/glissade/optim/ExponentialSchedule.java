package glissade.optim;

/**
 * {@code rate · decay^(step / interval)}: at the ends of intervals what PyTorch's ExponentialLR
 * gives, between them on a smooth curve.
 *
 * @see <a
 *     href="https://docs.pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.ExponentialLR.html">
 *     PyTorch, ExponentialLR</a>
 */
final class ExponentialSchedule implements Schedule {
    private final double rate;
    private final double decay;
    private final double decayOfStep;
    private final long interval;

    /**
     * A rate that is multiplied by {@code decay} over each interval.
     *
     * @param interval steps
     */
    ExponentialSchedule(double rate, double decay, long interval) {
        this.rate = rate;
        this.decay = decay;
        this.decayOfStep = StrictMath.pow(decay, 1.0 / interval);
        this.interval = interval;
    }

    // Whole intervals apart, so that the rounding of the root is not raised to high powers.
    @Override
    public double learningRate(long step) {
        return rate
                * WholePower.of(decay, step / interval)
                * WholePower.of(decayOfStep, step % interval);
    }
}
