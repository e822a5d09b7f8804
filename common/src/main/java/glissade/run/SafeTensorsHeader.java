package glissade.run;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The JSON header of a safetensors file: metadata, and for each tensor its type, shape and place in
 * the data that follow.
 *
 * @param entries in the order of their data
 */
record SafeTensorsHeader(Map<String, String> metadata, List<Entry> entries) {

    /**
     * @param begin of the values, in bytes after the header
     * @param end after the last of them
     */
    record Entry(String name, String type, List<Integer> shape, long begin, long end) {
        boolean isFloat32() {
            return type.equals(FLOAT32);
        }
    }

    /** A header that cannot be accepted; the message goes behind the name of the file. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        Refused(String message) {
            super(message);
        }
    }

    static final String FLOAT32 = "F32";

    /** Where the format keeps text. */
    private static final String METADATA = "__metadata__";

    private static final int MAX_NAME = 256;
    private static final int MAX_RANK = 8;
    private static final int ALIGNMENT = 8;

    /** What a Java array holds. */
    private static final int MAX_VALUES = Integer.MAX_VALUE - 8;

    private static final Map<String, Integer> BYTES_BY_TYPE =
            Map.ofEntries(
                    Map.entry("BOOL", 1),
                    Map.entry("U8", 1),
                    Map.entry("I8", 1),
                    Map.entry("F8_E5M2", 1),
                    Map.entry("F8_E4M3", 1),
                    Map.entry("U16", 2),
                    Map.entry("I16", 2),
                    Map.entry("F16", 2),
                    Map.entry("BF16", 2),
                    Map.entry("U32", 4),
                    Map.entry("I32", 4),
                    Map.entry(FLOAT32, 4),
                    Map.entry("U64", 8),
                    Map.entry("I64", 8),
                    Map.entry("F64", 8));

    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    /** Bytes of the data that the header describes. */
    long dataLength() {
        return entries.isEmpty() ? 0 : entries.getLast().end();
    }

    /** A header for these tensors, one behind the other. */
    static SafeTensorsHeader of(Map<String, String> metadata, List<Tensor> tensors) {
        List<Entry> entries = new ArrayList<>();
        long begin = 0;
        for (Tensor tensor : tensors) {
            long end = begin + (long) Float.BYTES * tensor.length();
            entries.add(new Entry(tensor.name(), FLOAT32, tensor.shape(), begin, end));
            begin = end;
        }
        return new SafeTensorsHeader(new LinkedHashMap<>(metadata), entries);
    }

    /** UTF-8, filled up with spaces so that the data begin at a multiple of eight bytes. */
    byte[] encode() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeObjectFieldStart(METADATA);
            for (Map.Entry<String, String> item : metadata.entrySet()) {
                json.writeStringField(item.getKey(), item.getValue());
            }
            json.writeEndObject();
            for (Entry entry : entries) {
                encode(entry, json);
            }
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        int padded = (bytes.size() + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        byte[] header = Arrays.copyOf(bytes.toByteArray(), padded);
        Arrays.fill(header, bytes.size(), padded, (byte) ' ');
        return header;
    }

    private static void encode(Entry entry, JsonGenerator json) throws IOException {
        json.writeObjectFieldStart(entry.name());
        json.writeStringField("dtype", entry.type());
        json.writeArrayFieldStart("shape");
        for (int size : entry.shape()) {
            json.writeNumber(size);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("data_offsets");
        json.writeNumber(entry.begin());
        json.writeNumber(entry.end());
        json.writeEndArray();
        json.writeEndObject();
    }

    static SafeTensorsHeader decode(byte[] header) throws Refused {
        JsonNode root;
        try {
            root = JSON.readTree(new String(header, StandardCharsets.UTF_8));
        } catch (JsonProcessingException damaged) {
            throw new Refused("its header is not JSON: " + reason(damaged));
        }
        Map<String, String> metadata = new LinkedHashMap<>();
        List<Entry> entries = new ArrayList<>();
        for (Map.Entry<String, JsonNode> field : root.properties()) {
            if (field.getKey().equals(METADATA)) {
                decodeMetadata(field.getValue(), metadata);
            } else {
                entries.add(decodeEntry(field.getKey(), field.getValue()));
            }
        }
        entries.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
        requireDense(entries);
        return new SafeTensorsHeader(metadata, entries);
    }

    /** The library's words without what it puts into brackets, which is about itself. */
    private static String reason(JsonProcessingException damaged) {
        String message = damaged.getOriginalMessage();
        int bracket = message.indexOf(" (");
        return bracket < 0 ? message : message.substring(0, bracket);
    }

    private static void decodeMetadata(JsonNode node, Map<String, String> metadata) throws Refused {
        require(node.isObject(), METADATA, "an object of texts");
        for (Map.Entry<String, JsonNode> item : node.properties()) {
            require(item.getValue().isTextual(), METADATA + "." + item.getKey(), "a text");
            metadata.put(item.getKey(), item.getValue().textValue());
        }
    }

    private static Entry decodeEntry(String name, JsonNode node) throws Refused {
        require(!name.isEmpty() && name.length() <= MAX_NAME, name, "a name of 1..256 characters");
        require(
                node.isObject() && node.size() == 3,
                name,
                "an object of dtype, shape and data_offsets");
        String type = node.path("dtype").asText();
        int bytes = BYTES_BY_TYPE.getOrDefault(type, 0);
        require(bytes > 0, name, "a dtype of the safetensors format");
        JsonNode shapeNode = node.path("shape");
        require(shapeNode.isArray() && shapeNode.size() <= MAX_RANK, name, "a shape of rank 0..8");
        List<Integer> shape = new ArrayList<>();
        long count = 1;
        for (JsonNode size : shapeNode) {
            require(size.isInt() && size.intValue() >= 0, name, "whole numbers as shape");
            shape.add(size.intValue());
            // Both factors are below 2^31, so the product does not overflow.
            count *= size.intValue();
            require(count <= MAX_VALUES, name, "at most " + MAX_VALUES + " values");
        }
        long length = count * bytes;
        JsonNode offsets = node.path("data_offsets");
        require(
                offsets.isArray()
                        && offsets.size() == 2
                        && offsets.path(0).isIntegralNumber()
                        && offsets.path(1).isIntegralNumber()
                        && offsets.path(0).canConvertToLong()
                        && offsets.path(1).canConvertToLong(),
                name,
                "two whole numbers as data_offsets");
        long begin = offsets.path(0).longValue();
        long end = offsets.path(1).longValue();
        require(
                begin >= 0 && end >= begin && end - begin == length,
                name,
                length + " bytes between its data_offsets, as shape and dtype need");
        return new Entry(name, type, List.copyOf(shape), begin, end);
    }

    private static void requireDense(List<Entry> entries) throws Refused {
        long end = 0;
        for (Entry entry : entries) {
            if (entry.begin() != end) {
                throw new Refused(
                        "tensor "
                                + OneLine.cut(entry.name())
                                + ": expected data_offsets to begin at "
                                + end
                                + ", where the tensor before it ends, found "
                                + entry.begin());
            }
            end = entry.end();
        }
    }

    private static void require(boolean condition, String name, String expected) throws Refused {
        if (!condition) {
            throw new Refused("header entry " + OneLine.quote(name) + ": expected " + expected);
        }
    }
}
