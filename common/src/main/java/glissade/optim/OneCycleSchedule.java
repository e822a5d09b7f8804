package glissade.optim;

/**
 * One cycle: from a 25th of the highest rate up to it in the first 30 % of the steps, then down to
 * a 250,000th of it, each along half a cosine. Momentum is not cycled.
 *
 * @see <a href="https://arxiv.org/abs/1708.07120">Smith and Topin 2018; PyTorch's OneCycleLR with
 *     its defaults: pct_start 0.3, div_factor 25, final_div_factor 1e4, two phases</a>
 */
final class OneCycleSchedule implements Schedule {
    private static final double RISING_SHARE = 0.3;
    private static final double START_DIVISOR = 25;
    private static final double END_DIVISOR = 1e4;

    private final double start;
    private final double peak;
    private final double end;
    private final double peakStep;
    private final double lastStep;

    /**
     * A cycle over a run.
     *
     * @param peak the highest rate
     * @param steps of the run
     */
    OneCycleSchedule(double peak, long steps) {
        this.peak = peak;
        this.start = peak / START_DIVISOR;
        this.end = start / END_DIVISOR;
        // As in PyTorch the peak may lie between two steps, and before the first of very few.
        this.peakStep = RISING_SHARE * steps - 1;
        this.lastStep = steps - 1;
    }

    @Override
    public double learningRate(long step) {
        return step <= peakStep
                ? between(start, peak, step / peakStep)
                : between(peak, end, (step - peakStep) / (lastStep - peakStep));
    }

    private static double between(double from, double to, double passed) {
        return to + (from - to) * HalfCosine.share(passed);
    }
}
