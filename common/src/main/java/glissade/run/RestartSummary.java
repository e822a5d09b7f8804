package glissade.run;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a run with restarts came to: the valleys found, and which was kept.
 *
 * @param restarts in the order of their numbers, from 1
 */
public record RestartSummary(List<Restart> restarts) {

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
            Figures figures = Figures.of(restart.summary());
            row.put("restart", restart.number());
            row.put("seed", restart.seed());
            row.put("status", restart.status().label());
            row.put("message", restart.message());
            row.put("steps", figures.steps());
            figures.measured().forEach((key, value) -> SummaryJson.putMeasured(row, key, value));
            SummaryJson.putMeasured(row, "distance", restart.distance());
            row.put("parameters_sha256", figures.parametersSha256());
        }
        return SummaryJson.text(json);
    }

    /** The content of {@code restarts.csv}: a row a restart; what was not measured stays empty. */
    public String toCsv() {
        StringWriter text = new StringWriter();
        try (CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(text)) {
            List<String> header =
                    new ArrayList<>(List.of("restart", "seed", "status", "kept", "steps"));
            header.addAll(Figures.of(null).measured().keySet());
            header.addAll(List.of("distance", "parameters_sha256"));
            csv.writeRecord(header);
            for (Restart restart : restarts) {
                csv.writeRecord(row(restart));
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

    private List<String> row(Restart restart) {
        Figures figures = Figures.of(restart.summary());
        List<String> row = new ArrayList<>();
        row.add(Integer.toString(restart.number()));
        row.add(Long.toString(restart.seed()));
        row.add(restart.status().label());
        row.add(Boolean.toString(restart.number() == keptNumber()));
        row.add(Long.toString(figures.steps()));
        figures.measured().values().forEach(value -> row.add(field(value)));
        row.add(field(restart.distance()));
        row.add(figures.parametersSha256() == null ? "" : figures.parametersSha256());
        return row;
    }

    private static String field(double value) {
        return Double.isNaN(value) ? "" : Double.toString(value);
    }

    /**
     * The columns of a restart that come from its summary.
     *
     * @param measured values by name, NaN for what was not measured
     */
    private record Figures(
            long steps, Map<String, Double> measured, @Nullable String parametersSha256) {

        static Figures of(@Nullable RunSummary summary) {
            RunSummary.Quality quality =
                    summary == null
                            ? new RunSummary.Quality(Double.NaN, null, null, null)
                            : summary.quality();
            Map<String, Double> measured = new LinkedHashMap<>();
            measured.put("train_loss", quality.trainLoss());
            put(measured, "validation", SummaryJson.orNothing(quality.validation()));
            put(measured, "test", SummaryJson.orNothing(quality.test()));
            return new Figures(
                    summary == null ? 0 : summary.progress().steps(),
                    measured,
                    quality.parametersSha256());
        }

        private static void put(Map<String, Double> all, String set, Measured measured) {
            all.put(set + "_loss", measured.loss());
            all.put(set + "_accuracy", measured.accuracy());
            all.put(set + "_r2", measured.rSquared());
        }
    }
}
