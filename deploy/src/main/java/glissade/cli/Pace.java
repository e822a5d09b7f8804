package glissade.cli;

import java.util.function.LongSupplier;

/**
 * Measures how fast training goes, for the progress display: samples a second over the last
 * seconds, and the time left at that pace. Confined to the thread that tells of steps.
 */
final class Pace {

    private static final double NANOS = 1e9;

    /** Old enough to even out single steps, young enough to follow a change. */
    private static final double WINDOW_SECONDS = 2;

    private final LongSupplier nanoClock;
    private final long totalSteps;
    private long startNs;
    private long markNs;
    private long markSamples;
    private long markStep;
    private long epochNs;
    private long epochSamples;
    private double samplesPerSecond = Double.NaN;
    private double stepsPerSecond = Double.NaN;
    private long step;

    /**
     * @param firstStep steps that were done before, when a run goes on
     * @param firstSamples samples that were used in them
     */
    Pace(long firstStep, long firstSamples, long totalSteps, LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
        this.totalSteps = totalSteps;
        step = firstStep;
        markStep = firstStep;
        markSamples = firstSamples;
        epochSamples = firstSamples;
        begin();
    }

    /** Training begins now: what was before was preparation. */
    void begin() {
        startNs = nanoClock.getAsLong();
        markNs = startNs;
        epochNs = startNs;
    }

    void advance(long toStep, long samples) {
        step = toStep;
        long nowNs = nanoClock.getAsLong();
        double seconds = (nowNs - markNs) / NANOS;
        if (seconds >= WINDOW_SECONDS || (Double.isNaN(samplesPerSecond) && seconds > 0)) {
            samplesPerSecond = (samples - markSamples) / seconds;
            stepsPerSecond = (toStep - markStep) / seconds;
        }
        if (seconds >= WINDOW_SECONDS) {
            markNs = nowNs;
            markStep = toStep;
            markSamples = samples;
        }
    }

    /** An epoch is over, evaluation included: samples a second from its beginning to now. */
    double endEpoch(long samples) {
        long nowNs = nanoClock.getAsLong();
        double rate = (samples - epochSamples) / ((nowNs - epochNs) / NANOS);
        epochNs = nowNs;
        epochSamples = samples;
        return rate;
    }

    double samplesPerSecond() {
        return samplesPerSecond;
    }

    /** Whether all steps are done. */
    boolean isAtTheEnd() {
        return step >= totalSteps;
    }

    double elapsedSeconds() {
        return (nanoClock.getAsLong() - startNs) / NANOS;
    }

    /** NaN while there is nothing to tell from. */
    double secondsLeft() {
        return stepsPerSecond > 0 ? (totalSteps - step) / stepsPerSecond : Double.NaN;
    }
}
