package glissade.comparison;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import glissade.curve.Verdict.Kind;
import glissade.run.RunConfiguration.Training;
import glissade.run.RunSummary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A comparison as {@code compare.csv} and as JSON: the same figures under the same names. */
public final class ComparisonFiles {

    private final List<ObjectNode> rows;
    private final Path directory;
    private final List<Result> results;

    /**
     * Gathers the figures.
     *
     * @param directory of the comparison
     */
    public ComparisonFiles(Path directory, List<Result> results) {
        this.directory = directory;
        this.results = List.copyOf(results);
        this.rows = results.stream().map(ComparisonFiles::row).toList();
    }

    private static ObjectNode row(Result result) {
        Training training = result.setting().run().configuration().training();
        RunSummary summary = result.summary();
        RunSummary.Quality quality = summary.quality();
        ObjectNode row = JsonMapper.builder().build().createObjectNode();
        row.put("setting", result.setting().name());
        row.put("optimizer", training.optimizer().name());
        row.put("schedule", training.schedule().kind().optionName());
        row.put("learning_rate", training.learningRate());
        row.put("batch_size", result.setting().batchSize());
        row.put("steps", summary.progress().steps());
        row.put("samples", summary.progress().samples());
        row.put("training_loss", number(result.endLoss()));
        row.put("validation_loss", number(quality.validationLoss()));
        row.put("validation_accuracy", number(quality.validationAccuracy()));
        row.put("test_loss", number(quality.testLoss()));
        row.put("test_accuracy", number(quality.testAccuracy()));
        row.put("samples_per_second", number(summary.timing().samplesPerSecond()));
        row.put("wall_seconds", number(summary.timing().wallSeconds()));
        row.put("verdict", result.verdict().kind().label());
        row.put("reason", result.verdict().words());
        row.put("parameters_sha256", quality.parametersSha256());
        row.put("run", result.directory().name());
        return row;
    }

    private static @Nullable Double number(double value) {
        return Double.isFinite(value) ? value : null;
    }

    /** Writes {@code compare.csv}, a row a setting; what was not measured is empty. */
    public Path writeTable() throws IOException {
        Path file = directory.resolve("compare.csv");
        try (CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(file)) {
            if (!rows.isEmpty()) {
                csv.writeRecord(names(rows.getFirst()));
            }
            for (ObjectNode row : rows) {
                csv.writeRecord(names(row).stream().map(name -> text(row, name)).toList());
            }
        }
        return file;
    }

    private static List<String> names(ObjectNode row) {
        return row.properties().stream().map(property -> property.getKey()).toList();
    }

    private static String text(ObjectNode row, String name) {
        return row.get(name).isNull() ? "" : row.get(name).asText();
    }

    /** All of it as one JSON object; {@code best} is null when nothing learnt. */
    public String json() {
        ObjectNode all = JsonMapper.builder().build().createObjectNode();
        all.put("comparison", directory.toString());
        all.put("best", best());
        ArrayNode settings = all.putArray("settings");
        rows.forEach(settings::add);
        return all.toPrettyString();
    }

    private @Nullable String best() {
        Result best = best(results);
        return best == null ? null : best.setting().name();
    }

    /** The good setting that ended lowest, null when there is none. */
    public static @Nullable Result best(List<Result> results) {
        Result best = null;
        for (Result result : results) {
            if (result.verdict().kind() == Kind.GOOD
                    && (best == null || result.endLoss() < best.endLoss())) {
                best = result;
            }
        }
        return best;
    }
}
