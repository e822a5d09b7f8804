package glissade.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunSummaryTest {

    @TempDir Path directory;

    @Test
    void shouldWriteAllKeysWithNumbersAsNumbers() throws IOException {
        Path file = directory.resolve("summary.json");

        summary(0.975).write(file);

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
                          "parameters" : 101770,
                          "preprocess" : "pca-whiten",
                          "dropped_inputs" : 120,
                          "train_loss" : 0.0125,
                          "validation_loss" : 0.09,
                          "validation_accuracy" : null,
                          "test_loss" : 0.08,
                          "test_accuracy" : 0.975,
                          "samples_per_second" : 51234.5,
                          "wall_seconds" : 4.5,
                          "compute_seconds" : 3.0,
                          "communicate_seconds" : 0.5,
                          "wait_seconds" : 0.25,
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

        summary(0.975).write(file);

        assertThat(RunSummary.read(file)).isEqualTo(summary(0.975));
    }

    @Test
    void shouldKeepTheKeyOfWhatWasNotMeasured() throws IOException {
        Path file = directory.resolve("summary.json");

        summary(Double.NaN).write(file);

        assertThat(file).content().contains("\"test_accuracy\" : null");
        assertThat(RunSummary.read(file)).isEqualTo(summary(Double.NaN));
    }

    @Test
    void shouldSayThatAFileIsNoSummary() throws IOException {
        Path file = Files.writeString(directory.resolve("summary.json"), "{\"run\": 1}");

        assertThatThrownBy(() -> RunSummary.read(file))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("%s: expected the summary of a run, found something else", file);
    }

    private static RunSummary summary(double testAccuracy) {
        return new RunSummary(
                "first",
                RunStatus.DONE,
                new RunSummary.Setup(7, 2, 1, 64, 16, 101_770, "pca-whiten", 120, "ipc", "star"),
                new RunSummary.Progress(3130, 10, 200_000),
                new RunSummary.Quality(0.0125, 0.09, Double.NaN, 0.08, testAccuracy, "ab12"),
                new RunSummary.Timing(51_234.5, 4.5, 3, 0.5, 0.25),
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
