package glissade.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Percentage.withPercentage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import glissade.bench.PlaneRank;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Averaging over the plane, from the command line; what comes out, not how fast. */
@Timeout(400)
class BenchPlaneCommandTest {

    private static final Path SHARED_MEMORY = Path.of("/dev/shm");
    private static final String LONG = "bench plane --workers 3 --floats 100000000 ";

    @TempDir Path directory;

    @ParameterizedTest
    @CsvSource({"3, sharded, ipc", "2, star, ipc", "2, sharded, udp"})
    void shouldTellTimesAndCheckEverySum(int workers, String averaging, String transport)
            throws Exception {
        Cli.Result result =
                new Cli(directory)
                        .run(
                                ("bench plane --json --floats 2,13002 --workers "
                                                + workers
                                                + " --averaging "
                                                + averaging
                                                + " --transport "
                                                + transport)
                                        .split(" ", -1));

        assertThat(result.exitCode()).as(result.toString()).isZero();
        JsonNode results = new JsonMapper().readTree(result.out()).get("results");
        assertThat(results).hasSize(2);
        assertThat(results.get(0).get("floats").asInt()).isEqualTo(2);
        JsonNode second = results.get(1);
        assertThat(second.get("floats").asInt()).isEqualTo(13_002);
        assertThat(second.get("workers").asInt()).isEqualTo(workers);
        assertThat(second.get("averaging").asText()).isEqualTo(averaging);
        assertThat(second.get("transport").asText()).isEqualTo(transport);
        assertThat(results).allMatch(one -> one.get("correct").asBoolean());
        double median = second.get("median_ms").asDouble();
        assertThat(median).isPositive();
        assertThat(second.get("p99_ms").asDouble()).isGreaterThanOrEqualTo(median);
        assertThat(second.get("gb_per_s").asDouble())
                .isCloseTo(13_002 * 4 / median / 1e6, withPercentage(0.1));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    --workers 1 | --workers 1: expected a whole number from 2 to 64
                    --floats 1 | --floats 1: expected whole numbers from 2 to 100000000
                    --averaging ring | --averaging ring: expected star or sharded
                    --transport tcp | --transport tcp: expected ipc or udp
                    --floats x | --floats
                    """)
    void shouldRefuseWhatItCannotMeasure(String options, String message) throws Exception {
        Cli.Result result = new Cli(directory).run(("bench plane " + options).split(" ", -1));

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).contains(message).hasLineCount(1);
    }

    @Test
    void shouldSayWhichSumsAreWrong() {
        List<PlaneRank.Figures> figures =
                List.of(
                        new PlaneRank.Figures(2, 1, 1, true),
                        new PlaneRank.Figures(13_002, 1, 1, false));

        assertThatThrownBy(() -> BenchPlaneCommand.requireCorrect(figures))
                .isInstanceOf(CommandFailure.class)
                .hasMessageStartingWith("sums of 13,002 floats are wrong: ")
                .hasMessageNotContaining("\n");
    }

    @Tag("slow")
    @ParameterizedTest
    @CsvSource({"sharded, ipc", "star, ipc", "sharded, udp", "star, udp"})
    void shouldNameTheWorkerAndLeaveNothingWhenOneIsKilled(String averaging, String transport)
            throws Exception {
        Process bench = start(averaging, transport);
        List<ProcessHandle> workers = workers(bench);

        workers.getLast().destroyForcibly();

        assertThat(bench.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(bench.exitValue()).as(err()).isEqualTo(ExitCode.RUN_FAILED);
        assertThat(err())
                .containsPattern("glissade: worker [0-2] (was killed by SIGKILL|ended with)");
        assertNothingLives(bench, workers);
    }

    @Tag("slow")
    @ParameterizedTest
    @CsvSource({"sharded, ipc, KILL", "star, ipc, KILL", "star, ipc, TERM", "sharded, ipc, INT"})
    void shouldLeaveNothingWhenTheLauncherIsEnded(String averaging, String transport, String signal)
            throws Exception {
        Process bench = start(averaging, transport);
        List<ProcessHandle> workers = workers(bench);

        new ProcessBuilder("kill", "-" + signal, String.valueOf(bench.pid())).start().waitFor();

        assertThat(bench.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertNothingLives(bench, workers);
    }

    @Test
    void shouldBeToldOfByTheHelp() throws Exception {
        Cli.Result result = new Cli(directory).run("bench", "plane", "--help");

        assertThat(result.exitCode()).isZero();
        assertThat(result.out()).contains("--averaging", "--transport", "--floats", "--workers");
        assertThat(new Cli(directory).run("bench", "--help").out()).doesNotContain("plane-worker");
    }

    private Process start(String averaging, String transport) throws IOException {
        List<String> arguments =
                new ArrayList<>(List.of((LONG + "--averaging " + averaging).split(" ", -1)));
        arguments.addAll(List.of("--transport", transport));
        return new Cli(directory)
                .start(
                        Map.of(),
                        directory.resolve("out"),
                        directory.resolve("err"),
                        arguments.toArray(String[]::new));
    }

    /** All three, in the midst of it. */
    private static List<ProcessHandle> workers(Process bench) {
        await("three workers", () -> bench.children().count() == 3);
        List<ProcessHandle> workers = bench.children().toList();
        // A hundred million floats need longer to be averaged than a JVM to start.
        await("all at work", () -> workers.stream().allMatch(worker -> works(bench, worker)));
        return workers;
    }

    /**
     * It has a driver, or the launcher has one for all, and has computed for longer than a start.
     */
    private static boolean works(Process bench, ProcessHandle worker) {
        return !planes(List.of(worker.pid(), bench.pid())).isEmpty()
                && worker.info()
                        .totalCpuDuration()
                        .filter(time -> time.compareTo(Duration.ofSeconds(2)) > 0)
                        .isPresent();
    }

    private static void assertNothingLives(Process bench, List<ProcessHandle> workers) {
        await("the workers' end", () -> workers.stream().noneMatch(ProcessHandle::isAlive));
        List<Long> processes =
                Stream.concat(Stream.of(bench.pid()), workers.stream().map(ProcessHandle::pid))
                        .toList();
        await("nothing of theirs in " + SHARED_MEMORY, () -> planes(processes).isEmpty());
    }

    private static void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + 60_000_000_000L;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(deadline);
            LockSupport.parkNanos(20_000_000);
        }
    }

    private String err() throws IOException {
        return Files.readString(directory.resolve("err"));
    }

    /** Directories of drivers that these processes have made. */
    private static List<Path> planes(List<Long> processes) {
        try (Stream<Path> all = Files.list(SHARED_MEMORY)) {
            return all.filter(path ->
                            processes.stream()
                                    .anyMatch(id -> path.toString().contains("-" + id + "-")))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
