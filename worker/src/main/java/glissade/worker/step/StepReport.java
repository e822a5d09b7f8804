package glissade.worker.step;

/** What a training thread did: steps and slices computed, and where its nanoseconds went. */
public record StepReport(
        long steps,
        long slices,
        long computeNanos,
        long communicateNanos,
        long waitNanos,
        long gradientBytes,
        long droppedFrames) {}
