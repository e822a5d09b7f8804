package glissade.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requirement M6: the proof, from the command line. */
class CheckGradientsCommandTest {

    @TempDir Path directory;

    @Test
    void shouldPrintARowForEachLinkAndLayer() throws Exception {
        Cli.Result result = check("--data digits:100 --model 784-12-10 --workers 3");

        assertThat(result.err()).isEmpty();
        assertThat(result.exitCode()).isZero();
        assertThat(result.out().lines().filter(line -> line.endsWith("  holds"))).hasSize(8);
        assertThat(result.out())
                .startsWith("784-12-10, relu, cross-entropy, seed 1; kernels of 3 workers")
                .contains("3 with layer norm and dropout 0.5")
                .endsWith("every link holds" + System.lineSeparator());
        assertThat(new Cli(directory).leftBehind()).isEmpty();
    }

    @Test
    void shouldGiveTheFiguresAsJson() throws Exception {
        Cli.Result result =
                check(
                        "--data digits:100 --model 784-10 --loss binary-cross-entropy"
                                + " --label-smoothing 0.1 --json");

        assertThat(result.exitCode()).as(result.err()).isZero();
        JsonNode json = new JsonMapper().readTree(result.out());
        assertThat(json.get("holds").asBoolean()).isTrue();
        assertThat(json.get("loss").asText()).isEqualTo("binary-cross-entropy");
        assertThat(json.get("results")).hasSize(2); // no hidden layers, no third link
        assertThat(json.get("results").get(0).get("link").asInt()).isEqualTo(1);
        assertThat(json.get("results").get(0).get("error").asDouble()).isLessThan(1e-6);
        assertThat(json.get("results").get(1).get("compared").asText())
                .isEqualTo("training kernels");
        assertThat(json.get("results").get(1).get("checked").asInt()).isEqualTo(7_850);
    }

    /** Sums of such weights are more than a float holds, but not more than a double. */
    @Test
    void shouldSayInWordsWhichLinkBreaks() throws Exception {
        Path file = directory.resolve("huge.safetensors");
        Files.write(file, safetensors(1e37f));

        Cli.Result result =
                check(
                        "--data digits:100 --model 784-10 --loss mse --output-activation relu"
                                + " --initial-parameters huge.safetensors");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err())
                .startsWith(
                        "glissade: layer 0: training kernels cannot be compared, since gradients are"
                                + " not finite; begin from smaller parameters")
                .hasLineCount(1);
        assertThat(result.out()).contains("FAILS").doesNotContain("every link holds");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    --layer-norm true --model 784-10 | --layer-norm true: there is no hidden layer to normalise in --model 784-10; leave it out
                    --model 784-9 | --model: expected 10 outputs, one for each class of digits, found 9; end the model in -10
                    --epochs 3 | --epochs: glissade check-gradients has no such option; see glissade check-gradients --help
                    """)
    void shouldRefuseWhatMeansNothing(String options, String message) throws Exception {
        Cli.Result result = check(options);

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).contains(message).hasLineCount(1);
        assertThat(new Cli(directory).leftBehind()).isEmpty();
    }

    private Cli.Result check(String options) throws InterruptedException {
        return new Cli(directory).run(("check-gradients " + options).split(" ", -1));
    }

    /** 784-10, every weight the same. */
    private static byte[] safetensors(float weight) {
        int weights = 784 * 10 * Float.BYTES;
        String header =
                "{\"layer.0.weight\":{\"dtype\":\"F32\",\"shape\":[10,784],\"data_offsets\":[0,%d]},"
                                .formatted(weights)
                        + "\"layer.0.bias\":{\"dtype\":\"F32\",\"shape\":[10],\"data_offsets\":[%d,%d]}}"
                                .formatted(weights, weights + 40);
        byte[] text = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer file =
                ByteBuffer.allocate(Long.BYTES + text.length + weights + 40)
                        .order(ByteOrder.LITTLE_ENDIAN);
        file.putLong(text.length).put(text);
        for (int i = 0; i < weights / Float.BYTES; i++) {
            file.putFloat(weight);
        }
        return file.array();
    }
}
