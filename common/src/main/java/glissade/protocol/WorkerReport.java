package glissade.protocol;

/**
 * What a worker did in the run. Seconds are of its training thread; bytes are frames sent and
 * received.
 */
public record WorkerReport(
        long steps,
        long slices,
        double computeSeconds,
        double communicateSeconds,
        double waitSeconds,
        long gradientBytes,
        long droppedFrames) {

    public WorkerReport {
        Checks.atLeast("steps", steps, 0);
        Checks.atLeast("slices", slices, 0);
    }
}
