package glissade.data;

/**
 * Samples with a class each, in a fixed order with random access. Implementations are immutable and
 * thread-safe, and neither accessor of a sample allocates.
 */
public interface Dataset {

    /** Number of samples, at least 1. */
    int size();

    /** Values of one sample. */
    int inputs();

    /** Number of classes; every label is in [0, classes). */
    int classes();

    /**
     * Copies the values of one sample.
     *
     * @param index in [0, size)
     * @param out written in [offset, offset + inputs)
     */
    void copyInputs(int index, float[] out, int offset);

    /** Class of one sample, in [0, classes). */
    int label(int index);
}
