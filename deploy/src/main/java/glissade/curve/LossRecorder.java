package glissade.curve;

import glissade.run.RunListener;
import glissade.run.StepRow;
import java.util.Arrays;

/** Keeps the losses and rates of a run that goes on. Thread-safe. */
public final class LossRecorder implements RunListener {

    private long[] steps = new long[1_024];
    private long[] samples = new long[1_024];
    private double[] losses = new double[1_024];
    private double[] rates = new double[1_024];
    private int size;

    /** A repeated step takes the place of all from that step on. */
    @Override
    public synchronized void onStep(StepRow row) {
        while (size > 0 && steps[size - 1] >= row.step()) {
            size--;
        }
        if (size == steps.length) {
            steps = Arrays.copyOf(steps, 2 * size);
            samples = Arrays.copyOf(samples, 2 * size);
            losses = Arrays.copyOf(losses, 2 * size);
            rates = Arrays.copyOf(rates, 2 * size);
        }
        steps[size] = row.step();
        samples[size] = row.samples();
        losses[size] = row.loss();
        rates[size++] = row.learningRate();
    }

    /** The losses so far. */
    public synchronized LossCurve curve() {
        return new LossCurve(Arrays.copyOf(samples, size), Arrays.copyOf(losses, size));
    }

    /** The losses alone, in the order of the steps. */
    public synchronized double[] losses() {
        return Arrays.copyOf(losses, size);
    }

    /** The learning rate of each loss so far. */
    public synchronized double[] learningRates() {
        return Arrays.copyOf(rates, size);
    }
}
