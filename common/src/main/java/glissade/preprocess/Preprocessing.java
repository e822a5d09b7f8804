package glissade.preprocess;

import glissade.math.Kernels;

/**
 * A fitted transformation of input rows, each row by itself. Immutable and thread-safe; the same
 * bits on every vector width and for every division of the rows.
 *
 * <p>As many values come out as went in: a whitening that drops components leaves their places
 * exactly 0.
 */
public sealed interface Preprocessing permits Unchanged, ColumnScaling, Whitening {

    /** Leaves {@code inputs} columns as they are. */
    static Preprocessing none(int inputs) {
        return new Unchanged(inputs);
    }

    /**
     * The preprocessing that {@link #values} described.
     *
     * @param values [{@link PreprocessingKind#valueCount}], copied
     * @throws IllegalArgumentException if they are none of this kind's: wrong count, not finite,
     *     negative where none can be
     */
    static Preprocessing of(PreprocessingKind kind, int inputs, float[] values) {
        FittedValues.require(kind, inputs, values);
        return switch (kind) {
            case NONE -> new Unchanged(inputs);
            case STANDARDIZE -> ColumnScaling.standardizing(inputs, values.clone());
            case MINMAX -> ColumnScaling.betweenExtremes(inputs, values.clone());
            case PCA_WHITEN, ZCA_WHITEN -> new Whitening(kind, inputs, values.clone());
        };
    }

    PreprocessingKind kind();

    /** Values of a row, before and after. */
    int inputs();

    /**
     * Transforms rows.
     *
     * @param raw [rows, inputs]; scratch, its content is lost
     * @param out [rows, inputs], overwritten; where {@link #worksInPlace} it may be the same place
     *     as {@code raw}, else it must not overlap it
     */
    void apply(Kernels kernels, int rows, float[] raw, int rawOffset, float[] out, int outOffset);

    /** True when {@link #apply} may read and write the same place. */
    boolean worksInPlace();

    /**
     * How many inputs carry nothing: components that a whitening dropped since their variance is at
     * most 1e-4 of the largest, or constant columns. What comes out for them on the training data
     * is 0.
     */
    int dropped();

    /** What was fitted, in words for a person: {@code 331 of 784 components kept, …}. */
    String words();

    /**
     * Everything that was fitted, tensor behind tensor as {@link PreprocessingKind#tensors} lists
     * them; a copy.
     */
    float[] values();
}
