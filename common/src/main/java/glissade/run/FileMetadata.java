package glissade.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import glissade.averaging.StepMemory;
import glissade.data.DataException;
import glissade.data.DataSchema;
import glissade.nn.NetworkDescription;
import glissade.preprocess.PreprocessingKind;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The text that models and checkpoints carry about themselves. Keys that describe the network are
 * spelt like the options of {@code train}.
 */
final class FileMetadata {

    private static final String OURS = "glissade-";
    static final String MODEL = OURS + "model";
    static final String CHECKPOINT = OURS + "checkpoint";

    static final String RUN = "run";
    static final String STEP = "step";
    static final String EPOCH = "epoch";
    static final String RUN_CONFIGURATION = "run_configuration";
    static final String VALIDATION = "validation_memory";
    static final String ENDED = "ended";
    static final String STEPS = "step_memory";

    private static final int VERSION = 1;
    private static final JsonMapper JSON = new JsonMapper();
    private static final String FORMAT = "format";
    private static final String FORMAT_VERSION = "format_version";
    private static final String PREPROCESSING = "preprocessing";

    private final Map<String, String> values;
    private final String source;

    private FileMetadata(Map<String, String> values, String source) {
        this.values = values;
        this.source = source;
    }

    /** What every file says first; more may be put behind it. */
    static Map<String, String> describing(
            String format,
            String run,
            NetworkDescription network,
            DataSchema schema,
            PreprocessingKind preprocessing) {
        Map<String, String> values = new LinkedHashMap<>();
        values.put(FORMAT, format);
        values.put(FORMAT_VERSION, String.valueOf(VERSION));
        values.put(RUN, run);
        values.put(RunOptions.MODEL.name(), RunValues.WIDTHS.printer().apply(network.widths()));
        values.put(RunOptions.ACTIVATION.name(), network.hidden().optionName());
        values.put(RunOptions.OUTPUT_ACTIVATION.name(), network.output().optionName());
        values.put(RunOptions.LOSS.name(), network.loss().optionName());
        values.put(RunOptions.LAYER_NORM.name(), String.valueOf(network.layerNorm()));
        values.put(PREPROCESSING, preprocessing.optionName());
        values.putAll(SchemaText.of(schema));
        return values;
    }

    /**
     * Checks that a file is one of ours, whole, and of a version that this build reads.
     *
     * @param source for messages: the file
     * @param formats that are accepted
     * @throws ConfigurationException if not
     */
    static FileMetadata require(SafeTensors file, String source, String... formats) {
        FileMetadata metadata = new FileMetadata(file.metadata(), source);
        String format = file.metadata().get(FORMAT);
        if (format == null || !List.of(formats).contains(format)) {
            throw metadata.refused(
                    "expected a file of format "
                            + String.join(" or ", formats)
                            + ", found "
                            + (format == null
                                    ? "a safetensors file of another program; parameters alone can be"
                                            + " used with --initial-parameters"
                                    : format));
        }
        long version = metadata.number(FORMAT_VERSION);
        if (version > VERSION) {
            throw metadata.refused(
                    "written by format "
                            + version
                            + ", this build reads formats up to "
                            + VERSION
                            + "; update it");
        }
        requireSealOfOurOwn(file, source);
        return metadata;
    }

    /**
     * Checks that a file of ours has its seal: without, nobody can say whether it is whole.
     *
     * @throws ConfigurationException if it has not; files of other programs pass
     */
    static void requireSealOfOurOwn(SafeTensors file, String source) {
        boolean isOurs = file.metadata().getOrDefault(FORMAT, "").startsWith(OURS);
        if (isOurs && !file.isSealed()) {
            throw new ConfigurationException(
                    source
                            + ": its SHA-256 is missing: damaged, or saved again by another program;"
                            + " use the original file");
        }
    }

    String text(String key) {
        String value = values.get(key);
        if (value == null) {
            throw refused("its metadata lack " + key + "; use another file");
        }
        return value;
    }

    long number(String key) {
        String text = text(key);
        Long number = ValueType.wholeLong("", 0).parser().apply(text);
        if (number == null) {
            throw refused(
                    "metadata " + key + ": expected a whole number, found " + OneLine.quote(text));
        }
        return number;
    }

    NetworkDescription network() {
        try {
            return new NetworkDescription(
                    option(RunOptions.MODEL),
                    option(RunOptions.ACTIVATION),
                    option(RunOptions.OUTPUT_ACTIVATION),
                    option(RunOptions.LOSS),
                    Boolean.parseBoolean(values.get(RunOptions.LAYER_NORM.name())));
        } catch (IllegalArgumentException nonsense) {
            throw refused(String.valueOf(nonsense.getMessage()));
        }
    }

    RunConfiguration runConfiguration() {
        try {
            return RunConfiguration.fromHocon(text(RUN_CONFIGURATION));
        } catch (ConfigurationException | DataException nonsense) {
            throw refused(String.valueOf(nonsense.getMessage()));
        }
    }

    /** What was remembered of validation losses; nothing in files of before there was a memory. */
    ValidationMemory validationMemory() {
        String text = values.get(VALIDATION);
        try {
            return text == null
                    ? ValidationMemory.NONE
                    : JSON.readValue(text, ValidationMemory.class);
        } catch (JsonProcessingException damaged) {
            throw refused("metadata " + VALIDATION + ": expected what this program writes there");
        }
    }

    static String text(ValidationMemory memory) {
        try {
            return JSON.writeValueAsString(memory);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("numbers are JSON", impossible);
        }
    }

    /** What was remembered of the steps; nothing in files of before there was a memory. */
    StepMemory stepMemory() {
        String text = values.get(STEPS);
        if (text == null) {
            return StepMemory.NONE;
        }
        try {
            String[] parts = text.split(" ", -1);
            double[] numbers = new double[parts.length];
            for (int i = 0; i < parts.length; i++) {
                numbers[i] = Double.parseDouble(parts[i]);
            }
            return StepMemory.of(numbers);
        } catch (IllegalArgumentException damaged) {
            throw refused("metadata " + STEPS + ": expected what this program writes there");
        }
    }

    static String text(StepMemory memory) {
        return Arrays.stream(memory.values())
                .mapToObj(Double::toString)
                .collect(Collectors.joining(" "));
    }

    boolean ended() {
        return Boolean.parseBoolean(values.get(ENDED));
    }

    DataSchema schema() {
        try {
            return SchemaText.read(values);
        } catch (IllegalArgumentException damaged) {
            throw refused(String.valueOf(damaged.getMessage()));
        }
    }

    PreprocessingKind preprocessing() {
        String text = text(PREPROCESSING);
        PreprocessingKind kind = PreprocessingKind.of(text);
        if (kind == null) {
            throw refused(
                    "metadata "
                            + PREPROCESSING
                            + ": expected "
                            + RunOptions.PREPROCESS.type().expected()
                            + ", found "
                            + OneLine.quote(text)
                            + "; update this build");
        }
        return kind;
    }

    private <T> T option(RunOption<T> option) {
        String text = text(option.name());
        T value = option.type().parser().apply(text);
        if (value == null) {
            throw refused(
                    "metadata "
                            + option.name()
                            + ": expected "
                            + option.type().expected()
                            + ", found "
                            + OneLine.quote(text));
        }
        return value;
    }

    ConfigurationException refused(String what) {
        return new ConfigurationException(source + ": " + what);
    }
}
