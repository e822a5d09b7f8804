package glissade.averaging;

import glissade.collective.EpochShape;
import java.util.function.LongSupplier;

/**
 * Picks the commits that are worth telling (every {@code logEvery}-th, the ends of epochs, the
 * last) and keeps the epoch's mean loss, so that the metrics cost nothing in between. Confined to
 * the averager's thread.
 */
public final class StepLog {

    /** Hears of a commit. */
    public interface Sink {
        /**
         * Hears of one commit that is worth telling.
         *
         * @param step the step that was taken, from 0
         * @param loss mean over the mini-batch, before the update
         * @param epochLoss mean over the samples of the epoch when the step ends it or the run,
         *     else NaN
         * @param elapsedNanos since {@link StepLog#start}
         */
        void committed(
                long step,
                double loss,
                double epochLoss,
                double learningRate,
                double gradientNorm,
                long elapsedNanos);
    }

    private final EpochShape shape;
    private final int logEvery;
    private final long endStep;
    private final LongSupplier nanoClock;
    private final Sink sink;
    private long startNanos;
    private double epochLossSum;
    private long epochSamples;
    private boolean told = true;

    public StepLog(
            EpochShape shape, int logEvery, long endStep, LongSupplier nanoClock, Sink sink) {
        this.shape = shape;
        this.logEvery = logEvery;
        this.endStep = endStep;
        this.nanoClock = nanoClock;
        this.sink = sink;
    }

    /** The clock starts: everybody is ready for the first step. */
    public void start() {
        startNanos = nanoClock.getAsLong();
    }

    /** Takes in the step that {@code averager} has just committed. */
    public void committed(Averager averager) {
        long step = averager.step() - 1;
        int samples = shape.batchSamples(step);
        epochLossSum += averager.meanLoss() * samples;
        epochSamples += samples;
        boolean epochEnds = shape.endsEpoch(step);
        boolean runEnds = step + 1 == endStep;
        told = epochEnds || runEnds || (step + 1) % logEvery == 0;
        if (told) {
            tell(averager, epochEnds || runEnds ? epochLossSum / epochSamples : Double.NaN);
        }
        if (epochEnds) {
            epochLossSum = 0;
            epochSamples = 0;
        }
    }

    /**
     * Training ends early, at the last commit: tells it if it was not worth telling before, so that
     * everybody knows how far training has come.
     */
    public void ended(Averager averager) {
        if (!told) {
            told = true;
            tell(averager, epochLossSum / epochSamples);
        }
    }

    private void tell(Averager averager, double epochLoss) {
        sink.committed(
                averager.step() - 1,
                averager.meanLoss(),
                epochLoss,
                averager.learningRate(),
                averager.gradientNorm(),
                nanoClock.getAsLong() - startNanos);
    }
}
