package glissade.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

/** Which class each whole number of an array of labels stands for. */
final class NpyClasses {
    private final List<String> names;
    private final long[] values;
    private final int[] labels;

    private NpyClasses(List<String> names, long[] values, int[] labels) {
        this.names = names;
        this.values = values;
        this.labels = labels;
    }

    /**
     * Finds the classes of training data, which are their numbers in ascending order, or those of
     * the training data in other data.
     *
     * @throws DataException if the array is none of labels
     */
    static NpyClasses of(NpyArray array, Reading reading) {
        if (!array.type().isWhole()) {
            throw new DataException(
                    array.path()
                            + ": expected whole numbers, classes as in the training data, found "
                            + array.type()
                            + "; save them with .astype('int64')");
        }
        if (array.width() != 1) {
            throw new DataException(
                    array.path()
                            + ": expected one class a sample, found "
                            + array.width()
                            + " whole numbers; save the numbers of the classes with"
                            + " .argmax(axis=1), or targets with .astype('float32')");
        }
        DataSchema schema = reading.schema();
        return schema == null ? distinct(array) : known(schema);
    }

    private static NpyClasses distinct(NpyArray array) {
        TreeSet<Long> found = new TreeSet<>();
        long last = array.whole(0);
        found.add(last);
        for (int row = 1; row < array.rows(); row++) {
            long value = array.whole(row);
            if (value != last) {
                found.add(value);
                last = value;
            }
            if (found.size() > AnswerReader.MOST_CLASSES) {
                throw new DataException(
                        array.path()
                                + ": expected at most "
                                + AnswerReader.MOST_CLASSES
                                + " classes, found more; if these are numbers to predict, save them"
                                + " with .astype('float32')");
            }
        }
        List<String> names = new ArrayList<>();
        long[] values = new long[found.size()];
        int[] labels = new int[values.length];
        for (long value : found) {
            values[names.size()] = value;
            labels[names.size()] = names.size();
            names.add(String.valueOf(value));
        }
        return new NpyClasses(List.copyOf(names), values, labels);
    }

    private static NpyClasses known(DataSchema schema) {
        List<String> names = schema.classNames();
        long[] values =
                names.stream()
                        .filter(name -> name.matches("-?[0-9]{1,18}"))
                        .mapToLong(Long::parseLong)
                        .sorted()
                        .toArray();
        int[] labels = new int[values.length];
        for (int i = 0; i < values.length; i++) {
            labels[i] = names.indexOf(String.valueOf(values[i]));
        }
        return new NpyClasses(names, values, labels);
    }

    /** The first sample whose number is no class; negative if all are. */
    int firstUnknown(NpyArray array) {
        for (int row = 0; row < array.rows(); row++) {
            if (label(array.whole(row)) < 0) {
                return row;
            }
        }
        return -1;
    }

    List<String> names() {
        return names;
    }

    /** The label of a number; negative if it is no class. */
    int label(long value) {
        int place = Arrays.binarySearch(values, value);
        return place < 0 ? -1 : labels[place];
    }
}
