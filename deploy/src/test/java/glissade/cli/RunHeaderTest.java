package glissade.cli;

import static org.assertj.core.api.Assertions.assertThat;

import glissade.data.DataSchema;
import glissade.local.CheckedRun;
import glissade.run.RunConfiguration;
import glissade.run.RunDirectory;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said of units before a run that holds small elements back. */
class RunHeaderTest {

    @TempDir Path temp;

    /** Mini-batches of 32 in slices of 4: 8 slices. */
    private List<String> header(String more) {
        RunConfiguration configuration =
                RunConfiguration.fromHocon(
                        """
                        data = "digits:400"
                        model = 784-16-10
                        batch = 32
                        slice = 4
                        """
                                + more.replace(';', '\n')
                                + "\nout = \""
                                + temp
                                + "\"\n");
        return new RunHeader(
                        new CheckedRun(
                                configuration, 400, 0, 80, DataSchema.classes(List.of("0", "1"))))
                .lines(RunDirectory.create(configuration, InstantSource.system()));
    }

    private static String note(List<String> header) {
        return header.stream().filter(line -> line.startsWith("note ")).findFirst().orElse("");
    }

    @Test
    void shouldSayWhatIsHeldBackAndInHowManyUnits() {
        assertThat(header("gradient-threshold = 0.005;units = 3"))
                .anyMatch(line ->
                        line.contains(
                                ", batch 32 in slices of 4, held back below 0.005 in 3 units, "));
        assertThat(header("gradient-threshold = 1e-7;units = 20"))
                .anyMatch(line -> line.contains(", held back below 1e-7 in 8 units, "));
        assertThat(header("")).noneMatch(line -> line.contains("held back"));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "units = 3;workers = 5 | a unit is held back whole on one worker, and a mini-batch"
                        + " has 3 units, so only 3 of 5 workers can have work; more --units make"
                        + " more",
                "units = 3;workers = 9 | a unit is held back whole on one worker, and a mini-batch"
                        + " has 3 units, so only 3 of 9 workers can have work; more --units and a"
                        + " smaller --slice make more",
                "units = 20;workers = 9 | a mini-batch has 8 slices, so only 8 of 9 workers can"
                        + " have work; a smaller --slice makes more"
            })
    void shouldAdviseMoreUnitsWhereWorkersHaveNone(String options, String note) {
        assertThat(note(header("gradient-threshold = 0.005;" + options)))
                .isEqualTo("note     " + note);
    }

    @Test
    void shouldSayNothingWhereEveryWorkerHasAUnit() {
        assertThat(note(header("gradient-threshold = 0.005;units = 3;workers = 3"))).isEmpty();
        assertThat(note(header("workers = 5"))).isEmpty();
    }
}
