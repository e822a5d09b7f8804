package glissade.averaging;

/**
 * What the averaging host does under one generation. Confined to the host's thread; calls do what
 * can be done now.
 */
interface HostedGeneration {

    /** Takes in and sends out what is ready; returns the number of frames moved, 0 when idle. */
    int work();

    /** Ends after the step at hand. */
    void endAtCommit();
}
