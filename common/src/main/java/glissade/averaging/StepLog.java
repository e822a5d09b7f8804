package glissade.averaging;

import glissade.collective.EpochShape;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Picks the commits that are worth telling (every {@code logEvery}-th, the ends of epochs, the
 * last) and keeps the epoch's mean loss, so that the metrics cost nothing in between. Confined to
 * the averager's thread.
 */
public final class StepLog {

    /** Hears of a commit that is worth telling. */
    public interface Sink {
        void committed(CommittedStep step);
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

    /** Takes in a step. */
    public void committed(Commit commit) {
        long step = commit.step() - 1;
        int samples = shape.batchSamples(step);
        if (shape.stepInEpoch(step) == 0) {
            epochLossSum = 0;
            epochSamples = 0;
        }
        epochLossSum += commit.meanLoss() * samples;
        epochSamples += samples;
        boolean epochEnds = shape.endsEpoch(step);
        boolean runEnds = step + 1 == endStep;
        told = tells(step);
        if (told) {
            tell(commit, epochEnds || runEnds ? epochLossSum / epochSamples : Double.NaN);
        }
    }

    /** Whether a step, from 0, is worth telling. */
    public boolean tells(long step) {
        return endsSomething(step) || (step + 1) % logEvery == 0;
    }

    /** Whether it is told layer by layer. */
    public boolean looksCloselyAt(long step) {
        return endsSomething(step) || (logEvery > 1 && (step + 1) % logEvery == 0);
    }

    private boolean endsSomething(long step) {
        return shape.endsEpoch(step) || step + 1 == endStep;
    }

    /**
     * Training ends early, at the last commit: tells it if it was not worth telling before, so that
     * everybody knows how far training has come.
     */
    public void ended(Commit commit) {
        if (!told) {
            told = true;
            tell(commit, epochLossSum / epochSamples);
        }
    }

    /** Numbers at the beginning of a {@link StepMemory} that are the log's. */
    static final int MEMORY = 2;

    void remember(double[] memory) {
        memory[0] = epochLossSum;
        memory[1] = epochSamples;
    }

    /** Mean over the samples of the last commit's epoch, up to it; NaN where there is no commit. */
    static double epochLoss(double[] memory) {
        return memory[0] / memory[1];
    }

    void recall(double[] memory) {
        epochLossSum = memory[0];
        epochSamples = (long) memory[1];
    }

    private void tell(Commit commit, double epochLoss) {
        // Looking at every step's layers would cost a small network a tenth of its speed.
        boolean closely = logEvery > 1 || !Double.isNaN(epochLoss);
        sink.committed(
                new CommittedStep(
                        commit.step() - 1,
                        commit.meanLoss(),
                        commit.penalty(),
                        epochLoss,
                        commit.learningRate(),
                        commit.gradientNorm(),
                        nanoClock.getAsLong() - startNanos,
                        closely ? commit.layerGradients() : List.of()));
    }
}
