package glissade.data;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A pair of arrays that NumPy saved: {@code npy:INPUTS,ANSWERS}. Numbers of the inputs are taken as
 * they are, bytes too. Whole answers are classes, one a sample, whose names are the numbers;
 * floating ones are a regression target, of one number a sample or several. To predict, the inputs
 * are enough. It has no test part.
 *
 * @param answers null when only inputs are named
 */
record NpySource(Path inputs, @Nullable Path answers) implements DataSource {
    static final String NAME = "npy";
    static final String FORM = "npy:INPUTS,LABELS";

    static NpySource parse(String option, String text, Path directory) {
        String[] paths = text.substring(NAME.length() + 1).split(",", -1);
        if (paths.length > 2 || paths[0].isBlank() || paths[paths.length - 1].isBlank()) {
            throw new DataException(
                    option
                            + ": expected "
                            + FORM
                            + ", two paths with one comma between, found "
                            + Shown.quoted(text));
        }
        return new NpySource(
                DataSource.path(option, paths[0], directory),
                paths.length == 1 ? null : DataSource.path(option, paths[1], directory));
    }

    @Override
    public String text() {
        return NAME + ":" + inputs + (answers == null ? "" : "," + answers);
    }

    @Override
    public Dataset training(Reading reading) {
        NpyArray rows = NpyArray.open(inputs);
        if (answers == null) {
            if (!reading.isPrediction()) {
                throw new DataException(
                        text()
                                + ": expected inputs and their classes or targets, found inputs"
                                + " alone; say "
                                + FORM);
            }
            return complete(new NpySet(rows, null, null, reading.missing()), rows, reading);
        }
        NpyArray given = NpyArray.open(answers);
        if (given.rows() != rows.rows()) {
            throw new DataException(
                    inputs
                            + ": "
                            + rows.rows()
                            + " samples but "
                            + given.rows()
                            + " labels in "
                            + answers
                            + "; each sample needs one, take files that belong together");
        }
        DataSchema schema = reading.schema();
        boolean target = schema != null ? !schema.targetNames().isEmpty() : !given.type().isWhole();
        NpyClasses classes = target ? null : NpyClasses.of(given, reading);
        if (classes != null && schema != null) {
            int unknown = classes.firstUnknown(given);
            if (unknown >= 0 && reading.isPrediction()) {
                return complete(new NpySet(rows, null, null, reading.missing()), rows, reading);
            }
            if (unknown >= 0) {
                throw new DataException(
                        answers
                                + ": ["
                                + unknown
                                + "]: expected a class of the training data, found "
                                + given.whole(unknown)
                                + "; known classes are "
                                + Shown.list(classes.names())
                                + "; correct it, or train with data that have this class");
            }
        }
        return complete(new NpySet(rows, given, classes, reading.missing()), rows, reading);
    }

    /** Whole inputs are complete: there is no need to look through all of a large file. */
    private Dataset complete(NpySet set, NpyArray rows, Reading reading) {
        return rows.type().isWhole() && set.targets() == 0
                ? set
                : Complete.of(set, inputs, reading);
    }

    @Override
    public @Nullable Dataset test(Reading reading) {
        return null;
    }
}
