package glissade.preprocess;

import glissade.data.Dataset;
import glissade.math.Kernels;

/**
 * Fills the input matrix of a network with samples of a data set, preprocessed: {@link #copy} some
 * rows, then {@link #prepare} them. Samples are gathered where they belong and transformed in
 * place, unless the preprocessing mixes inputs; then they have a matrix of their own. Threads may
 * fill different rows at once. Allocates nothing after construction.
 */
public final class PreparedInputs {

    private final Dataset data;
    private final Preprocessing preprocessing;
    private final boolean unchanged;
    private final int width;
    private final float[] inputs;
    private final float[] raw;

    /**
     * Prepares to fill {@code inputs}.
     *
     * @param inputs matrix of the network [rows, inputs]
     * @throws IllegalArgumentException if samples and preprocessing have different numbers of
     *     inputs
     */
    public PreparedInputs(Dataset data, Preprocessing preprocessing, float[] inputs) {
        if (data.inputs() != preprocessing.inputs()) {
            throw new IllegalArgumentException(
                    "the preprocessing takes "
                            + preprocessing.inputs()
                            + " inputs, the data have "
                            + data.inputs());
        }
        this.data = data;
        this.preprocessing = preprocessing;
        this.unchanged = preprocessing.kind() == PreprocessingKind.NONE;
        this.width = data.inputs();
        this.inputs = inputs;
        this.raw = preprocessing.worksInPlace() ? inputs : new float[inputs.length];
    }

    /** Copies a sample into a row, which is ready after {@link #prepare}. */
    public void copy(int sample, int row) {
        data.copyInputs(sample, raw, row * width);
    }

    /** Preprocesses rows [fromRow, toRow), each copied before. */
    public void prepare(Kernels kernels, int fromRow, int toRow) {
        if (!unchanged) {
            int offset = fromRow * width;
            preprocessing.apply(kernels, toRow - fromRow, raw, offset, inputs, offset);
        }
    }
}
