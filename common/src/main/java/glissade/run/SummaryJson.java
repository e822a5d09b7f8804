package glissade.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glissade.math.Precision;
import glissade.preprocess.PreprocessingKind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A summary as JSON: one flat object, its keys in the order in which people look for them. */
final class SummaryJson {

    private static final JsonMapper JSON = new JsonMapper();

    private static final Measured NOTHING =
            new Measured(Double.NaN, Double.NaN, Double.NaN, Double.NaN);

    private SummaryJson() {}

    static String write(RunSummary summary) {
        return text(node(summary));
    }

    static String text(ObjectNode json) {
        return json.toPrettyString() + "\n";
    }

    static ObjectNode node(RunSummary summary) {
        RunSummary.Setup setup = summary.setup();
        RunSummary.Progress progress = summary.progress();
        RunSummary.Quality quality = summary.quality();
        RunSummary.Timing timing = summary.timing();
        RunSummary.Distribution distribution = summary.distribution();
        ObjectNode json = JSON.createObjectNode();
        json.put("run", summary.run());
        json.put("status", summary.status().label());
        json.put("seed", setup.seed());
        json.put("workers", setup.workers());
        json.put("threads_per_worker", setup.threadsPerWorker());
        json.put("steps", progress.steps());
        json.put("epochs", progress.epochs());
        json.put("samples", progress.samples());
        json.put("batch_size", setup.batchSize());
        json.put("slice_size", setup.sliceSize());
        json.put("gradient_precision", setup.gradientPrecision());
        json.put("gradient_threshold", setup.gradientThreshold());
        json.put("units", setup.units());
        json.put("replicas", setup.replicas());
        json.put("sync_every", setup.syncEvery());
        json.put("parameters", setup.parameters());
        json.put("preprocess", setup.preprocess());
        json.put("dropped_inputs", setup.droppedInputs());
        putMeasured(json, "train_loss", quality.trainLoss());
        Measured validation = orNothing(quality.validation());
        putMeasured(json, "validation_loss", validation.loss());
        putMeasured(json, "validation_accuracy", validation.accuracy());
        putMeasured(json, "validation_r2", validation.rSquared());
        putMeasured(json, "validation_mae", validation.meanAbsoluteError());
        Measured test = orNothing(quality.test());
        putMeasured(json, "test_loss", test.loss());
        putMeasured(json, "test_accuracy", test.accuracy());
        putMeasured(json, "test_r2", test.rSquared());
        putMeasured(json, "test_mae", test.meanAbsoluteError());
        putMeasured(json, "samples_per_second", timing.samplesPerSecond());
        putMeasured(json, "wall_seconds", timing.wallSeconds());
        putMeasured(json, "compute_seconds", timing.computeSeconds());
        putMeasured(json, "communicate_seconds", timing.communicateSeconds());
        putMeasured(json, "wait_seconds", timing.waitSeconds());
        putSeconds(json, timing.workerSeconds());
        json.put("parameters_sha256", quality.parametersSha256());
        json.set("slices_by_worker", JSON.valueToTree(distribution.slicesByWorker()));
        json.put("gradient_bytes", distribution.gradientBytes());
        json.put("failures", distribution.failures());
        json.put("reassigned_slices", distribution.reassignedSlices());
        json.put("transport", setup.transport());
        json.put("averaging", setup.averaging());
        ArrayNode bits = json.putArray("vector_bits");
        distribution.vectorBits().forEach(bits::add);
        json.put("java", distribution.java());
        json.put("cpu", distribution.cpu());
        return json;
    }

    private static @Nullable Integer count(JsonNode json, String key) {
        return json.path(key).isInt() ? Integer.valueOf(json.path(key).intValue()) : null;
    }

