package glissade.run;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a run with restarts came to: the valleys found, and which was kept.
 *
 * @param restarts in the order of their numbers, from 1
 */
public record RestartSummary(List<Restart> restarts) {

    private static final List<String> COLUMNS =
            List.of(
                    "restart",
                    "seed",
                    "status",
                    "kept",
                    "steps",
                    "train_loss",
                    "validation_loss",
                    "validation_accuracy",
                    "test_loss",
                    "test_accuracy",
                    "distance",
                    "parameters_sha256");

    public RestartSummary {
        restarts = List.copyOf(restarts);
    }

    /**
     * The one that is kept: of those that trained to their end, that with the lowest validation
     * loss, the first of several; null where there is none.
     */
    public @Nullable Restart kept() {
        Restart best = null;
        for (Restart restart : restarts) {
            if (restart.eligible()
                    && (best == null || restart.validationLoss() < best.validationLoss())) {
                best = restart;
            }
        }
        return best;
    }

    /** Number of the one that is kept, 0 for none. */
    public int keptNumber() {
        Restart kept = kept();
        return kept == null ? 0 : kept.number();
    }

    /**
     * The content of {@code summary.json}: that of the whole run, and beside it the number of the
     * restart that it is from, and a table of all.
     *
     * @param whole figures of the one that is kept, under the name of the whole run
     */
    public String toJson(RunSummary whole) {
        ObjectNode json = SummaryJson.node(whole);
        json.put("kept_restart", keptNumber());
        ArrayNode table = json.putArray("restarts");
        for (Restart restart : restarts) {
            ObjectNode row = table.addObject();
            row.put("restart", restart.number());
            row.put("seed", restart.seed());
            row.put("status", restart.status().label());
            row.put("message", restart.message());
            RunSummary summary = restart.summary();
            if (summary == null) {
                row.putNull("steps");
            } else {
                row.put("steps", summary.progress().steps());
            }
            SummaryJson.putMeasured(row, "train_loss", trainLoss(summary));
            SummaryJson.putMeasured(row, "validation_loss", restart.validationLoss());
            SummaryJson.putMeasured(row, "validation_accuracy", validationAccuracy(summary));
            SummaryJson.putMeasured(row, "test_loss", testLoss(summary));
            SummaryJson.putMeasured(row, "test_accuracy", testAccuracy(summary));
            SummaryJson.putMeasured(row, "distance", restart.distance());
            row.put("parameters_sha256", hash(summary));
        }
        return SummaryJson.text(json);
    }

    /** The content of {@code restarts.csv}: a row a restart; what was not measured stays empty. */
    public String toCsv() {
        StringWriter text = new StringWriter();
        try (CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(text)) {
            csv.writeRecord(COLUMNS);
            int kept = keptNumber();
            for (Restart restart : restarts) {
                RunSummary summary = restart.summary();
                csv.writeRecord(
                        Integer.toString(restart.number()),
                        Long.toString(restart.seed()),
                        restart.status().label(),
                        Boolean.toString(restart.number() == kept),
                        summary == null ? "" : Long.toString(summary.progress().steps()),
                        field(trainLoss(summary)),
                        field(restart.validationLoss()),
                        field(validationAccuracy(summary)),
                        field(testLoss(summary)),
                        field(testAccuracy(summary)),
                        field(restart.distance()),
                        hash(summary));
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text.toString();
    }

    /**
     * Writes {@code restarts.csv} and, where one is kept, {@code model.safetensors} and {@code
     * summary.json}, each atomically.
     *
     * @param directory of the whole run
     * @param whole as for {@link #toJson}; null where none is kept
     * @param model model file of the one that is kept; null where none is
     */
    public void write(RunDirectory directory, @Nullable RunSummary whole, @Nullable Path model)
            throws IOException {
        LineFile.replace(directory.restartsFile(), toCsv());
        if (model != null) {
            ModelFile.copy(model, directory.modelFile());
        }
        if (whole != null) {
            LineFile.replace(directory.summaryFile(), toJson(whole));
        }
    }

    private static double trainLoss(@Nullable RunSummary summary) {
        return summary == null ? Double.NaN : summary.quality().trainLoss();
    }

    private static double validationAccuracy(@Nullable RunSummary summary) {
        return summary == null ? Double.NaN : summary.quality().validationAccuracy();
    }

    private static double testLoss(@Nullable RunSummary summary) {
        return summary == null ? Double.NaN : summary.quality().testLoss();
    }

    private static double testAccuracy(@Nullable RunSummary summary) {
        return summary == null ? Double.NaN : summary.quality().testAccuracy();
    }

    private static String hash(@Nullable RunSummary summary) {
        String hash = summary == null ? null : summary.quality().parametersSha256();
        return hash == null ? "" : hash;
    }

    private static String field(double value) {
        return Double.isNaN(value) ? "" : Double.toString(value);
    }
}
