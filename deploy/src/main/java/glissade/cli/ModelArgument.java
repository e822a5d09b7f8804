package glissade.cli;

import glissade.data.DataSelection;
import glissade.data.DataSource;
import glissade.data.Dataset;
import glissade.local.Measurement;
import glissade.run.ModelFile;
import glissade.run.RunConfiguration;
import glissade.run.RunDirectory;
import glissade.run.TrainedModel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A trained model as named on the command line, by its file or by the directory of its run.
 *
 * @param text as it was given
 */
record ModelArgument(Path text, TrainedModel model) {

    /**
     * Reads the model.
     *
     * @throws glissade.run.ConfigurationException if there is none, or it is damaged
     */
    static ModelArgument read(Path text) {
        return new ModelArgument(text, ModelFile.read(ModelFile.find(text)));
    }

    /**
     * The data to apply it to.
     *
     * @param source value of {@code --data}; null for the test data of the run
     * @throws glissade.data.DataException if the data are missing or do not fit the model
     */
    Dataset data(@Nullable String source) {
        if (source != null) {
            return DataSelection.loadForEvaluation(
                    "--data",
                    DataSource.parse("--data", source, Path.of("")),
                    model.network(),
                    model.schema());
        }
        return configuration().loadData().test();
    }

    /**
     * The same data, as several workers load them.
     *
     * @param source value of {@code --data}; null for the test data of the run
     */
    Measurement measurement(@Nullable String source, int workers) {
        Path file = ModelFile.find(text);
        if (source == null) {
            RunConfiguration run = configuration();
            return new Measurement(
                    file, model, run.data().selection(), run.training().seed(), workers);
        }
        DataSource named = DataSource.parse("--data", source, Path.of(""));
        DataSelection selection =
                new DataSelection(named, named, 0, null, 0, model.schema().missing(), true);
        return new Measurement(file, model, selection, 1, workers);
    }

    private RunConfiguration configuration() {
        if (!Files.isDirectory(text)) {
            throw new CommandFailure(
                    ExitCode.BAD_INPUT,
                    "--data is missing: "
                            + text
                            + " is a model without its run; name the data, for example --data"
                            + " digits");
        }
        return RunDirectory.open(text).configuration();
    }

    /**
     * Data whose classes or targets need not be known.
     *
     * @param source value of {@code --data}
     * @throws glissade.data.DataException if the data are missing or do not fit the model
     */
    Dataset unanswered(String source) {
        return DataSelection.loadForPrediction(
                "--data",
                DataSource.parse("--data", source, Path.of("")),
                model.network(),
                model.schema());
    }

    /** What {@link #data} is, for a heading. */
    String describe(@Nullable String source) {
        return source != null ? source : "the test data of " + RunDirectory.open(text).name();
    }
}
