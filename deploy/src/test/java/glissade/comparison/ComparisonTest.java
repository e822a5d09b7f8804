package glissade.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import glissade.coordinator.RunOutcome;
import glissade.curve.Verdict.Kind;
import glissade.local.CheckedRun;
import glissade.run.GivenOptions;
import glissade.run.RunConfiguration;
import glissade.run.RunDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Requirements G1, G3 and V3: settings side by side, through coordinator and workers. Nothing but
 * times may differ with the number of workers.
 */
@Timeout(120)
class ComparisonTest {

    private static final Comparison.Listener SILENT =
            new Comparison.Listener() {
                @Override
                public void onStarted(int number, Setting setting) {}

                @Override
                public void onEnded(int number, Setting setting, RunOutcome outcome) {}
            };

    @TempDir Path directory;

    private static CheckedRun run(int workers, String learningRate, String batch) {
        Map<String, String> options = new HashMap<>();
        options.put("data", "digits:300");
        options.put("model", "784-16-10");
        options.put("loss", "mse");
        options.put("activation", "sigmoid");
        options.put("optimizer", "sgd");
        options.put("epochs", "4");
        options.put("lr", learningRate);
        options.put("batch", batch);
        options.put("slice", "5");
        options.put("checkpoint-every", "0");
        options.put("workers", String.valueOf(workers));
        return CheckedRun.of(RunConfiguration.of(GivenOptions.none().commandLine(options)));
    }

    private List<Result> compare(int workers) {
        List<Setting> settings =
                Settings.of(
                        List.of(
                                run(workers, "0.0001", "10"),
                                run(workers, "0.3", "10"),
                                run(workers, "0.3", "all"),
                                run(workers, "100000", "10")));
        Path group = directory.resolve("workers" + workers);
        Comparison.Outcome outcome =
                new Comparison(settings.stream().map(setting -> setting.in(group)).toList(), SILENT)
                        .run();
        assertThat(outcome.problem()).isEmpty();
        assertThat(outcome.stopped()).isFalse();
        return outcome.results();
    }

    @Test
    void shouldKeepWhatIsTrainedWhenASettingCannotBegin() throws Exception {
        List<Setting> settings =
                Settings.of(List.of(run(1, "0.3", "10"), run(1, "0.5", "10"))).stream()
                        .map(setting -> setting.in(directory))
                        .toList();
        RunDirectory.create(settings.getLast().run().configuration(), InstantSource.system());

        Comparison.Outcome outcome = new Comparison(settings, SILENT).run();

        assertThat(outcome.results())
                .extracting(result -> result.setting().name())
                .containsExactly("lr 0.3");
        assertThat(outcome.problem()).contains(settings.getLast().slug());
        assertThat(outcome.machineLacksSomething()).isFalse();
        assertThat(outcome.stopped()).isFalse();
    }

    @Test
    void shouldJudgeEachSettingTheSameWithAnyNumberOfWorkers() {
        List<Result> alone = compare(1);
        List<Result> together = compare(2);

        assertThat(alone)
                .extracting(result -> result.setting().name())
                .containsExactly(
                        "lr 0.0001 batch 10",
                        "lr 0.3 batch 10",
                        "lr 0.3 batch all",
                        "lr 100000 batch 10");
        assertThat(alone)
                .extracting(result -> result.verdict().kind())
                .contains(Kind.GOOD)
                .startsWith(Kind.TOO_SMALL)
                .endsWith(Kind.DIVERGED);
        assertThat(facts(together)).isEqualTo(facts(alone));
    }

    /** Everything but times. */
    private static List<List<Object>> facts(List<Result> results) {
        List<List<Object>> facts = new ArrayList<>();
        for (Result result : results) {
            facts.add(
                    List.of(
                            result.setting().name(),
                            result.verdict(),
                            result.endLoss(),
                            result.heldOutLoss(),
                            result.heldOutAccuracy(),
                            result.summary().progress(),
                            result.summary().quality().parametersSha256(),
                            result.curve().size()));
        }
        return facts;
    }

    @Test
    void shouldWriteOneTableAndOnePicture() throws Exception {
        List<Result> results = compare(1);
        Path group = directory.resolve("workers1");
        ComparisonFiles files = new ComparisonFiles(group, results);

        List<String> table = Files.readAllLines(files.writeTable());
        JsonNode json = new JsonMapper().readTree(files.json());

        assertThat(table).hasSize(5);
        assertThat(table.getFirst()).startsWith("setting,optimizer,schedule,learning_rate,");
        assertThat(table.get(2)).startsWith("lr 0.3 batch 10,sgd,constant,0.3,10,120,1200,");
        assertThat(json.get("settings")).hasSize(4);
        assertThat(json.get("best").asText()).isEqualTo("lr 0.3 batch 10");
        assertThat(json.get("settings").get(3).get("test_loss").isNull()).isTrue();
        assertThat(ComparisonTable.lines(results))
                .hasSize(5)
                .allMatch(line -> line.indexOf("  ") > 0)
                .element(1)
                .asString()
                .contains("too small");
        assertThat(ComparisonChart.of(results).draw().getWidth()).isPositive();
        assertThat(ComparisonChart.of(results).curves())
                .extracting(curve -> curve.name())
                .startsWith("lr 0.0001 batch 10: too small");
        for (Result result : results) {
            assertThat(result.directory().metricsFile()).isNotEmptyFile();
            assertThat(result.directory().root()).hasParent(group);
        }
    }

    @Test
    void shouldTrainNothingMoreOnceStopped() {
        Comparison comparison =
                new Comparison(
                        Settings.of(List.of(run(1, "0.3", "10"))).stream()
                                .map(setting -> setting.in(directory))
                                .toList(),
                        SILENT);

        comparison.stop();
        Comparison.Outcome outcome = comparison.run();

        assertThat(outcome).isEqualTo(new Comparison.Outcome(List.of(), "", false, true));
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void shouldNameSettingsByWhatSetsThemApart() {
        CheckedRun run = run(1, "0.3", "10");

        assertThat(Settings.of(List.of(run, run(1, "1e-7", "10"))))
                .extracting(Setting::slug)
                .containsExactly("lr0.3", "lr1e-7");
        assertThat(Settings.of(List.of(run, run(1, "0.3", "all"))))
                .extracting(Setting::name)
                .containsExactly("batch 10", "batch all");
        assertThat(Settings.of(List.of(run)))
                .extracting(Setting::name)
                .containsExactly("sgd lr 0.3");
        assertThatThrownBy(() -> Settings.of(List.of(run, run(1, "0.30", "10"))))
                .hasMessage("two settings are the same: sgd lr 0.3");
    }
}
