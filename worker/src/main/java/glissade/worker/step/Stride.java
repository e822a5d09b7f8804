package glissade.worker.step;

/**
 * How a worker gets from parameters that all workers have to the next that all have. Confined to
 * the training thread.
 */
interface Stride {

    /** Training ends here. */
    long END = -1;

    /** Where no step follows: computes nothing. */
    Stride NONE =
            new Stride() {
                @Override
                public long take(long step, float[] parameters) {
                    return END;
                }

                @Override
                public long slices() {
                    return 0;
                }
            };

    /**
     * Does this worker's part of what lies between.
     *
     * @param step whose parameters these are
     * @param parameters as the {@link Exchange} has given them
     * @return the step whose parameters come next, or {@link #END}
     */
    long take(long step, float[] parameters);

    /** Slices computed so far. */
    long slices();
}
