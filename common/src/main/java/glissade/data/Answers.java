package glissade.data;

import java.util.List;

/**
 * The classes or regression targets of samples.
 *
 * @param classNames names by label; empty for targets
 * @param targetNames empty for classes
 * @param values one a sample: the label, which is a small whole number, or the target
 */
record Answers(List<String> classNames, List<String> targetNames, FloatRows values) {

    /** Samples without any answer. */
    static Answers none() {
        return new Answers(List.of(), List.of(), new FloatRows(0));
    }

    int label(int sample) {
        if (classNames.isEmpty()) {
            throw new IllegalStateException("the samples have no classes");
        }
        return (int) values.get(sample, 0);
    }
}
