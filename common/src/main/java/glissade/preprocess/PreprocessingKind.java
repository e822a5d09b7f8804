package glissade.preprocess;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The ways of preprocessing; names are those of {@code --preprocess}. */
public enum PreprocessingKind {
    /** Inputs as they are. */
    NONE("none"),
    /** {@code (x - mean) / deviation}, a column at a time; a constant column becomes 0. */
    STANDARDIZE("standardize"),
    /** {@code (x - minimum) / (maximum - minimum)}; a constant column becomes 0. */
    MINMAX("minmax"),
    /** Principal components, each of variance 1, by descending variance; the weak ones become 0. */
    PCA_WHITEN("pca-whiten"),
    /** The same turned back, so that every output stands where its input stood. */
    ZCA_WHITEN("zca-whiten");

    private final String optionName;

    PreprocessingKind(String optionName) {
        this.optionName = optionName;
    }

    /** Spelling on the command line, in configurations and files. */
    public String optionName() {
        return optionName;
    }

    /** The kind of that spelling, or null. */
    public static @Nullable PreprocessingKind of(String optionName) {
        for (PreprocessingKind kind : values()) {
            if (kind.optionName.equals(optionName)) {
                return kind;
            }
        }
        return null;
    }

    /** What is summed over the training data, pass by pass; empty when nothing is fitted. */
    public List<MomentPass> passes() {
        return switch (this) {
            case NONE -> List.of();
            case STANDARDIZE -> List.of(MomentPass.SUMS, MomentPass.SQUARES);
            case MINMAX -> List.of(MomentPass.EXTREMES);
            case PCA_WHITEN, ZCA_WHITEN -> List.of(MomentPass.SUMS, MomentPass.PRODUCTS);
        };
    }

    /** True for the two that mix inputs, by a matrix product. */
    public boolean whitens() {
        return this == PCA_WHITEN || this == ZCA_WHITEN;
    }

    /** The tensors that a fitted one consists of, in the order of {@link Preprocessing#values}. */
    public List<TensorShape> tensors(int inputs) {
        List<Integer> row = List.of(inputs);
        TensorShape mean = new TensorShape("mean", row);
        TensorShape meanLow = new TensorShape("mean_low", row);
        TensorShape deviation = new TensorShape("deviation", row);
        return switch (this) {
            case NONE -> List.of();
            case STANDARDIZE -> List.of(mean, meanLow, deviation);
            case MINMAX ->
                    List.of(new TensorShape("minimum", row), new TensorShape("maximum", row));
            case PCA_WHITEN, ZCA_WHITEN -> {
                TensorShape matrix = new TensorShape("matrix", List.of(inputs, inputs));
                yield List.of(mean, meanLow, deviation, matrix);
            }
        };
    }

    /** Floats of all tensors together. */
    public int valueCount(int inputs) {
        return switch (this) {
            case NONE -> 0;
            case STANDARDIZE -> Math.multiplyExact(3, inputs);
            case MINMAX -> Math.multiplyExact(2, inputs);
            case PCA_WHITEN, ZCA_WHITEN -> Math.multiplyExact(3 + inputs, inputs);
        };
    }

    /**
     * A tensor of a fitted preprocessing.
     *
     * @param name without the prefix that files put before it
     */
    public record TensorShape(String name, List<Integer> shape) {
        public TensorShape {
            shape = List.copyOf(shape);
        }
    }
}
