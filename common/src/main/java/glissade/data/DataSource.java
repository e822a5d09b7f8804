package glissade.data;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where samples come from, as named by {@code --data}, {@code --test} or {@code --validation}.
 * Parsing looks at the text only; files are opened when a part is loaded.
 */
public sealed interface DataSource
        permits CsvSource, DigitsSource, DirectorySource, IdxSource, NpySource, SvmSource {

    String ACCEPTED =
            "digits, digits:N, a directory with the standard MNIST files, idx:IMAGES,LABELS, "
                    + CsvSource.FORM
                    + ", "
                    + SvmSource.FORM
                    + ", or "
                    + NpySource.FORM;

    /** What {@link #parse} reads back, with absolute paths: fit for a run's configuration. */
    String text();

    /**
     * Loads the samples to train on.
     *
     * @throws DataException if the data are missing or damaged, or have a class out of range
     */
    Dataset training(Reading reading);

    /**
     * Loads the samples that belong to the source but are kept from training.
     *
     * @return null if this source has one part only
     * @throws DataException as {@link #training}
     */
    @Nullable Dataset test(Reading reading);

    /**
     * Loads what a model is measured on when this source is named for that purpose: the test part,
     * or all there is.
     */
    default Dataset evaluation(Reading reading) {
        Dataset test = test(reading);
        return test != null ? test : training(reading);
    }

    /**
     * Reads the name of a source.
     *
     * @param option the option or key it was given by, for messages: {@code --data}
     * @param text see {@link #ACCEPTED}
     * @param directory relative paths start here
     * @throws DataException if the text is none of the accepted forms
     */
    static DataSource parse(String option, String text, Path directory) {
        String prefix = text.indexOf(':') > 0 ? text.substring(0, text.indexOf(':')) : text;
        if (prefix.equals(DigitsSource.NAME)) {
            return DigitsSource.parse(option, text);
        }
        if (text.length() > prefix.length()) {
            switch (prefix) {
                case CsvSource.NAME -> {
                    return CsvSource.parse(option, text, directory);
                }
                case IdxSource.NAME -> {
                    return IdxSource.parse(option, text, directory);
                }
                case NpySource.NAME -> {
                    return NpySource.parse(option, text, directory);
                }
                case SvmSource.NAME -> {
                    return SvmSource.parse(option, text, directory);
                }
                default -> {}
            }
        }
        boolean unknownKind = prefix.length() < text.length() && prefix.matches("[a-z0-9]+");
        if (text.isBlank() || unknownKind) {
            throw new DataException(
                    option + ": expected " + ACCEPTED + "; found " + Shown.quoted(text));
        }
        return new DirectorySource(option, path(option, text, directory));
    }

    /** Makes a path absolute. */
    static Path path(String option, String text, Path directory) {
        try {
            return directory.resolve(text).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            throw new DataException(
                    option
                            + ": not a path: "
                            + Shown.quoted(text)
                            + " ("
                            + e.getReason()
                            + "); expected "
                            + ACCEPTED,
                    e);
        }
    }
}
