package glissade.data;

import glissade.math.CounterRandom.Purpose;
import glissade.nn.NetworkDescription;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Which data a run uses and how it is divided.
 *
 * @param data the training part and, unless one of the next two says otherwise, the test part
 * @param test another source to test on, or null
 * @param holdOut fraction of the training part that becomes the test set; 0 for none
 * @param validation another source to validate on, or null
 * @param validationFraction fraction of the training part that becomes the validation set; 0 for
 *     none
 */
public record DataSelection(
        DataSource data,
        @Nullable DataSource test,
        double holdOut,
        @Nullable DataSource validation,
        double validationFraction) {

    public DataSelection {
        checkFraction("--holdout", holdOut);
        checkFraction("--validation", validationFraction);
        if (test != null && holdOut > 0) {
            throw new DataException(
                    "--holdout: the test set is already named by --test "
                            + test.text()
                            + "; give one of the two");
        }
        if (validation != null && validationFraction > 0) {
            throw new DataException("--validation: expected a fraction or a data set, found both");
        }
    }

    /**
     * Reads the options of a run.
     *
     * @param test {@code --test}, null when not given
     * @param validation {@code --validation}: a fraction or a source, null when not given
     * @param directory relative paths start here
     * @throws DataException if one cannot be read; the message names the option
     */
    public static DataSelection parse(
            String data,
            @Nullable String test,
            double holdOut,
            @Nullable String validation,
            Path directory) {
        DataSource dataSource = DataSource.parse("--data", data, directory);
        DataSource testSource = test == null ? null : DataSource.parse("--test", test, directory);
        if (validation == null) {
            return new DataSelection(dataSource, testSource, holdOut, null, 0);
        }
        if (looksLikeANumber(validation)) {
            double fraction = parseFraction(validation);
            return new DataSelection(dataSource, testSource, holdOut, null, fraction);
        }
        DataSource validationSource = DataSource.parse("--validation", validation, directory);
        return new DataSelection(dataSource, testSource, holdOut, validationSource, 0);
    }

    /** {@code --validation} as {@link #parse} reads it back, with absolute paths. */
    public String validationText() {
        return validation != null ? validation.text() : Double.toString(validationFraction);
    }

    /**
     * Loads and divides the data.
     *
     * @param seed chooses the samples that are held out
     * @throws DataException if data is missing or damaged, or does not fit the network
     */
    public DataSets load(long seed, NetworkDescription network) {
        DataFit fit = new DataFit(network);
        Dataset training = data.training(fit.mostClasses());
        fit.checkTraining(data, training);
        DataSchema schema = training.schema();

        Dataset testSet;
        if (holdOut > 0) {
            Subset.Split split = take("--holdout", training, holdOut, seed, Purpose.HOLD_OUT);
            training = split.remaining();
            testSet = split.taken();
        } else {
            testSet = testPart(network, schema);
        }

        Dataset validationSet = null;
        if (validation != null) {
            validationSet = loadForEvaluation("--validation", validation, network, schema);
        } else if (validationFraction > 0) {
            Subset.Split split =
                    take("--validation", training, validationFraction, seed, Purpose.VALIDATION);
            training = split.remaining();
            validationSet = split.taken();
        }
        return new DataSets(training, validationSet, testSet);
    }

    private Dataset testPart(NetworkDescription network, DataSchema schema) {
        if (test != null) {
            return loadForEvaluation("--test", test, network, schema);
        }
        DataFit fit = new DataFit(network);
        Dataset part = data.test(fit.mostClasses());
        if (part == null) {
            throw new DataException(
                    "--data: "
                            + data.text()
                            + " has no test part; name one with --test DATA, or keep some samples"
                            + " from training with --holdout 0.2");
        }
        fit.checkOther("--data", data, part, schema);
        return part;
    }

    /**
     * Loads the part of a source that a finished model is measured on.
     *
     * @param option what named the source, for messages
     * @param schema of the data that the model was trained on
     * @throws DataException as {@link #load}
     */
    public static Dataset loadForEvaluation(
            String option, DataSource source, NetworkDescription network, DataSchema schema) {
        DataFit fit = new DataFit(network);
        Dataset samples = source.evaluation(fit.mostClasses());
        fit.checkOther(option, source, samples, schema);
        return samples;
    }

    /** Takes the fraction, rounded to the nearest number of samples, and leaves at least one. */
    private static Subset.Split take(
            String option, Dataset samples, double fraction, long seed, Purpose purpose) {
        int count = (int) (fraction * samples.size() + 0.5);
        if (count < 1 || count >= samples.size()) {
            throw new DataException(
                    option
                            + ": "
                            + fraction
                            + " of "
                            + samples.size()
                            + " samples leaves one of the two parts empty; choose another fraction");
        }
        return Subset.split(samples, count, seed, purpose);
    }

    private static boolean looksLikeANumber(String text) {
        return text.matches("[-+]?[0-9.,]*[0-9][0-9.,eE+-]*");
    }

    private static double parseFraction(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new DataException(
                    "--validation: expected a fraction such as 0.1 or a data set, found "
                            + Shown.quoted(text),
                    e);
        }
    }

    private static void checkFraction(String option, double fraction) {
        if (!(fraction >= 0 && fraction < 1)) {
            throw new DataException(
                    option + ": expected a fraction from 0 to below 1, found " + fraction);
        }
    }
}
