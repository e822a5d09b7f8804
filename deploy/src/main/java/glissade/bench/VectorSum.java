package glissade.bench;

/**
 * Adds one vector of every worker, again and again: the sum replaces each worker's vector. Never
 * blocks; confined to one thread.
 */
interface VectorSum {

    /** Begins with the next vector, which must not be touched until {@link #done}. */
    void begin(float[] vector);

    /** Sends and takes in as far as that goes now; returns 0 when nothing was to be done. */
    int advance();

    boolean done();

    /** What is missing, in words. */
    String missing();
}