    static RunSummary read(String text) throws JsonProcessingException {
        JsonNode json = JSON.readTree(text);
        return new RunSummary(
                json.required("run").asText(),
                RunStatus.of(json.required("status").asText()),
                new RunSummary.Setup(
                        json.required("seed").asLong(),
                        json.required("workers").asInt(),
                        json.required("threads_per_worker").asInt(),
                        json.required("batch_size").asInt(),
                        json.required("slice_size").asInt(),
                        json.path("gradient_precision").asText(Precision.FP32.optionName()),
                        json.path("gradient_threshold").isNumber()
                                ? (Double) json.path("gradient_threshold").doubleValue()
                                : null,
                        count(json, "units"),
                        count(json, "replicas"),
                        count(json, "sync_every"),
                        json.required("parameters").asInt(),
                        json.path("preprocess").asText(PreprocessingKind.NONE.optionName()),
                        json.path("dropped_inputs").asInt(0),
                        json.required("transport").asText(),
                        json.required("averaging").asText()),
                new RunSummary.Progress(
                        json.required("steps").asLong(),
                        json.required("epochs").asInt(),
                        json.required("samples").asLong()),
                new RunSummary.Quality(
                        measured(json, "train_loss"),
                        figures(json, "validation"),
                        figures(json, "test"),
                        json.required("parameters_sha256").textValue()),
                new RunSummary.Timing(
                        measured(json, "samples_per_second"),
                        measured(json, "wall_seconds"),
                        measured(json, "compute_seconds"),
                        measured(json, "communicate_seconds"),
                        measured(json, "wait_seconds"),
                        workerSeconds(json)),
                distribution(json));
    }

    private static void putSeconds(ObjectNode json, @Nullable List<WorkerSeconds> workers) {
        ArrayNode compute = json.putArray("compute_seconds_by_worker");
        ArrayNode communicate = json.putArray("communicate_seconds_by_worker");
        ArrayNode wait = json.putArray("wait_seconds_by_worker");
        if (workers == null) {
            json.putNull("compute_seconds_by_worker");
            json.putNull("communicate_seconds_by_worker");
            json.putNull("wait_seconds_by_worker");
            return;
        }
        for (WorkerSeconds worker : workers) {
            compute.add(worker.computing());
            communicate.add(worker.communicating());
            wait.add(worker.waiting());
        }
    }

    /** Null also where the summary is from before they were kept. */
    private static @Nullable List<WorkerSeconds> workerSeconds(JsonNode json) {
        JsonNode compute = json.path("compute_seconds_by_worker");
        if (!compute.isArray()) {
            return null;
        }
        List<WorkerSeconds> workers = new ArrayList<>();
        for (int rank = 0; rank < compute.size(); rank++) {
            workers.add(
                    new WorkerSeconds(
                            compute.path(rank).asDouble(),
                            json.path("communicate_seconds_by_worker").path(rank).asDouble(),
                            json.path("wait_seconds_by_worker").path(rank).asDouble()));
        }
        return workers;
    }

    private static RunSummary.Distribution distribution(JsonNode json) {
        List<Integer> bits = new ArrayList<>();
        json.required("vector_bits").forEach(width -> bits.add(width.asInt()));
        return new RunSummary.Distribution(
                slices(json.required("slices_by_worker")),
                number(json.required("gradient_bytes")),
                json.required("failures").asInt(),
                json.required("reassigned_slices").asLong(),
                bits,
                json.required("java").asText(),
                json.required("cpu").asText());
    }

    private static @Nullable List<Long> slices(JsonNode array) {
        if (array.isNull()) {
            return null;
        }
        List<Long> slices = new ArrayList<>();
        array.forEach(count -> slices.add(count.asLong()));
        return slices;
    }

    private static @Nullable Long number(JsonNode value) {
        return value.isNull() ? null : (Long) value.asLong();
    }

    static Measured orNothing(@Nullable Measured measured) {
        return measured == null ? NOTHING : measured;
    }

    /** Null when the data were not evaluated; a loss that is not finite is read as NaN. */
    private static @Nullable Measured figures(JsonNode json, String data) {
        Measured figures =
                new Measured(
                        measured(json, data + "_loss"),
                        measured(json, data + "_accuracy"),
                        measured(json, data + "_r2"),
                        measured(json, data + "_mae"));
        return figures.equals(NOTHING) ? null : figures;
    }

    /** JSON knows no NaN and no infinity. */
    static void putMeasured(ObjectNode json, String key, double value) {
        if (Double.isFinite(value)) {
            json.put(key, value);
        } else {
            json.putNull(key);
        }
    }

    private static double measured(JsonNode json, String key) {
        return json.required(key).asDouble(Double.NaN);
    }
}
