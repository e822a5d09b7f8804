package glissade.preprocess;

/** Looks at the values of a preprocessing that came from a file or over the wire. */
final class FittedValues {

    private FittedValues() {}

    static void require(PreprocessingKind kind, int inputs, float[] values) {
        int expected = kind.valueCount(inputs);
        if (values.length != expected) {
            throw new IllegalArgumentException(
                    "preprocessing "
                            + kind.optionName()
                            + " of "
                            + inputs
                            + " inputs has "
                            + expected
                            + " values: found "
                            + values.length);
        }
        for (float value : values) {
            if (!Float.isFinite(value)) {
                throw new IllegalArgumentException(
                        "preprocessing " + kind.optionName() + ": a value is " + value);
            }
        }
        switch (kind) {
            case NONE -> {}
            case MINMAX -> requireOrder(inputs, values);
            // Deviations, behind the two parts of the mean.
            case STANDARDIZE, PCA_WHITEN, ZCA_WHITEN ->
                    requireNotNegative(kind, values, 2 * inputs, inputs);
        }
    }

    private static void requireOrder(int inputs, float[] values) {
        for (int i = 0; i < inputs; i++) {
            if (values[i] > values[inputs + i]) {
                throw new IllegalArgumentException(
                        "preprocessing minmax: the minimum of input "
                                + i
                                + " is above its maximum: "
                                + values[i]
                                + " > "
                                + values[inputs + i]);
            }
        }
    }

    private static void requireNotNegative(
            PreprocessingKind kind, float[] values, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            if (values[i] < 0f) {
                throw new IllegalArgumentException(
                        "preprocessing "
                                + kind.optionName()
                                + ": a deviation is negative: "
                                + values[i]);
            }
        }
    }

    /** How many of {@code values[offset, offset + length)} are zero. */
    static int zeros(float[] values, int offset, int length) {
        int zeros = 0;
        for (int i = offset; i < offset + length; i++) {
            if (values[i] == 0f) {
                zeros++;
            }
        }
        return zeros;
    }

    /** {@code 67 of 784 inputs are constant} */
    static String constants(int constant, int inputs) {
        return constant
                + " of "
                + inputs
                + (inputs == 1 ? " input is" : " inputs are")
                + " constant";
    }
}
