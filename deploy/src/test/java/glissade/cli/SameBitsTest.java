package glissade.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The promise: one {@code parameters_sha256}, whatever the number of workers and threads, the
 * transport, where gradients are averaged, the vector width and the JVM's intrinsics, with every
 * role in a JVM of its own. Trains on real digits where they are found.
 */
@Tag("slow")
@Timeout(180)
class SameBitsTest {

    private static final String NO_LIBM = "-XX:+UnlockDiagnosticVMOptions -XX:-UseLibmIntrinsic";
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir static Path temp;

    private static JsonNode alone;

    @BeforeAll
    static void trainAlone() throws Exception {
        alone = train(Map.of(), "--workers", "1");
    }

    static Stream<Arguments> variants() {
        return Stream.of(
                variant("local", 1, 2, "ipc", 0, Map.of()),
                variant("local", 1, 1, "udp", 0, Map.of()),
                variant("sharded", 2, 2, "ipc", 0, Map.of()),
                variant("star", 2, 2, "ipc", 0, Map.of()),
                variant("star", 2, 1, "ipc", 0, Map.of()),
                variant("star", 3, 1, "ipc", 0, Map.of()),
                variant("star", 4, 1, "ipc", 0, Map.of()),
                variant("star", 5, 1, "ipc", 0, Map.of()),
                variant("star", 2, 1, "udp", 0, Map.of()),
                variant("star", 3, 1, "udp", 0, Map.of()),
                variant("star", 4, 1, "udp", 0, Map.of()),
                variant("star", 5, 1, "udp", 0, Map.of()),
                variant("sharded", 2, 1, "ipc", 0, Map.of()),
                variant("sharded", 3, 1, "ipc", 0, Map.of()),
                variant("sharded", 4, 1, "ipc", 0, Map.of()),
                variant("sharded", 5, 1, "ipc", 0, Map.of()),
                variant("sharded", 2, 1, "udp", 0, Map.of()),
                variant("sharded", 3, 1, "udp", 0, Map.of()),
                variant("sharded", 4, 1, "udp", 0, Map.of()),
                variant("sharded", 5, 1, "udp", 0, Map.of()),
                variant("sharded", 2, 1, "ipc", 256, Map.of("GLISSADE_JVM_OPTS", "-XX:UseAVX=2")),
                variant("sharded", 2, 1, "ipc", 128, Map.of("GLISSADE_JVM_OPTS", "-XX:UseAVX=1")),
                variant(
                        "sharded",
                        2,
                        1,
                        "ipc",
                        32,
                        Map.of("GLISSADE_JVM_OPTS", "-Dglissade.vector=scalar")),
                variant("sharded", 2, 1, "ipc", 0, Map.of("GLISSADE_JVM_OPTS", NO_LIBM)),
                variant("local", 1, 1, "ipc", 0, Map.of("GLISSADE_JVM_OPTS", NO_LIBM)),
                variant(
                        "sharded",
                        2,
                        1,
                        "ipc",
                        0,
                        Map.of("GLISSADE_WORKER_0_JVM_OPTS", "-Dglissade.vector=128")));
    }

    private static Arguments variant(
            String averaging,
            int workers,
            int threads,
            String transport,
            int vectorBits,
            Map<String, String> environment) {
        return Arguments.of(averaging, workers, threads, transport, vectorBits, environment);
    }

    @ParameterizedTest(name = "{0}, {1} workers, {2} threads, {3}, {5}")
    @MethodSource("variants")
    void shouldTrainTheSameModel(
            String averaging,
            int workers,
            int threads,
            String transport,
            int vectorBits,
            Map<String, String> environment)
            throws Exception {
        JsonNode summary =
                train(
                        environment,
                        "--workers",
                        Integer.toString(workers),
                        "--threads",
                        Integer.toString(threads),
                        "--transport",
                        transport,
                        "--averaging",
                        averaging.equals("star") ? "star" : "sharded");

        assertThat(summary.get("parameters_sha256")).isEqualTo(alone.get("parameters_sha256"));
        assertThat(summary.get("test_loss")).isEqualTo(alone.get("test_loss"));
        assertThat(summary.get("transport").asText()).isEqualTo(transport);
        assertThat(summary.get("averaging").asText()).isEqualTo(averaging);
        assertThat(summary.get("threads_per_worker").asInt()).isEqualTo(threads);
        assertThat(summary.get("slices_by_worker"))
                .hasSize(workers)
                .allMatch(slices -> slices.asLong() > 0);
        if (vectorBits > 0) {
            assertThat(summary.get("vector_bits"))
                    .hasSize(workers)
                    .allMatch(bits -> bits.asInt() == vectorBits);
        }
    }

