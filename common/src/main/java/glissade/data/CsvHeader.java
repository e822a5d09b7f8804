package glissade.data;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The first line of a CSV file, and what each of its columns is used for. */
final class CsvHeader {
    /** The column with the class or the target. */
    static final int ANSWER = -1;

    /** A column that is not used. */
    static final int IGNORED = -2;

    private final CsvSource source;
    private final Reading reading;
    private final List<String> names;
    private final Place place;
    private final int[] roles;
    private int answer = -1;

    /**
     * Works out the roles.
     *
     * @throws DataException if names are missing or double, or a column that is needed is absent
     */
    CsvHeader(CsvSource source, Reading reading, List<String> names, long line) {
        this.source = source;
        this.reading = reading;
        this.names = names;
        this.place = new Place(source.path(), line);
        this.roles = new int[names.size()];
        checkNames();
        for (String column : source.ignored()) {
            roles[index(column)] = IGNORED;
        }
        TableColumns known = reading.schema() == null ? null : reading.schema().table();
        if (known == null) {
            chooseRoles();
        } else {
            followRoles(known);
        }
    }

    int columns() {
        return roles.length;
    }

    String name(int column) {
        return names.get(column);
    }

    /** Number of the input column that a column of the file is; else {@link #ANSWER} or such. */
    int role(int column) {
        return roles[column];
    }

    /** The column with the class or target; -1 if the file has none. */
    int answer() {
        return answer;
    }

    /** Columns of the file by input column. */
    int[] inputs() {
        int count = 0;
        for (int role : roles) {
            count += role >= 0 ? 1 : 0;
        }
        int[] inputs = new int[count];
        for (int column = 0; column < roles.length; column++) {
            if (roles[column] >= 0) {
                inputs[roles[column]] = column;
            }
        }
        return inputs;
    }

    boolean isCategorical(int column) {
        for (String text : source.categorical()) {
            if (index(text) == column) {
                return true;
            }
        }
        return false;
    }

    List<String> ignoredNames() {
        List<String> ignored = new ArrayList<>();
        for (int column = 0; column < roles.length; column++) {
            if (roles[column] == IGNORED) {
                ignored.add(names.get(column));
            }
        }
        return ignored;
    }

    private void checkNames() {
        if (names.size() == 1 && names.getFirst().matches(".*[;\\t|].*")) {
            throw place.refused(
                    "expected columns with commas between, found one column, "
                            + Shown.quoted(names.getFirst())
                            + "; write the file anew with commas");
        }
        Map<String, Integer> seen = new HashMap<>();
        boolean allNumbers = true;
        NumberText number = new NumberText();
        for (int column = 0; column < names.size(); column++) {
            String name = names.get(column);
            Integer twin = seen.putIfAbsent(name, column);
            if (twin != null) {
                throw place.refused(
                        "columns "
                                + (twin + 1)
                                + " and "
                                + (column + 1)
                                + " are both called "
                                + Shown.quoted(name)
                                + "; give each a name of its own");
            }
            allNumbers &= number.read(name) == NumberText.Kind.NUMBER;
        }
        if (allNumbers) {
            throw place.refused(
                    "expected a header with the names of the columns, found numbers: "
                            + Shown.list(names)
                            + "; put a line with names in front");
        }
    }

    /** Training data: the answer as asked, else the last column; inputs in the file's order. */
    private void chooseRoles() {
        answer = chooseAnswer();
        int inputs = 0;
        for (int column = 0; column < roles.length; column++) {
            if (column == answer) {
                roles[column] = ANSWER;
            } else if (roles[column] != IGNORED) {
                roles[column] = inputs++;
            }
        }
        if (inputs == 0) {
            throw place.refused(
                    "expected at least two columns, inputs and a class or target, found "
                            + Shown.list(names));
        }
        for (String column : source.categorical()) {
            if (roles[index(column)] < 0) {
                throw new DataException(
                        source.text() + ": categorical=" + column + ": not an input column");
            }
        }
    }

    private int chooseAnswer() {
        String asked = askedAnswer();
        if (asked != null) {
            return index(asked);
        }
        int left = 0;
        int last = -1;
        for (int column = 0; column < roles.length; column++) {
            if (roles[column] != IGNORED) {
                last = column;
                left++;
            }
        }
        boolean inputsAlone = reading.isPrediction() && left == reading.inputs();
        return inputsAlone ? -1 : last;
    }

    private @Nullable String askedAnswer() {
        return source.label() != null ? source.label() : source.target();
    }

    /** Other data: the columns of the training data by their names, in any order. */
    private void followRoles(TableColumns known) {
        Set<String> ignored = new HashSet<>(known.ignored());
        Map<String, Integer> inputs = new HashMap<>();
        for (DataColumn column : known.inputs()) {
            inputs.put(column.name(), inputs.size());
        }
        String asked = askedAnswer();
        answer = asked != null ? index(asked) : names.indexOf(known.answer());
        if (answer < 0 && !reading.isPrediction()) {
            throw absent(known.answer());
        }
        for (int column = 0; column < roles.length; column++) {
            String name = names.get(column);
            if (column == answer) {
                roles[column] = ANSWER;
            } else if (inputs.containsKey(name)) {
                roles[column] = Objects.requireNonNull(inputs.remove(name));
            } else if (ignored.contains(name) || name.equals(known.answer())) {
                roles[column] = IGNORED;
            } else if (roles[column] != IGNORED) {
                throw place.refused(
                        "column "
                                + Shown.quoted(name)
                                + ": the training data have no such column; take it out, or leave"
                                + " it aside with ,ignore="
                                + name);
            }
        }
        for (DataColumn column : known.inputs()) {
            if (inputs.containsKey(column.name())) {
                throw absent(column.name());
            }
        }
    }

    private DataException absent(String name) {
        return place.refused(
                "column "
                        + Shown.quoted(name)
                        + " of the training data is absent"
                        + nearest(name)
                        + "; columns are: "
                        + Shown.list(names));
    }

    /** The column that a name or a number from 1 means. */
    private int index(String column) {
        int index = names.indexOf(column);
        if (index < 0 && column.matches("[1-9][0-9]{0,8}")) {
            index = Integer.parseInt(column) - 1;
        }
        if (index < 0 || index >= names.size()) {
            throw place.refused(
                    "no column "
                            + Shown.quoted(column)
                            + nearest(column)
                            + "; columns are: "
                            + Shown.list(names));
        }
        return index;
    }

    private String nearest(String name) {
        String nearest = NearestName.among(names, name);
        return nearest == null ? "" : " (did you mean " + Shown.quoted(nearest) + "?)";
    }
}
