package glissade.protocol;

/**
 * What a worker did in a generation, or in several. Seconds are of its training thread; bytes are
 * frames sent and received.
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

    /** What a worker did in the two together. */
    public WorkerReport plus(WorkerReport other) {
        return new WorkerReport(
                steps + other.steps,
                slices + other.slices,
                computeSeconds + other.computeSeconds,
                communicateSeconds + other.communicateSeconds,
                waitSeconds + other.waitSeconds,
                gradientBytes + other.gradientBytes,
                droppedFrames + other.droppedFrames);
    }
}
