package glissade.data;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * How the columns of a table become inputs.
 *
 * @param inputs columns in the order of the inputs; names are distinct
 * @param answer name of the column with the class or the regression target
 * @param ignored names of columns that are not used
 */
public record TableColumns(List<DataColumn> inputs, String answer, List<String> ignored) {

    public TableColumns {
        inputs = List.copyOf(inputs);
        ignored = List.copyOf(ignored);
        Set<String> names = new HashSet<>();
        for (DataColumn column : inputs) {
            if (!names.add(column.name())) {
                throw new IllegalArgumentException("two columns are called " + column.name());
            }
        }
    }

    /** Number of inputs. */
    public int width() {
        int width = 0;
        for (DataColumn column : inputs) {
            width += column.width();
        }
        return width;
    }
}
