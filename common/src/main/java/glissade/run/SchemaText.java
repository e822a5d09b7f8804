package glissade.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import glissade.data.DataSchema;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The schema of a model's training data as entries of a file's metadata; values are JSON. */
final class SchemaText {

    private static final String CLASS_NAMES = "class_names";
    private static final String TARGET_NAMES = "target_names";
    private static final JsonMapper JSON = new JsonMapper();

    private SchemaText() {}

    static Map<String, String> of(DataSchema schema) {
        Map<String, String> values = new LinkedHashMap<>();
        values.put(CLASS_NAMES, json(schema.classNames()));
        if (!schema.targetNames().isEmpty()) {
            values.put(TARGET_NAMES, json(schema.targetNames()));
        }
        return values;
    }

    /**
     * Reads what {@link #of} wrote.
     *
     * @throws IllegalArgumentException if it is damaged; the message names the key
     */
    static DataSchema read(Map<String, String> values) {
        if (!values.containsKey(CLASS_NAMES)) {
            throw new IllegalArgumentException(
                    "its metadata lack " + CLASS_NAMES + "; use another file");
        }
        return new DataSchema(names(values, CLASS_NAMES), names(values, TARGET_NAMES));
    }

    private static List<String> names(Map<String, String> values, String key) {
        String text = values.getOrDefault(key, "[]");
        try {
            return List.copyOf(JSON.readValue(text, new TypeReference<List<String>>() {}));
        } catch (JsonProcessingException damaged) {
            throw new IllegalArgumentException(
                    "metadata " + key + ": expected a JSON list of texts", damaged);
        }
    }

    private static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("texts are JSON", impossible);
        }
    }
}
