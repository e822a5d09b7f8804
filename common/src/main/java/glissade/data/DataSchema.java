package glissade.data;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the numbers of a data set stand for. A model keeps the schema of its training data, so that
 * other data can be read the same way. Immutable.
 *
 * @param classNames names of the classes in the order of their labels; empty when the data have a
 *     regression target
 * @param targetNames names of the values of a regression target; empty when the data are labelled
 * @param table the columns that became inputs; null where the inputs have no names
 * @param missing what is done about missing values
 * @param means what takes their place, one for each input; empty unless {@code missing} is {@link
 *     MissingValues#MEAN} and the means are known
 */
public record DataSchema(
        List<String> classNames,
        List<String> targetNames,
        @Nullable TableColumns table,
        MissingValues missing,
        List<Float> means) {

    public DataSchema {
        classNames = List.copyOf(classNames);
        targetNames = List.copyOf(targetNames);
        means = List.copyOf(means);
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
        return new DataSchema(names, List.of(), null, MissingValues.ERROR, List.of());
    }

    /** Data with a regression target. */
    public static DataSchema targets(List<String> names) {
        return new DataSchema(List.of(), names, null, MissingValues.ERROR, List.of());
    }

    /** This schema with another word on missing values. */
    public DataSchema with(MissingValues policy, List<Float> meansOfInputs) {
        return new DataSchema(classNames, targetNames, table, policy, meansOfInputs);
    }

    DataSchema with(TableColumns columns) {
        return new DataSchema(classNames, targetNames, columns, missing, means);
    }
}
