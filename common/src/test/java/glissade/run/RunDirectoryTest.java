package glissade.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class RunDirectoryTest {

    private static final InstantSource NOON =
            InstantSource.fixed(Instant.parse("2026-11-21T12:00:00Z"));

    @TempDir Path directory;

    @Test
    void shouldLeaveTheConfigurationInANewDirectory() throws IOException {
        RunConfiguration configuration = configuration("a/b", "first");

        RunDirectory run = RunDirectory.create(configuration, NOON);

        assertThat(run.name()).isEqualTo("first");
        assertThat(run.root()).isEqualTo(directory.resolve("a/b/first"));
        assertThat(run.configurationFile()).hasContent(configuration.toHocon());
        assertThat(run.checkpoints()).isEmptyDirectory();
        assertThat(run.configuration()).isEqualTo(configuration);
        assertThat(RunDirectory.open(run.root()).configuration()).isEqualTo(configuration);
    }

    @Test
    void shouldKnowThePlaceOfEverything() {
        RunDirectory run = RunDirectory.create(configuration("runs", "r"), NOON);

        assertThat(run.metricsFile()).isEqualTo(run.root().resolve("metrics.csv"));
        assertThat(run.eventsFile()).isEqualTo(run.root().resolve("events.jsonl"));
        assertThat(run.modelFile()).isEqualTo(run.root().resolve("model.safetensors"));
        assertThat(run.summaryFile()).isEqualTo(run.root().resolve("summary.json"));
    }

    @Test
    void shouldMakeADirectoryForSeveralRuns() {
        RunConfiguration common = configuration("runs", "many");

        Path group = RunDirectory.createGroup(common, NOON);

        assertThat(group).isEqualTo(directory.resolve("runs/many")).isEmptyDirectory();
        RunDirectory one = RunDirectory.create(common.in(group.toString(), "one"), NOON);
        assertThat(one.root()).isEqualTo(group.resolve("one"));
        assertThatThrownBy(() -> RunDirectory.createGroup(common, NOON))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(
                        group
                                + ": something of this name is there already; give another"
                                + " --name");
        assertThat(RunDirectory.createGroup(configuration("runs", null), NOON))
                .isNotEqualTo(RunDirectory.createGroup(configuration("runs", null), NOON));
    }

    @Test
    @Timeout(30)
    void shouldGiveEachOfManyRunsOfTheSameSecondItsOwnDirectory() throws Exception {
        int runs = 50;
        List<Callable<Path>> starts = new ArrayList<>();
        for (int run = 0; run < runs; run++) {
            starts.add(() -> RunDirectory.create(configuration("new/runs", null), NOON).root());
        }

        List<Path> roots = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            for (Future<Path> root : threads.invokeAll(starts)) {
                roots.add(root.get());
            }
        }

        assertThat(roots).doesNotHaveDuplicates().hasSize(runs);
        assertThat(roots)
                .extracting(root -> root.getFileName().toString())
                .allMatch(name -> name.matches("202611\\d\\d-\\d{4}00(-\\d+)?"));
    }

    @Test
    void shouldTakeAnEmptyDirectoryOfThatName() throws IOException {
        Files.createDirectories(directory.resolve("runs/mine"));

        RunDirectory run = RunDirectory.create(configuration("runs", "mine"), NOON);

        assertThat(run.configurationFile()).exists();
    }

    @Test
    void shouldRefuseTheNameOfAFormerRun() throws IOException {
        RunDirectory run = RunDirectory.create(configuration("runs", "mine"), NOON);
        List<Path> before = everything();

        assertThatThrownBy(() -> RunDirectory.create(configuration("runs", "mine"), NOON))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(
                        "%s: a run of this name is there already; give another --name, or go on with"
                                + " it: glissade resume %s",
                        run.root(), run.root());
        assertThat(everything()).isEqualTo(before);
    }

    @Test
    void shouldLeaveNothingBehindWhenAParentIsAFile() throws IOException {
        Path file = Files.writeString(directory.resolve("FILE"), "text");

        assertThatThrownBy(() -> RunDirectory.create(configuration("FILE/x", null), NOON))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(
                        "--out %s: expected a directory, but %s is a file; choose another --out",
                        file.resolve("x"), file);
        assertThatThrownBy(() -> RunDirectory.create(configuration("FILE", null), NOON))
                .hasMessage(
                        "--out %s: expected a directory, but %s is a file; choose another --out",
                        file, file);
        assertThat(everything()).isEqualTo(List.of(file));
    }

    @Test
    void shouldLeaveNothingBehindWhenTheFileSystemRefuses() throws IOException {
        // 300 letters are more than file systems allow in one name.
        String tooLong = "x".repeat(300);

        assertThatThrownBy(() -> RunDirectory.create(configuration("a/" + tooLong, null), NOON))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("--out " + directory.resolve("a/" + tooLong))
                .hasMessageEndingWith(
                        ": cannot be written to: File name too long; choose another --out");
        assertThat(everything()).isEmpty();
    }

    @Test
    void shouldSayWhatIsNoRunDirectory() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "");

        assertThatThrownBy(() -> RunDirectory.open(directory.resolve("gone")))
                .hasMessage(
                        "%s: expected a run directory, found nothing; name a directory that glissade"
                                + " train made",
                        directory.resolve("gone"));
        assertThatThrownBy(() -> RunDirectory.open(file))
                .hasMessage(
                        "%s: expected a run directory, found a file; name a directory that glissade"
                                + " train made",
                        file);
        assertThatThrownBy(() -> RunDirectory.open(directory))
                .hasMessage(
                        "%s: expected a run directory, but there is no run.conf in it; name a"
                                + " directory that glissade train made",
                        directory);
    }

    private RunConfiguration configuration(String out, @Nullable String name) {
        GivenOptions given =
                GivenOptions.none().commandLine(Map.of("out", directory.resolve(out).toString()));
        return RunConfiguration.of(name == null ? given : given.commandLine(Map.of("name", name)));
    }

    private List<Path> everything() throws IOException {
        try (Stream<Path> paths = Files.walk(directory)) {
            return paths.filter(path -> !path.equals(directory)).sorted().toList();
        }
    }
}
