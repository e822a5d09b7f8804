package glissade.optim;

/**
 * A staircase: {@code rate · decay^k} after {@code k} whole intervals.
 *
 * @param interval steps
 * @see <a
 *     href="https://docs.pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.StepLR.html">
 *     PyTorch, StepLR</a>
 */
record StepSchedule(double rate, double decay, long interval) implements Schedule {

    @Override
    public double learningRate(long step) {
        return rate * WholePower.of(decay, step / interval);
    }
}
