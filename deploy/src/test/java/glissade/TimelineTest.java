package glissade;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import glissade.coordinator.RunOutcome;
import glissade.local.CheckedRun;
import glissade.local.LocalRun;
import glissade.local.LocalRunSettings;
import glissade.local.WorkerPlace;
import glissade.run.GivenOptions;
import glissade.run.RunConfiguration;
import glissade.run.RunDirectory;
import glissade.run.RunStatus;
import glissade.run.RunSummary;
import glissade.run.WorkerSeconds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where the time of a run went, by its timeline and its summary. */
@Timeout(180)
class TimelineTest {

    private static final int STEPS = 24;

    @TempDir Path temp;

    private RunConfiguration configuration(Map<String, String> more) {
        Map<String, String> options = new HashMap<>();
        options.put("data", "digits:1200");
        options.put("model", "784-16-16-10");
        options.put("batch", "32");
        options.put("slice", "4");
        options.put("steps", String.valueOf(STEPS));
        options.put("checkpoint-every", "10");
        options.put("out", temp.toString());
        options.putAll(more);
        return RunConfiguration.of(GivenOptions.none().commandLine(options));
    }

    private static RunSummary run(RunConfiguration configuration) {
        RunDirectory directory = RunDirectory.create(configuration, InstantSource.system());
        LocalRunSettings settings =
                LocalRunSettings.of(CheckedRun.of(configuration), directory, WorkerPlace.THREADS);
        try (LocalRun run = LocalRun.start(settings)) {
            RunOutcome outcome = run.end();
            assertThat(outcome.message()).isEmpty();
            assertThat(outcome.status()).isEqualTo(RunStatus.DONE);
            return Objects.requireNonNull(outcome.summary());
        }
    }

    /** Spans of one thread, and what it did in them. */
    private record Spans(List<JsonNode> events) {

        void assertFollowEachOther() {
            double end = 0;
            for (JsonNode event : events) {
                assertThat(event.get("ts").asDouble()).isGreaterThanOrEqualTo(end - 1e-3);
                end = event.get("ts").asDouble() + event.get("dur").asDouble();
            }
        }

        TreeSet<String> names() {
            TreeSet<String> names = new TreeSet<>();
            events.forEach(event -> names.add(event.get("name").asText()));
            return names;
        }

        TreeSet<Integer> steps(String name) {
            TreeSet<Integer> steps = new TreeSet<>();
            for (JsonNode event : events) {
                if (event.get("name").asText().equals(name)) {
                    steps.add(event.at("/args/step").asInt());
                }
            }
            return steps;
        }
    }

    private static Map<String, Spans> threads(JsonNode json) {
        Map<String, String> names = new HashMap<>();
        Map<String, Spans> threads = new TreeMap<>();
        for (JsonNode event : json.get("traceEvents")) {
            String key = event.get("pid") + "/" + event.get("tid");
            String name = event.get("name").asText();
            if (event.get("ph").asText().equals("M")) {
                names.merge(key, event.at("/args/name").asText(), (a, b) -> a + " " + b);
            } else {
                assertThat(name).doesNotContain("overwritten");
                threads.computeIfAbsent(names.get(key), _ -> new Spans(new ArrayList<>()))
                        .events()
                        .add(event);
            }
        }
        return threads;
    }

