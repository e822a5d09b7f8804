package glissade.data;

import java.security.MessageDigest;
import java.util.List;

/**
 * Samples in a fixed order with random access. Each has a class (the set is labelled), or the
 * values of a regression target, or, read for prediction alone, neither. Implementations are
 * immutable and thread-safe, and no accessor of a sample allocates.
 */
public interface Dataset {

    /** Number of samples, at least 1. */
    int size();

    /** Values of one sample. */
    int inputs();

    /**
     * What the inputs and answers are called, and how other data become samples of the same kind.
     */
    DataSchema schema();

    /**
     * Whether every sample has a class; false for a regression target and where nothing is known.
     */
    default boolean labelled() {
        return classes() > 0;
    }

    /** Number of classes; every label is in [0, classes). 0 when the set is not labelled. */
    default int classes() {
        return schema().classNames().size();
    }

    /** Values of the regression target of one sample; 0 when the set is labelled. */
    default int targets() {
        return schema().targetNames().size();
    }

    /** Names of the classes in the order of their labels; empty when the set is not labelled. */
    default List<String> classNames() {
        return schema().classNames();
    }

    /**
     * Copies the values of one sample.
     *
     * @param index in [0, size)
     * @param out written in [offset, offset + inputs)
     */
    void copyInputs(int index, float[] out, int offset);

    /**
     * Looks at each cache line of a sample's values that lies in memory. Several samples looked at
     * before they are copied come in at once; copied alone, each would wait for its own.
     *
     * @param index in [0, size)
     * @return a number without meaning, so that looking is not optimised away
     */
    default int touch(int index) {
        return 0;
    }

    /**
     * Class of one sample, in [0, classes).
     *
     * @throws IllegalStateException if the set is not labelled
     */
    int label(int index);

    /**
     * Copies the regression target of one sample.
     *
     * @param index in [0, size)
     * @param out written in [offset, offset + targets); not at all when the set is labelled
     */
    void copyTargets(int index, float[] out, int offset);

    /**
     * Feeds one sample to a digest: bytes that are the same wherever the same data were read, and
     * cheap to come by.
     *
     * @param index in [0, size)
     */
    void digest(int index, MessageDigest digest);

    /** Feeds all samples to a digest. */
    default void digest(MessageDigest digest) {
        for (int index = 0; index < size(); index++) {
            digest(index, digest);
        }
    }
}
