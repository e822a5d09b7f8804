package glissade.optim;

/**
 * {@code rate · (1 + cos(π · step / steps)) / 2}: from the rate down to 0, which the last step does
 * not quite reach.
 *
 * @see <a href="https://arxiv.org/abs/1608.03983">Loshchilov and Hutter 2017, formula 5 without
 *     restarts; PyTorch's CosineAnnealingLR with eta_min 0, a step at a time</a>
 */
record CosineSchedule(double rate, long steps) implements Schedule {

    @Override
    public double learningRate(long step) {
        return rate * HalfCosine.share((double) step / steps);
    }
}