    @ParameterizedTest(name = "{0}, {1} workers, {2} threads")
    @CsvSource({"local,1,2", "star,2,1", "sharded,3,1", "sharded,2,2"})
    void shouldShowEveryStepOfEveryThreadAndChangeNoBit(String averaging, int workers, int threads)
            throws IOException {
        Path file = temp.resolve("trace.json");
        Map<String, String> options = new HashMap<>();
        options.put("workers", String.valueOf(workers));
        options.put("threads", String.valueOf(threads));
        if (workers > 1) {
            options.put("averaging", averaging);
        }
        RunSummary without = run(configuration(options));
        options.put("timeline", file.toString());

        RunSummary with = run(configuration(options));

        assertThat(with.quality()).isEqualTo(without.quality());
        JsonNode json = new ObjectMapper().readTree(file.toFile());
        Map<String, Spans> all = threads(json);
        List<String> expected = new ArrayList<>();
        if (averaging.equals("star")) {
            expected.add("coordinator averager");
        }
        for (int rank = 0; rank < workers; rank++) {
            for (int lane = 0; lane < threads; lane++) {
                expected.add("worker w" + rank + (lane == 0 ? " training" : " lane " + lane));
            }
        }
        assertThat(all.keySet()).containsExactlyInAnyOrderElementsOf(expected);
        all.values().forEach(Spans::assertFollowEachOther);
        TreeSet<String> ofAnyWorker = new TreeSet<>();
        for (int rank = 0; rank < workers; rank++) {
            Spans training = all.get("worker w" + rank + " training");
            for (String phase : List.of("forward 0", "forward 2", "loss", "backward 2")) {
                assertThat(training.steps(phase)).as(phase).hasSize(STEPS).contains(1, STEPS);
            }
            assertThat(training.names())
                    .contains("gradient 0", "gradient 1", "gradient 2", "backward 1", "evaluate");
            ofAnyWorker.addAll(training.names());
        }
        if (averaging.equals("sharded")) {
            // Who owns no bucket reduces and updates none.
            assertThat(ofAnyWorker)
                    .contains("publish", "reduce", "update", "take in", "checkpoint", "commit");
        }
        for (JsonNode thread : json.at("/otherData/threads")) {
            assertThat(thread.get("clock").asText()).isEqualTo("shared with the coordinator");
        }
    }

    @Test
    void shouldShowWhatTheAveragerOfAStarDoes() throws IOException {
        Path file = temp.resolve("trace.json");

        run(
                configuration(
                        Map.of(
                                "workers", "2",
                                "averaging", "star",
                                "timeline", file.toString())));

        Spans averager =
                threads(new ObjectMapper().readTree(file.toFile())).get("coordinator averager");
        assertThat(averager.steps("reduce")).hasSize(STEPS);
        assertThat(averager.steps("update")).hasSize(STEPS);
        assertThat(averager.names()).contains("publish", "wait", "commit");
    }

    /**
     * Both clocks run in this JVM, so that one time contains the other whatever the machine does.
     */
    @ParameterizedTest(name = "{0}, {1} workers")
    @CsvSource({"local,1", "star,2", "sharded,3"})
    void shouldSplitTheTimeOfEveryWorkerWithoutARest(String averaging, int workers) {
        Map<String, String> options = new HashMap<>();
        options.put("workers", String.valueOf(workers));
        options.put("averaging", workers == 1 ? "auto" : averaging);
        long before = System.nanoTime();

        RunSummary summary = run(configuration(options));

        double most = (System.nanoTime() - before) * 1e-9;
        List<WorkerSeconds> seconds = Objects.requireNonNull(summary.timing().workerSeconds());
        assertThat(seconds).hasSize(workers);
        for (int rank = 0; rank < workers; rank++) {
            WorkerSeconds of = seconds.get(rank);
            double sum = of.computing() + of.communicating() + of.waiting();
            assertThat(sum).isLessThan(most);
            assertThat(of.computing()).isPositive();
            assertThat(of.communicating()).isPositive();
            if (rank == 0 && !averaging.equals("star")) {
                // From its first step to its last commit, and what comes before and after.
                assertThat(sum).isGreaterThan(summary.timing().wallSeconds());
            }
        }
        assertThat(summary.timing().computeSeconds() * workers)
                .isEqualTo(
                        seconds.stream().mapToDouble(WorkerSeconds::computing).sum(),
                        org.assertj.core.data.Offset.offset(1e-9));
    }

    @Test
    void shouldNotBePartOfWhatIsRepeated() throws IOException {
        RunConfiguration configuration =
                configuration(Map.of("timeline", temp.resolve("trace.json").toString()));

        assertThat(configuration.output().timeline())
                .isEqualTo(temp.resolve("trace.json").toString());
        assertThat(configuration.toHocon()).doesNotContain("timeline");
        assertThat(Files.exists(temp.resolve("trace.json"))).isFalse();
    }
}
