package glissade.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafeTensorsTest {

    @TempDir Path directory;
    private Path file;

    @BeforeEach
    void nameTheFile() {
        file = directory.resolve("x.safetensors");
    }

    @Test
    void shouldLayOutAFileAsTheFormatSays() throws IOException {
        SafeTensors.write(
                file,
                Map.of("run", "größe"),
                List.of(
                        new Tensor("a", List.of(2, 1), new float[] {9, 1, -2, 9}, 1),
                        new Tensor("b", List.of(), new float[] {0.5f}, 0)));

        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        int headerLength = (int) bytes.getLong();
        byte[] header = new byte[headerLength];
        bytes.get(header);

        assertThat(headerLength % 8).as("data are aligned to eight bytes").isZero();
        assertThat(new String(header, StandardCharsets.UTF_8))
                .matches(
                        "\\{\"__metadata__\":\\{\"sha256\":\"[0-9a-f]{64}\",\"run\":\"größe\"},"
                                + "\"a\":\\{\"dtype\":\"F32\",\"shape\":\\[2,1],\"data_offsets\":\\[0,8]},"
                                + "\"b\":\\{\"dtype\":\"F32\",\"shape\":\\[],\"data_offsets\":\\[8,12]}} *");
        assertThat(bytes.getFloat()).isEqualTo(1f);
        assertThat(bytes.getFloat()).isEqualTo(-2f);
        assertThat(bytes.getFloat()).isEqualTo(0.5f);
        assertThat(bytes.remaining()).isZero();
    }

    @Test
    void shouldReadBackEveryBitPattern() throws IOException {
        float[] values = {
            0f, -0f, Float.MIN_VALUE, Float.NaN, Float.NEGATIVE_INFINITY, Float.MAX_VALUE
        };
        SafeTensors.write(
                file, Map.of("k", "v"), List.of(new Tensor("t", List.of(2, 3), values, 0)));

        SafeTensors read = SafeTensors.read(file);

        assertThat(read.isSealed()).isTrue();
        assertThat(read.metadata()).isEqualTo(Map.of("k", "v"));
        assertThat(read.names()).containsExactly("t");
        float[] copy = new float[6];
        tensor(read, "t").copyTo(copy, 0);
        assertThat(copy).isEqualTo(values);
    }

    @Test
    void shouldReadWhatIsLongerThanOneChunk() throws IOException {
        float[] values = new float[200_001];
        for (int i = 0; i < values.length; i++) {
            values[i] = i;
        }
        SafeTensors.write(
                file, Map.of(), List.of(new Tensor("t", List.of(values.length), values, 0)));

        float[] copy = new float[values.length];
        tensor(SafeTensors.read(file), "t").copyTo(copy, 0);

        assertThat(copy).isEqualTo(values);
    }

    @Test
    void shouldReadFilesOfOtherProgramsAndPassOverOtherTypes() throws IOException {
        write(
                "{\"w\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[8,12]},"
                        + "\"n\":{\"data_offsets\":[0,8],\"dtype\":\"I64\",\"shape\":[1]}}",
                "0000000000000000" + "0000803f");

        SafeTensors read = SafeTensors.read(file);

        assertThat(read.isSealed()).isFalse();
        assertThat(read.names()).containsExactly("w");
        assertThat(tensor(read, "w").value(0)).isEqualTo(1f);
        assertThat(read.tensor("n")).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}"
                        + "| tensor a: expected data_offsets to begin at 0, where the tensor before it"
                        + " ends, found 4",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},"
                        + "\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}"
                        + "| tensor b: expected data_offsets to begin at 8, where the tensor before it"
                        + " ends, found 4",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,8]}}"
                        + "| header entry \"a\": expected 12 bytes between its data_offsets, as shape and"
                        + " dtype need",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},"
                        + "\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}"
                        + "| its header is not JSON: Duplicate field 'a'",
                "{\"a\":{\"dtype\":\"F99\",\"shape\":[1],\"data_offsets\":[0,8]}}"
                        + "| header entry \"a\": expected a dtype of the safetensors format",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[-2,-1],\"data_offsets\":[0,8]}}"
                        + "| header entry \"a\": expected whole numbers as shape",
                "{\"a\":{\"dtype\":\"U8\",\"shape\":[2147483647,2147483647],\"data_offsets\":[0,8]}}"
                        + "| header entry \"a\": expected at most 2147483639 values",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1000000000],\"data_offsets\":[0,4000000000]}}"
                        + "| 88 bytes, but its header promises 4000000080: cut short",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}"
                        + "| 70 bytes, but its header promises 66: something was added",
                "{\"__metadata__\":{\"a\":1}}"
                        + "| header entry \"__metadata__.a\": expected a text",
                "{\"a\":[]} | header entry \"a\": expected an object of dtype, shape and data_offsets",
                "{\"a\": | its header is not JSON: Unexpected end-of-input within/between Object"
                        + " entries",
                "{}{} | its header is not JSON: Trailing token",
            })
    void shouldSayWhatIsWrongWithAHeader(String header, String message) throws IOException {
        write(header, "0000000000000000");

        assertThatThrownBy(() -> SafeTensors.read(file))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith(file + ": " + message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "89504e470d0a1a0a0000000d49484452 | a PNG image",
                "504b0304000008080000000000000000 | a zip archive, as PyTorch's .pt files are; save it"
                        + " as safetensors instead",
                "1f8b0808000000000003626c612e7478 | a gzip file; gunzip it",
                "894844460d0a1a0a0000000000000000 | an HDF5 file, as Keras writes them; save it as"
                        + " safetensors instead",
                "ffffffffffffffff7b7d2020202020 | no header of one in the first bytes: another kind of"
                        + " file, or damaged",
                "00000000000000007b7d2020202020 | no header of one in the first bytes: another kind of"
                        + " file, or damaged",
            })
    void shouldRecogniseAFileOfAnotherKind(String beginning, String words) throws IOException {
        Files.write(file, HexFormat.of().parseHex(beginning));

        assertThatThrownBy(() -> SafeTensors.read(file))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("%s: expected a safetensors file, found %s", file, words);
    }

    @Test
    void shouldSayWhyThereIsNothingToRead() throws IOException {
        assertThatThrownBy(() -> SafeTensors.read(file))
                .hasMessage("%s: no such file; expected a safetensors file", file);
        assertThatThrownBy(() -> SafeTensors.read(directory))
                .hasMessage("%s: not a regular file; expected a safetensors file", directory);

        Files.write(file, new byte[0]);
        assertThatThrownBy(() -> SafeTensors.read(file))
                .hasMessage("%s: expected a safetensors file, found 0 bytes: cut short", file);
    }

    private static Tensor tensor(SafeTensors tensors, String name) {
        return Objects.requireNonNull(tensors.tensor(name), name);
    }

    private void write(String header, String dataInHex) throws IOException {
        byte[] head = header.getBytes(StandardCharsets.UTF_8);
        byte[] data = HexFormat.of().parseHex(dataInHex);
        Files.write(
                file,
                ByteBuffer.allocate(Long.BYTES + head.length + data.length)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(head.length)
                        .put(head)
                        .put(data)
                        .array());
    }
}
