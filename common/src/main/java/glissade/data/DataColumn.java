package glissade.data;

import java.util.List;

/**
 * One column of a table and the inputs that it becomes.
 *
 * @param name from the header
 * @param categories the texts of a column that has no numbers, sorted: each becomes an input that
 *     is 1 where the sample has this text and else 0. Empty for a column of numbers: it becomes one
 *     input
 */
public record DataColumn(String name, List<String> categories) {

    public DataColumn {
        categories = List.copyOf(categories);
    }

    public boolean isNumeric() {
        return categories.isEmpty();
    }

    /** Number of inputs that it becomes. */
    public int width() {
        return isNumeric() ? 1 : categories.size();
    }
}
