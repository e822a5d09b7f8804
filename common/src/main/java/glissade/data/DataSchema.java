package glissade.data;

import java.util.ArrayList;
import java.util.List;

/**
 * What the numbers of a data set stand for. A model keeps the schema of its training data, so that
 * other data can be read the same way. Immutable.
 *
 * @param classNames names of the classes in the order of their labels; empty when the data have a
 *     regression target
 * @param targetNames names of the values of a regression target; empty when the data are labelled
 */
public record DataSchema(List<String> classNames, List<String> targetNames) {

    public DataSchema {
        classNames = List.copyOf(classNames);
        targetNames = List.copyOf(targetNames);
        if (!classNames.isEmpty() && !targetNames.isEmpty()) {
            throw new IllegalArgumentException(
                    "data have classes or targets: classNames="
                            + classNames
                            + ", targetNames="
                            + targetNames);
        }
    }

    /** Labelled data whose classes are called by their numbers. */
    public static DataSchema numbered(int classes) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < classes; i++) {
            names.add(String.valueOf(i));
        }
        return classes(names);
    }

    /** Labelled data. */
    public static DataSchema classes(List<String> names) {
        return new DataSchema(names, List.of());
    }

    /** Data with a regression target. */
    public static DataSchema targets(List<String> names) {
        return new DataSchema(List.of(), names);
    }
}
