package glissade.data;

import org.jspecify.annotations.Nullable;

/**
 * What is known before data are read, and what they are read for.
 *
 * @param inputs values of a sample that the network takes; 0 when not known
 * @param classes classes that the network can tell apart: a data set whose classes are numbers must
 *     have no other. 0 for any
 * @param missing what to do about missing values
 * @param schema of the training data, which all others have to follow; null for the training data
 * @param purpose what the samples are for
 */
public record Reading(
        int inputs,
        int classes,
        MissingValues missing,
        @Nullable DataSchema schema,
        Purpose purpose) {

    /** What samples are for. */
    public enum Purpose {
        /** Each has its class or target, or the data are refused. */
        LEARNING,
        /** A class or target may be there; every sample must be. */
        PREDICTION
    }

    /** Reads whatever is there. */
    public static Reading anything() {
        return new Reading(0, 0, MissingValues.ERROR, null, Purpose.LEARNING);
    }

    boolean isPrediction() {
        return purpose == Purpose.PREDICTION;
    }
}
