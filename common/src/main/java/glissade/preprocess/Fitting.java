package glissade.preprocess;

import glissade.math.ColumnProducts;
import java.util.List;

/**
 * What is to be fitted, to how many samples of how many inputs, and how the moments of all of them
 * become a {@link Preprocessing}. A function of its arguments alone.
 */
public record Fitting(PreprocessingKind kind, int inputs, int samples) {

    /**
     * Most inputs that are whitened: the sums of products take 16 MiB then, each of the up to seven
     * that a worker holds at a time, and the eigenvectors ten seconds.
     */
    public static final int MOST_WHITENED_INPUTS = 2_048;

    public Fitting {
        if (inputs < 1 || samples < 1) {
            throw new IllegalArgumentException(
                    "nothing to fit to: inputs=" + inputs + ", samples=" + samples);
        }
        if (!isPossible(kind, inputs)) {
            throw new IllegalArgumentException(whyImpossible(inputs));
        }
    }

    /** Whether a fit stays within memory and patience: only whitening has a limit. */
    public static boolean isPossible(PreprocessingKind kind, int inputs) {
        return !kind.whitens() || inputs <= MOST_WHITENED_INPUTS;
    }

    /** Why so many inputs are not whitened, in words. */
    public static String whyImpossible(int inputs) {
        long mebibytes = ((long) inputs * inputs * Double.BYTES) >> 20;
        return "whitening takes at most "
                + MOST_WHITENED_INPUTS
                + " inputs, found "
                + inputs
                + ", whose covariance alone takes "
                + mebibytes
                + " MiB, and whose eigenvectors many times that and minutes";
    }

    public List<MomentPass> passes() {
        return kind.passes();
    }

    public MomentSlices slices() {
        return new MomentSlices(samples);
    }

    /**
     * Fits.
     *
     * @param moments of all samples, an array for each of {@link #passes}, [{@link
     *     MomentPass#length}]; may be overwritten
     * @throws PreprocessingException if nothing can be fitted to them
     */
    public Preprocessing fit(List<double[]> moments, ColumnProducts products) {
        return switch (kind) {
            case NONE -> new Unchanged(inputs);
            case STANDARDIZE ->
                    ColumnScaling.fit(
                            samples, MomentPass.means(moments.get(0), samples), moments.get(1));
            case MINMAX -> ColumnScaling.fit(inputs, moments.get(0));
            case PCA_WHITEN, ZCA_WHITEN ->
                    Whitening.fit(
                            kind,
                            samples,
                            MomentPass.means(moments.get(0), samples),
                            moments.get(1),
                            products);
        };
    }
}
