package glissade.data;

import glissade.math.CounterRandom.Purpose;
import java.util.Objects;

/**
 * The order in which an epoch goes through the training samples: a keyed permutation of (seed,
 * epoch), or the order of the data set. Every worker can look up any place of any epoch.
 *
 * <p>Confined to one thread. Allocates one small object when the epoch changes, otherwise nothing.
 */
public final class SampleOrder {
    private final int samples;
    private final long seed;
    private final boolean shuffle;
    private KeyedPermutation permutation;
    private int permutationEpoch;

    /**
     * Fixes the order of a run.
     *
     * @param samples size of the training set
     * @param shuffle false keeps the order of the data set in every epoch
     */
    public SampleOrder(int samples, long seed, boolean shuffle) {
        this.samples = samples;
        this.seed = seed;
        this.shuffle = shuffle;
        permutation = new KeyedPermutation(samples, seed, Purpose.SAMPLE_ORDER, 0);
    }

    /** Number of positions in an epoch. */
    public int samples() {
        return samples;
    }

    /**
     * Returns the index in the training set of the sample at a place of an epoch.
     *
     * @param position in [0, samples); a mini-batch is a run of consecutive positions
     * @throws IndexOutOfBoundsException if {@code position} is outside
     */
    public int at(int epoch, int position) {
        if (!shuffle) {
            return Objects.checkIndex(position, samples);
        }
        if (epoch != permutationEpoch) {
            permutation = new KeyedPermutation(samples, seed, Purpose.SAMPLE_ORDER, epoch);
            permutationEpoch = epoch;
        }
        return permutation.at(position);
    }
}
