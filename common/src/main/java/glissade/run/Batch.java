package glissade.run;

/** How many samples go into one step, over all workers. */
public sealed interface Batch {

    /** All training samples: one step is an epoch, and training is batch gradient descent. */
    record All() implements Batch {}

    /** So many; with 1 training is stochastic gradient descent. */
    record Samples(int samples) implements Batch {
        public Samples {
            if (samples < 1) {
                throw new IllegalArgumentException("samples must be positive: samples=" + samples);
            }
        }
    }

    /** Samples in a full mini-batch when there are so many to train on. */
    default int size(int trainingSamples) {
        return switch (this) {
            case All() -> trainingSamples;
            case Samples(int samples) -> samples;
        };
    }
}
