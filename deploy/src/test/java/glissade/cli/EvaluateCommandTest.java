package glissade.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * {@code glissade evaluate} shared by worker JVMs. Requirement D4: evaluation over all samples
 * exactly once, split over the workers; loss, accuracy, top-k, precision and recall of each class,
 * confusion matrix; R² and MAE for regression.
 */
@Tag("slow")
@Timeout(180)
class EvaluateCommandTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int ROWS = 1_100;
    private static final long MOST_SECONDS = 60;
    private static final long POLL_NS = 20_000_000;

    @TempDir Path directory;
    @TempDir Path temporary;

    @BeforeEach
    void writeTable() throws IOException {
        StringBuilder table = new StringBuilder("size,colour,weight,price,kind\n");
        for (int row = 0; row < ROWS; row++) {
            String weight = row % 7 == 3 ? "" : String.valueOf(row % 13);
            table.append(
                    String.format(
                            Locale.ROOT,
                            "%d,%s,%s,%.2f,%s%n",
                            row % 11,
                            List.of("red", "green", "blue").get(row % 3),
                            weight,
                            row % 11 * 0.5 + row % 3,
                            row % 5 < 2 ? "near" : "far"));
        }
        Files.writeString(directory.resolve("table.csv"), table);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // A part of the training data is the test data.
                "--data digits:2000 --model 784-16-10 --holdout 0.3 | | 600",
                "--data digits:2000 --model 784-16-10 --preprocess zca-whiten | digits:1300 |",
                "--data csv:table.csv,label=kind,ignore=price --missing mean --holdout 0.5"
                        + " --model 5-8-2 | | 550",
                "--data csv:table.csv,target=price,ignore=kind --missing mean --holdout 0.5"
                        + " --model 5-8-1 --loss mse --preprocess standardize"
                        + " | csv:table.csv,target=price,ignore=kind | 1100",
            })
    void shouldPrintTheSameFiguresWhoeverSharesTheSamples(
            String training, String data, Integer samples) throws Exception {
        Cli cli = new Cli(directory);
        Cli.Result trained =
                cli.run(
                        ("train --epochs 1 --workers 1 --quiet --name run " + training)
                                .split(" ", -1));
        assertThat(trained.exitCode()).as(trained.err()).isZero();
        List<String> before = cli.leftBehind();
        String evaluate =
                "evaluate runs/run --json --threads 3" + (data == null ? "" : " --data " + data);
        Cli.Result alone = run(cli, evaluate + " --workers 1");
        assertThat(alone.exitCode()).as(alone.err()).isZero();

        for (int workers = 2; workers <= 3; workers++) {
            Cli.Result shared = run(cli, evaluate + " --workers " + workers);

            assertThat(shared.exitCode()).as(shared.err()).isZero();
            assertThat(shared.out()).as("%d workers", workers).isEqualTo(alone.out());
        }

        JsonNode figures = JSON.readTree(alone.out());
        if (samples != null) {
            assertThat(figures.get("samples").asInt()).isEqualTo(samples);
        }
        requireEverySampleCountedOnce(figures);
        assertThat(cli.leftBehind()).isEqualTo(before);
        assertThat(temporaryFiles()).isEmpty();
    }

    private static void requireEverySampleCountedOnce(JsonNode figures) {
        if (figures.has("confusion")) {
            long counted = 0;
            for (JsonNode count : figures.get("samples_by_class")) {
                counted += count.asLong();
            }
            assertThat(counted).isEqualTo(figures.get("samples").asLong());
        }
    }

    @Test
    void shouldNameTheWorkerThatIsLost() throws Exception {
        Cli cli = new Cli(directory);
        Cli.Result trained =
                cli.run("train --data digits:200 --epochs 1 --quiet --name run".split(" ", -1));
        assertThat(trained.exitCode()).as(trained.err()).isZero();
        Path err = temporary.resolve("err");
        Process evaluation =
                cli.start(
                        environment(),
                        temporary.resolve("out"),
                        err,
                        "evaluate runs/run --data digits:60000 --workers 2".split(" ", -1));
        List<ProcessHandle> workers = awaitWorkers(evaluation);

        workers.getLast().destroyForcibly();

        assertThat(evaluation.waitFor(MOST_SECONDS, TimeUnit.SECONDS)).isTrue();
        String words = Files.readString(err);
        assertThat(evaluation.exitValue()).as(words).isEqualTo(ExitCode.RUN_FAILED);
        assertThat(words).containsPattern("glissade: worker w[01] .*SIGKILL.*\n");
        for (ProcessHandle worker : workers) {
            var _ = worker.onExit().get(MOST_SECONDS, TimeUnit.SECONDS);
        }
        assertThat(temporaryFiles()).isEmpty();
    }

    private Cli.Result run(Cli cli, String arguments) throws InterruptedException {
        return cli.run(environment(), arguments.split(" ", -1));
    }

    private Map<String, String> environment() {
        return Map.of("JAVA_TOOL_OPTIONS", "-Djava.io.tmpdir=" + temporary);
    }

    private List<String> temporaryFiles() throws IOException {
        try (Stream<Path> entries = Files.list(temporary)) {
            return entries.map(path -> path.getFileName().toString())
                    .filter(name -> name.startsWith("glissade-evaluation"))
                    .toList();
        }
    }

    /** A process that is being started is not a worker yet. */
    private static List<ProcessHandle> awaitWorkers(Process launcher) {
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(MOST_SECONDS);
        List<ProcessHandle> workers = workers(launcher);
        while (workers.size() < 2) {
            assertThat(System.nanoTime() - deadlineNs).as("waited too long").isNegative();
            LockSupport.parkNanos(POLL_NS);
            workers = workers(launcher);
        }
        return workers;
    }

    /** A child that has hardly worked may still be on its way to become one. */
    private static List<ProcessHandle> workers(Process launcher) {
        return launcher.children()
                .filter(child -> child.info().command().orElse("").endsWith("/java"))
                .filter(child ->
                        child.info().totalCpuDuration().orElse(Duration.ZERO).toMillis() > 100)
                .toList();
    }
}
