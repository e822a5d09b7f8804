package glissade.averaging;

import glissade.math.Kernels;

/** Runs the same work on several buckets, on one thread or on several at once. */
@FunctionalInterface
public interface Spread {

    /** What is done with one bucket; different buckets have nothing in common. */
    @FunctionalInterface
    interface Work {

        /**
         * Works on one bucket.
         *
         * @param kernels of the thread that this is called on
         */
        void run(int bucket, Kernels kernels);
    }

    /** Runs {@code work} on the buckets {@code [from, to)} and returns when all are done. */
    void run(int from, int to, Work work);
}
