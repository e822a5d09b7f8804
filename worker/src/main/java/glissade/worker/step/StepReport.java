package glissade.worker.step;

/** What a training thread did: steps and slices computed, and where its nanoseconds went. */
public record StepReport(
        long steps,
        long slices,
        long computeNanos,
        long communicateNanos,
        long waitNanos,
        long gradientBytes,
        long droppedFrames) {

    /** Of a thread that was told to end before its first step. */
    static final StepReport NOTHING = new StepReport(0, 0, 0, 0, 0, 0, 0);
}
