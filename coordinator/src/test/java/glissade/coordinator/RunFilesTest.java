package glissade.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import glissade.averaging.LayerGradient;
import glissade.data.DataSchema;
import glissade.run.RunConfiguration;
import glissade.run.RunDirectory;
import glissade.run.RunEvent;
import glissade.run.RunStatus;
import glissade.run.StepRow;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class RunFilesTest {

    @TempDir Path temp;

    private static StepRow row(long step) {
        return new StepRow(step, 1, step * 10, 0.5, 0.1, 1, 100, 2, 0, List.of());
    }

    @Test
    void shouldGoOnAndKeepTheProblemWhenRowsCannotBeWritten() throws Exception {
        RunConfiguration configuration =
                RunConfiguration.fromHocon("name = run\nout = \"" + temp + "\"\n");
        RunDirectory directory = RunDirectory.create(configuration, InstantSource.system());
        RunFiles files =
                new RunFiles(directory, DataSchema.numbered(10), 0, false, InstantSource.system());
        files.onStep(row(1));
        assertThat(files.problem()).isEmpty();
        delete(directory.root());

        files.onStep(row(1)); // repeated: the file is written anew
        files.onEvent(new RunEvent.Finished(RunStatus.DONE, 1, ""));
        files.close();

        assertThat(files.problem()).startsWith(directory.root() + ": rows are missing: ");
    }

    @Test
    void shouldKeepTheGradientByLayerOfStepsThatWereLookedAt() throws Exception {
        RunConfiguration configuration =
                RunConfiguration.fromHocon("name = run\nout = \"" + temp + "\"\n");
        RunDirectory directory = RunDirectory.create(configuration, InstantSource.system());
        List<LayerGradient> layers =
                List.of(
                        new LayerGradient(0, 1.5, "weight[2,1]", -0.5f),
                        new LayerGradient(1, 0.25, "bias[3]", 0.125f));
        try (RunFiles files =
                new RunFiles(
                        directory, DataSchema.numbered(10), 0, false, InstantSource.system())) {
            files.onStep(row(1));
            files.onStep(new StepRow(2, 1, 20, 0.5, 0.1, 1, 100, 2, 0, layers));
        }

        assertThat(Files.readAllLines(directory.gradientsFile()))
                .containsExactly(
                        "step,layer,gradient_norm,component,slope",
                        "2,0,1.5,\"weight[2,1]\",-0.5",
                        "2,1,0.25,bias[3],0.125");
    }

    private static void delete(Path directory) throws Exception {
        List<Path> deepestFirst;
        try (Stream<Path> all = Files.walk(directory)) {
            deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : deepestFirst) {
            Files.delete(path);
        }
    }
}