    @ParameterizedTest(name = "{0}, {1} workers, {2}, --bucket {3}")
    @CsvSource({
        "star,2,ipc,4096",
        "star,3,udp,12288",
        "star,2,ipc,64KiB",
        "star,3,ipc,1MiB",
        "sharded,2,ipc,4096",
        "sharded,3,ipc,12288",
        "sharded,2,udp,64KiB",
        "sharded,3,ipc,1MiB"
    })
    void shouldTrainTheSameModelForAnySizeOfBuckets(
            String averaging, String workers, String transport, String bucket) throws Exception {
        JsonNode summary =
                train(
                        Map.of(),
                        "--workers",
                        workers,
                        "--transport",
                        transport,
                        "--averaging",
                        averaging,
                        "--bucket",
                        bucket);

        assertThat(summary.get("parameters_sha256")).isEqualTo(alone.get("parameters_sha256"));
        assertThat(summary.get("test_loss")).isEqualTo(alone.get("test_loss"));
    }

    @Test
    void shouldMixVectorWidthsInOneRun() throws Exception {
        JsonNode summary =
                train(
                        Map.of("GLISSADE_WORKER_0_JVM_OPTS", "-Dglissade.vector=scalar"),
                        "--workers",
                        "2");

        assertThat(summary.get("vector_bits").get(0).asInt()).isEqualTo(32);
        assertThat(summary.get("vector_bits").get(1)).isEqualTo(alone.get("vector_bits").get(0));
        assertThat(summary.get("parameters_sha256")).isEqualTo(alone.get("parameters_sha256"));
    }

    @Test
    void shouldBeAnotherModelWithAnotherSeedOrSlice() throws Exception {
        JsonNode seed = train(Map.of(), "--workers", "2", "--seed", "8");
        JsonNode slice = train(Map.of(), "--workers", "2", "--slice", "8");

        assertThat(seed.get("parameters_sha256")).isNotEqualTo(alone.get("parameters_sha256"));
        assertThat(slice.get("parameters_sha256")).isNotEqualTo(alone.get("parameters_sha256"));
        assertThat(slice.get("slice_size").asInt()).isEqualTo(8);
    }

    @Test
    void shouldHaveLearnt() throws Exception {
        Path run = Path.of(alone.get("run").asText());
        List<String> rows =
                Files.readAllLines(temp.resolve("runs").resolve(run).resolve("metrics.csv"));
        double first = Double.parseDouble(rows.get(1).split(",", -1)[3]);

        assertThat(alone.get("train_loss").asDouble()).isLessThan(first / 2);
    }

    private static JsonNode train(Map<String, String> environment, String... more)
            throws Exception {
        List<String> arguments =
                new ArrayList<>(
                        List.of(
                                "train",
                                "--data",
                                RealDigits.orSynthetic(),
                                "--model",
                                "784-16-16-10",
                                "--activation",
                                "sigmoid",
                                "--loss",
                                "cross-entropy",
                                "--optimizer",
                                "sgd",
                                "--lr",
                                "0.5",
                                "--batch",
                                "32",
                                "--epochs",
                                "2",
                                "--out",
                                "runs",
                                "--json"));
        List<String> given = List.of(more);
        if (!given.contains("--slice")) {
            arguments.addAll(List.of("--slice", "4"));
        }
        if (!given.contains("--seed")) {
            arguments.addAll(List.of("--seed", "7"));
        }
        arguments.addAll(given);
        Cli.Result result = new Cli(temp).run(environment, arguments.toArray(String[]::new));
        assertThat(result.exitCode()).as(result.err()).isZero();
        return JSON.readTree(result.out());
    }
}
