package glissade.plane;

/** Receives frames that have passed every check of their {@link FrameBounds}. */
@FunctionalInterface
public interface FrameHandler {

    /**
     * Uses one frame. What it throws comes out of {@link PlaneReceiver#poll}; the frame counts as
     * read.
     *
     * @param frame a view of the log, valid during this call only: copy what is to stay
     */
    void onFrame(FrameFlyweight frame);
}
