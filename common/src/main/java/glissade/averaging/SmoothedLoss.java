package glissade.averaging;

/**
 * Exponential average of losses with bias correction: the weight of a loss falls by a tenth with
 * every step, and all weights sum to 1. Confined to one thread.
 *
 * @see <a href="https://arxiv.org/abs/1412.6980">Kingma and Ba 2015, section 3: the correction</a>
 */
public final class SmoothedLoss {

    private static final double KEPT = 0.9;

    /** Losses that are too few to tell a trend from noise. */
    private static final int FEW = 10;

    private double average;
    private double missing = 1;
    private double value = Double.NaN;
    private double lowest = Double.POSITIVE_INFINITY;
    private double count;

    /** Takes in the loss of the next step; the smoothed one. */
    public double add(double loss) {
        average = KEPT * average + (1 - KEPT) * loss;
        missing *= KEPT;
        value = average / (1 - missing);
        lowest = Math.min(lowest, value);
        count++;
        return value;
    }

    /** The lowest it has been. */
    public double lowest() {
        return lowest;
    }

    /** The smoothed loss after the last one taken in; NaN before. */
    public double value() {
        return value;
    }

    /** Whether it is more than {@code factor} times what it was at its lowest, or no number. */
    public boolean hasGrown(double factor) {
        return count > FEW && !(value <= factor * lowest);
    }

    /** Writes what is to be remembered over a stop to {@code memory} from {@code offset} on. */
    void remember(double[] memory, int offset) {
        memory[offset] = average;
        memory[offset + 1] = missing;
        memory[offset + 2] = lowest;
        memory[offset + 3] = count;
    }

    /** Goes on from what {@link #remember} wrote. */
    void recall(double[] memory, int offset) {
        average = memory[offset];
        missing = memory[offset + 1];
        lowest = memory[offset + 2];
        count = memory[offset + 3];
        value = count == 0 ? Double.NaN : average / (1 - missing);
    }
}
