package glissade.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsWriterTest {

    private static final String HEADER =
            "step,epoch,samples,loss,learning_rate,gradient_norm,samples_per_second,workers,"
                    + "epoch_loss,validation_loss,validation_accuracy,test_loss,test_accuracy,"
                    + "penalty,validation_r2,validation_mae,test_r2,test_mae";

    @TempDir Path directory;
    private Path file;

    @BeforeEach
    void nameTheFile() {
        file = directory.resolve("metrics.csv");
    }

    @Test
    void shouldFillTheColumnsOfEachKindOfRow() throws IOException {
        try (MetricsWriter metrics = MetricsWriter.create(file)) {
            metrics.write(
                    new StepRow(
                            1, 1, 64, 2.302585092994046, 0.001, 1.5, 12345.6, 2, 0.25, List.of()));
            metrics.write(new EpochRow(1, 1, 64, 2.25, Measured.classes(0.5, 0.875), null));
            metrics.write(new EpochRow(2, 2, 128, 1.25, null, Measured.classes(Double.NaN, 1)));
            metrics.write(
                    new EpochRow(
                            3,
                            3,
                            192,
                            0.5,
                            Measured.values(0.25, 0.75, 0.5),
                            Measured.values(0.125, 0.875, 0.25)));

            assertThat(Files.readAllLines(file))
                    .as("every row is there at once, not only after closing")
                    .containsExactly(
                            HEADER,
                            "1,1,64,2.302585092994046,0.001,1.5,12345.6,2,,,,,,0.25,,,,",
                            "1,1,64,,,,,,2.25,0.5,0.875,,,,,,,",
                            "2,2,128,,,,,,1.25,,,NaN,1.0,,,,,",
                            "3,3,192,,,,,,0.5,0.25,,0.125,,,0.75,0.5,0.875,0.25");
        }
    }

    @Test
    void shouldDropTheRowsPastTheCheckpointWhenResumed() throws IOException {
        try (MetricsWriter metrics = MetricsWriter.create(file)) {
            metrics.write(step(1, 0.9));
            metrics.write(step(2, 0.8));
            metrics.write(epoch(2));
            metrics.write(step(3, 0.7));
        }

        try (MetricsWriter metrics = MetricsWriter.resume(file, 2)) {
            metrics.write(step(3, 0.6));
        }

        assertThat(stepsAndLosses()).containsExactly("1 0.9", "2 0.8", "2 ", "3 0.6");
    }

    @Test
    void shouldPutARepeatedStepInThePlaceOfItself() throws IOException {
        try (MetricsWriter metrics = MetricsWriter.create(file)) {
            metrics.write(step(1, 0.9));
            metrics.write(step(2, 0.8));
            metrics.write(epoch(2));
            metrics.write(step(3, 0.7));
            metrics.write(step(2, 0.5));
            metrics.write(epoch(2));
        }

        assertThat(stepsAndLosses()).containsExactly("1 0.9", "2 0.5", "2 ");
    }

    @Test
    void shouldKeepTheStepsThatWereFasterThanTheEvaluationOfAnEpoch() throws IOException {
        try (MetricsWriter metrics = MetricsWriter.create(file)) {
            metrics.write(step(2, 0.8));
            metrics.write(step(3, 0.7));
            metrics.write(step(4, 0.6));
            metrics.write(epoch(2));
            metrics.write(step(5, 0.5));
        }

        assertThat(stepsAndLosses()).containsExactly("2 0.8", "3 0.7", "4 0.6", "2 ", "5 0.5");
    }

    @Test
    void shouldForgetARowThatAKillCutInTwo() throws IOException {
        try (MetricsWriter metrics = MetricsWriter.create(file)) {
            metrics.write(step(1, 0.9));
        }
        Files.writeString(file, "2,1,12", StandardOpenOption.APPEND);

        MetricsWriter.resume(file, 2).close();

        assertThat(stepsAndLosses()).containsExactly("1 0.9");
    }

    @Test
    void shouldBeginAnewWhenTheFormerFileIsGone() throws IOException {
        try (MetricsWriter metrics = MetricsWriter.resume(file, 5)) {
            metrics.write(step(6, 0.1));
        }

        assertThat(Files.readAllLines(file)).first().isEqualTo(HEADER);
        assertThat(stepsAndLosses()).containsExactly("6 0.1");
    }

    private static StepRow step(long step, double loss) {
        return new StepRow(step, 1, step * 10, loss, 0.1, 1, 100, 2, 0, List.of());
    }

    private static EpochRow epoch(long step) {
        return new EpochRow(step, 1, step * 10, 0.5, null, null);
    }

    private List<String> stepsAndLosses() throws IOException {
        return Files.readAllLines(file).stream()
                .skip(1)
                .map(row -> row.split(",", -1))
                .map(fields -> fields[0] + " " + fields[3])
                .toList();
    }
}
