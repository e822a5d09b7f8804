package glissade.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glissade.data.DataColumn;
import glissade.data.DataSchema;
import glissade.data.MissingValues;
import glissade.data.TableColumns;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The schema of a model's training data as entries of a file's metadata. All but the first are
 * there only if they say something; values are JSON.
 *
 * <pre>
 *   class_names    ["setosa", "virginica"]        [] for a regression
 *   target_names   ["price"]
 *   table          {"columns": [{"name": "length"}, {"name": "colour", "categories": ["blue", "red"]}],
 *                   "answer": "species", "ignored": ["id"]}
 *   missing        "mean" or "drop"
 *   means          [5.84, 0.25, 0.75]             one for each input
 * </pre>
 */
final class SchemaText {

    private static final String CLASS_NAMES = "class_names";
    private static final String TARGET_NAMES = "target_names";
    private static final String TABLE = "table";
    private static final String MISSING = "missing";
    private static final String MEANS = "means";
    private static final JsonMapper JSON = new JsonMapper();

    private SchemaText() {}

    static Map<String, String> of(DataSchema schema) {
        Map<String, String> values = new LinkedHashMap<>();
        values.put(CLASS_NAMES, list(schema.classNames()).toString());
        if (!schema.targetNames().isEmpty()) {
            values.put(TARGET_NAMES, list(schema.targetNames()).toString());
        }
        if (schema.table() != null) {
            values.put(TABLE, json(schema.table()).toString());
        }
        if (schema.missing() != MissingValues.ERROR) {
            values.put(
                    MISSING,
                    JSON.getNodeFactory().textNode(schema.missing().optionName()).toString());
        }
        if (!schema.means().isEmpty()) {
            ArrayNode means = JSON.createArrayNode();
            schema.means().forEach(means::add);
            values.put(MEANS, means.toString());
        }
        return values;
    }

    private static ArrayNode list(List<String> names) {
        ArrayNode list = JSON.createArrayNode();
        names.forEach(list::add);
        return list;
    }

    private static ObjectNode json(TableColumns table) {
        ObjectNode json = JSON.createObjectNode();
        ArrayNode columns = json.putArray("columns");
        for (DataColumn column : table.inputs()) {
            ObjectNode node = columns.addObject().put("name", column.name());
            if (!column.isNumeric()) {
                node.set("categories", list(column.categories()));
            }
        }
        json.put("answer", table.answer());
        json.set("ignored", list(table.ignored()));
        return json;
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
        JsonNode table = node(values, TABLE);
        JsonNode missing = node(values, MISSING);
        List<Float> means = new ArrayList<>();
        JsonNode given = node(values, MEANS);
        for (JsonNode mean : given == null ? JSON.createArrayNode() : given) {
            means.add(mean.floatValue());
        }
        return new DataSchema(
                texts(node(values, CLASS_NAMES), CLASS_NAMES),
                texts(node(values, TARGET_NAMES), TARGET_NAMES),
                table == null ? null : table(table),
                missing == null ? MissingValues.ERROR : MissingValues.of(missing.asText()),
                means);
    }

    private static TableColumns table(JsonNode json) {
        List<DataColumn> columns = new ArrayList<>();
        for (JsonNode column : json.path("columns")) {
            columns.add(
                    new DataColumn(text(column, "name"), texts(column.get("categories"), TABLE)));
        }
        return new TableColumns(columns, text(json, "answer"), texts(json.get("ignored"), TABLE));
    }

    private static String text(JsonNode object, String name) {
        if (!object.path(name).isTextual()) {
            throw damaged(TABLE, null);
        }
        return object.path(name).textValue();
    }

    private static List<String> texts(@Nullable JsonNode list, String key) {
        List<String> texts = new ArrayList<>();
        if (list != null) {
            if (!list.isArray()) {
                throw damaged(key, null);
            }
            for (JsonNode text : list) {
                if (!text.isTextual()) {
                    throw damaged(key, null);
                }
                texts.add(text.textValue());
            }
        }
        return texts;
    }

    private static @Nullable JsonNode node(Map<String, String> values, String key) {
        String text = values.get(key);
        try {
            return text == null ? null : JSON.readTree(text);
        } catch (JsonProcessingException broken) {
            throw damaged(key, broken);
        }
    }

    private static IllegalArgumentException damaged(String key, @Nullable Exception cause) {
        return new IllegalArgumentException(
                "metadata " + key + ": expected the JSON that this program writes there", cause);
    }
}
