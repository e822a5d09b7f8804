package glissade.curve;

import glissade.chart.Curve;
import java.util.ArrayList;
import java.util.List;

/**
 * Training losses in the order of the steps, as far as they were told. Immutable.
 *
 * @see LossRecorder
 */
public final class LossCurve {

    private static final int FEWEST = 8;

    private final long[] samples;
    private final double[] losses;

    /**
     * A curve of these points; the arrays are copied.
     *
     * @param samples training samples used up to and including each step, ascending
     * @param losses mean loss over each step's mini-batch, before its update
     */
    public LossCurve(long[] samples, double[] losses) {
        if (samples.length != losses.length) {
            throw new IllegalArgumentException(
                    "each loss belongs to some samples: samples="
                            + samples.length
                            + ", losses="
                            + losses.length);
        }
        this.samples = samples.clone();
        this.losses = losses.clone();
    }

    /** Number of losses. */
    public int size() {
        return losses.length;
    }

    /** Training samples used when this loss, from 0, had been measured. */
    public long samples(int index) {
        return samples[index];
    }

    public double loss(int index) {
        return losses[index];
    }

    /** Training samples of the whole curve, 0 for an empty one. */
    public long totalSamples() {
        return size() == 0 ? 0 : samples[size() - 1];
    }

    /**
     * A stretch of training.
     *
     * @param samples training samples used at its end
     * @param loss mean of the losses in it
     */
    public record Stretch(long samples, double loss) {}

    /**
     * Means over equally long stretches, which shows the curve through the noise of mini-batches.
     *
     * @param most stretches at most; fewer where the curve has fewer losses
     * @param leastSamples samples that a stretch should have, unless that would leave fewer than
     *     {@value #FEWEST} stretches: then the end of a short training could not be told from its
     *     beginning
     */
    public List<Stretch> stretches(int most, long leastSamples) {
        List<Stretch> stretches = new ArrayList<>();
        long total = totalSamples();
        long count = Math.min(Math.min(most, size()), Math.max(FEWEST, total / leastSamples));
        int index = 0;
        for (long stretch = 1; stretch <= count; stretch++) {
            long end = total * stretch / count;
            double sum = 0;
            int from = index;
            while (index < size() && samples[index] <= end) {
                sum += losses[index++];
            }
            if (index > from) {
                stretches.add(new Stretch(samples[index - 1], sum / (index - from)));
            }
        }
        return stretches;
    }

    /**
     * The curve for a picture: where it begins, and means over stretches.
     *
     * @param name what the legend says
     * @param unit samples that are 1 along the picture's x axis
     */
    public Curve picture(String name, double unit, int most, long leastSamples) {
        List<Stretch> stretches = stretches(most, leastSamples);
        if (size() == 0) {
            return new Curve(name, new double[0], new double[0]);
        }
        boolean beginning = stretches.getFirst().samples() > samples[0];
        int points = stretches.size() + (beginning ? 1 : 0);
        double[] x = new double[points];
        double[] y = new double[points];
        if (beginning) {
            x[0] = samples[0] / unit;
            y[0] = losses[0];
        }
        int point = beginning ? 1 : 0;
        for (Stretch stretch : stretches) {
            x[point] = stretch.samples() / unit;
            y[point++] = stretch.loss();
        }
        return new Curve(name, x, y);
    }
}
