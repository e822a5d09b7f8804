package glissade.data;

import glissade.math.CounterRandom.Purpose;
import glissade.nn.NetworkDescription;
import java.nio.file.Path;
import java.util.List;
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
 * @param missing what is done about missing values
 * @param stratify whether each class has its share in every part that is taken by a fraction
 */
public record DataSelection(
        DataSource data,
        @Nullable DataSource test,
        double holdOut,
        @Nullable DataSource validation,
        double validationFraction,
        MissingValues missing,
        boolean stratify) {

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

    private DataSelection(
            DataSource data,
            @Nullable DataSource test,
            double holdOut,
            @Nullable DataSource validation,
            double validationFraction) {
        this(data, test, holdOut, validation, validationFraction, MissingValues.ERROR, true);
    }

    /** This selection with another word on missing values and on classes. */
    public DataSelection with(MissingValues missingValues, boolean stratified) {
        return new DataSelection(
                data, test, holdOut, validation, validationFraction, missingValues, stratified);
    }

    /**
     * Reads the options of a run; missing values are refused and classes have their shares.
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
        Dataset training = data.training(reading(network, null));
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
            validationSet = evaluation("--validation", validation, network, schema);
        } else if (validationFraction > 0) {
            Subset.Split split =
                    take("--validation", training, validationFraction, seed, Purpose.VALIDATION);
            training = split.remaining();
            validationSet = split.taken();
        }

        if (schema.missing() != MissingValues.MEAN) {
            return new DataSets(training, validationSet, testSet);
        }
        List<Float> means = FilledSet.means(training);
        return new DataSets(
                FilledSet.of(training, means),
                validationSet == null ? null : FilledSet.of(validationSet, means),
                FilledSet.of(testSet, means));
    }

    /**
     * Loads the test data alone, for a finished model.
     *
     * @param seed chooses the samples that are held out
     * @param schema of the data that the model was trained on
     * @throws DataException as {@link #load}
     */
    public Dataset loadTest(long seed, NetworkDescription network, DataSchema schema) {
        return holdOut > 0
                ? load(seed, network).test()
                : FilledSet.of(testPart(network, schema), schema.means());
    }

    private Reading reading(NetworkDescription network, @Nullable DataSchema schema) {
        return new Reading(
                network.inputs(),
                new DataFit(network).mostClasses(),
                missing,
                schema,
                Reading.Purpose.LEARNING);
    }

    private Dataset testPart(NetworkDescription network, DataSchema schema) {
        if (test != null) {
            return evaluation("--test", test, network, schema);
        }
        Dataset part = data.test(reading(network, schema));
        if (part == null) {
            throw new DataException(
                    "--data: "
                            + data.text()
                            + " has no test part; name one with --test DATA, or keep some samples"
                            + " from training with --holdout 0.2");
        }
        new DataFit(network).checkOther("--data", data, part, schema);
        return part;
    }

    private Dataset evaluation(
            String option, DataSource source, NetworkDescription network, DataSchema schema) {
        Dataset samples = source.evaluation(reading(network, schema));
        new DataFit(network).checkOther(option, source, samples, schema);
        return samples;
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
        return load(option, source, network, schema, Reading.Purpose.LEARNING);
    }

    /**
     * Loads samples that a finished model is to answer for. They need no class or target of their
     * own: then the set is not labelled and has no targets.
     *
     * @param option what named the source, for messages
     * @param schema of the data that the model was trained on
     * @throws DataException as {@link #load}
     */
    public static Dataset loadForPrediction(
            String option, DataSource source, NetworkDescription network, DataSchema schema) {
        return load(option, source, network, schema, Reading.Purpose.PREDICTION);
    }

    private static Dataset load(
            String option,
            DataSource source,
            NetworkDescription network,
            DataSchema schema,
            Reading.Purpose purpose) {
        DataFit fit = new DataFit(network);
        Reading reading =
                new Reading(network.inputs(), fit.mostClasses(), schema.missing(), schema, purpose);
        Dataset samples = source.evaluation(reading);
        fit.checkOther(option, source, samples, schema);
        return FilledSet.of(samples, schema.means());
    }

    /** Takes the fraction, rounded to the nearest number of samples, and leaves at least one. */
    private Subset.Split take(
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
        return stratify && samples.labelled()
                ? Subset.stratified(samples, count, seed, purpose)
                : Subset.split(samples, count, seed, purpose);
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
