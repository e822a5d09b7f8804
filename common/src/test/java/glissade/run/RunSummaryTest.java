package glissade.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunSummaryTest {

    @TempDir Path directory;

    @Test
    void shouldWriteAllKeysWithNumbersAsNumbers() throws IOException {
        Path file = directory.resolve("summary.json");

        summary(Measured.classes(0.08, 0.975)).write(file);

        assertThat(file)
                .hasContent(
                        """
                        {
                          "run" : "first",
                          "status" : "done",
                          "seed" : 7,
                          "workers" : 2,
                          "threads_per_worker" : 1,
                          "steps" : 3130,
                          "epochs" : 10,
                          "samples" : 200000,
                          "batch_size" : 64,
                          "slice_size" : 16,
                          "gradient_precision" : "bf16",
                          "gradient_threshold" : 0.25,
                          "units" : 4,
                          "replicas" : 2,
                          "sync_every" : 8,
                          "parameters" : 101770,
                          "preprocess" : "pca-whiten",
                          "dropped_inputs" : 120,
                          "train_loss" : 0.0125,
                          "validation_loss" : 0.09,
                          "validation_accuracy" : 0.5,
                          "validation_r2" : null,
                          "validation_mae" : null,
                          "test_loss" : 0.08,
                          "test_accuracy" : 0.975,
                          "test_r2" : null,
                          "test_mae" : null,
                          "samples_per_second" : 51234.5,
                          "wall_seconds" : 4.5,
                          "compute_seconds" : 3.0,
                          "communicate_seconds" : 0.5,
                          "wait_seconds" : 0.25,
                          "compute_seconds_by_worker" : [ 3.5, 2.5 ],
                          "communicate_seconds_by_worker" : [ 0.25, 0.75 ],
                          "wait_seconds_by_worker" : [ 0.0, 0.5 ],
                          "parameters_sha256" : "ab12",
                          "slices_by_worker" : [ 6260, 6260 ],
                          "gradient_bytes" : 2548320800,
                          "failures" : 0,
                          "reassigned_slices" : 0,
                          "transport" : "ipc",
                          "averaging" : "star",
                          "vector_bits" : [ 512, 128 ],
                          "java" : "25.0.1",
                          "cpu" : "some CPU"
                        }
                        """);
    }

    @Test
    void shouldReadBackWhatItWrote() throws IOException {
        Path file = directory.resolve("summary.json");

        summary(Measured.classes(0.08, 0.975)).write(file);

        assertThat(RunSummary.read(file)).isEqualTo(summary(Measured.classes(0.08, 0.975)));
    }

    @Test
    void shouldKeepTheKeyOfWhatWasNotMeasured() throws IOException {
        Path file = directory.resolve("summary.json");

        summary(null).write(file);

        assertThat(file).content().contains("\"test_accuracy\" : null");
        assertThat(RunSummary.read(file)).isEqualTo(summary(null));
    }

    @Test
    void shouldCallUnknownWhatNobodyReported() throws IOException {
        Path file = directory.resolve("summary.json");
        RunSummary full = summary(Measured.values(0.5, 0.75, 0.25));
        RunSummary failed =
                new RunSummary(
                        full.run(),
                        RunStatus.FAILED,
                        full.setup(),
                        full.progress(),
                        new RunSummary.Quality(
                                full.quality().trainLoss(), null, full.quality().test(), null),
                        new RunSummary.Timing(51_234.5, 4.5, 3, 0.5, 0.25, null),
                        new RunSummary.Distribution(
                                null, null, 1, 0, List.of(512, 128), "25.0.1", "some CPU"));

        failed.write(file);

        assertThat(file)
                .content()
                .contains("\"parameters_sha256\" : null")
                .contains("\"slices_by_worker\" : null")
                .contains("\"gradient_bytes\" : null")
                .contains("\"wait_seconds_by_worker\" : null")
                .contains("\"test_accuracy\" : null")
                .contains("\"test_r2\" : 0.75")
                .contains("\"test_mae\" : 0.25");
        assertThat(RunSummary.read(file)).isEqualTo(failed);
    }

    @Test
    void shouldSayThatAFileIsNoSummary() throws IOException {
        Path file = Files.writeString(directory.resolve("summary.json"), "{\"run\": 1}");

        assertThatThrownBy(() -> RunSummary.read(file))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("%s: expected the summary of a run, found something else", file);
    }

    private static RunSummary summary(@Nullable Measured test) {
        return new RunSummary(
                "first",
                RunStatus.DONE,
                new RunSummary.Setup(
                        7,
                        2,
                        1,
                        64,
                        16,
                        "bf16",
                        0.25,
                        4,
                        2,
                        8,
                        101_770,
                        "pca-whiten",
                        120,
                        "ipc",
                        "star"),
                new RunSummary.Progress(3130, 10, 200_000),
                new RunSummary.Quality(0.0125, Measured.classes(0.09, 0.5), test, "ab12"),
                new RunSummary.Timing(
                        51_234.5,
                        4.5,
                        3,
                        0.5,
                        0.25,
                        List.of(
                                new WorkerSeconds(3.5, 0.25, 0),
                                new WorkerSeconds(2.5, 0.75, 0.5))),
                new RunSummary.Distribution(
                        List.of(6260L, 6260L),
                        2_548_320_800L,
                        0,
                        0,
                        List.of(512, 128),
                        "25.0.1",
                        "some CPU"));
    }
}
