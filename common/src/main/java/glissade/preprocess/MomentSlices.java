package glissade.preprocess;

/**
 * The fixed units that moments of a data set are summed over: slices of consecutive samples in the
 * order of the data. Their number is a function of the number of samples alone, never of the
 * workers, who share them out. At most 64, so that few sums travel and few are held at once.
 *
 * @param samples of the training data, at least one
 */
public record MomentSlices(int samples) {

    private static final int MOST = 64;
    private static final int LEAST_SAMPLES = 256;

    public MomentSlices {
        if (samples < 1) {
            throw new IllegalArgumentException("nothing to fit to: samples=" + samples);
        }
    }

    /** Samples in a slice; the last may have fewer. */
    public int size() {
        return Math.max(LEAST_SAMPLES, (samples - 1) / MOST + 1);
    }

    public int count() {
        return (samples - 1) / size() + 1;
    }

    /** First sample of a slice. */
    public int from(int slice) {
        return slice * size();
    }

    /** One past the last sample of a slice. */
    public int to(int slice) {
        return Math.toIntExact(Math.min(samples, (slice + 1L) * size()));
    }
}
