package glissade.optim;

/**
 * A straight line in front of another schedule, whose clock starts after it: in step {@code t} of
 * {@code n} it gives {@code (t + 1) / (n + 1)} of the rate that the other begins with.
 *
 * @param steps of the line
 * @see <a
 *     href="https://docs.pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.SequentialLR.html">
 *     PyTorch, SequentialLR with LinearLR(start_factor=1/(n+1), total_iters=n)</a>
 */
record WarmUp(Schedule then, long steps) implements Schedule {

    @Override
    public double learningRate(long step) {
        return step < steps
                ? then.learningRate(0) * ((step + 1.0) / (steps + 1.0))
                : then.learningRate(step - steps);
    }
}
