package glissade.averaging;

/**
 * What the averaging host does under one generation. Confined to the host's thread; calls do what
 * can be done now.
 */
interface HostedGeneration extends AutoCloseable {

    /** Takes in and sends out what is ready; returns the number of frames moved, 0 when idle. */
    int work();

    /** True while others do the work, and frames come only now and then. */
    default boolean rests() {
        return false;
    }

    /** Ends after the step at hand. */
    void endAtCommit();

    /** Opens the gate that this verdict is about, if the averager here stands before it. */
    void proceed(Verdict verdict);

    /** Closes the generation's streams. */
    @Override
    void close();
}
