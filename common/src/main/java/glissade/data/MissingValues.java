package glissade.data;

import java.util.Locale;

/**
 * What is done about values that a data set lacks; only numbers read from text or arrays can be.
 */
public enum MissingValues {
    /** The data are refused. */
    ERROR,

    /**
     * The mean of the column over the training samples takes the place; for a column of texts, each
     * of its inputs becomes the share of samples that have that text. Answers must be there.
     */
    MEAN,

    /** Samples that lack anything, their answer included, are left out. */
    DROP;

    /** The spelling on the command line, in configuration files and in models. */
    public String optionName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Finds one by its {@link #optionName}.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static MissingValues of(String optionName) {
        for (MissingValues value : values()) {
            if (value.optionName().equals(optionName)) {
                return value;
            }
        }
        throw new IllegalArgumentException(
                "missing: expected error, mean or drop, found " + optionName);
    }
}
