package glissade.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

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
        return new StepRow(step, 1, step * 10, 0.5, 0.1, 1, 100, 2);
    }

    @Test
    void shouldGoOnAndKeepTheProblemWhenRowsCannotBeWritten() throws Exception {
        RunConfiguration configuration =
                RunConfiguration.fromHocon("name = run\nout = \"" + temp + "\"\n");
        RunDirectory directory = RunDirectory.create(configuration, InstantSource.system());
        RunFiles files = new RunFiles(directory, 0, false, InstantSource.system());
        files.onStep(row(1));
        assertThat(files.problem()).isEmpty();
        delete(directory.root());

        files.onStep(row(1)); // repeated: the file is written anew
        files.onEvent(new RunEvent.Finished(RunStatus.DONE, 1, ""));
        files.close();

        assertThat(files.problem()).startsWith(directory.root() + ": rows are missing: ");
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
