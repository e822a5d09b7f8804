package glissade.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import glissade.run.RunConfiguration;
import glissade.run.RunDirectory;
import glissade.run.RunLock;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Starts that fail leave nothing behind. */
@Timeout(60)
class LocalRunTest {

    /** Has 2147483647 parameters, more than any JVM puts into one array. */
    private static final String TOO_LARGE = "model = \"2959-723302-9\"";

    @TempDir Path temp;

    private RunConfiguration configuration(String more) {
        return RunConfiguration.fromHocon(
                "data = \"digits:600\"\nworkers = 2\nout = \"" + temp + "\"\n" + more + "\n");
    }

    @Test
    void shouldLeaveNoWorkerAndNoLockWhenMemoryRunsOutAtTheStart() {
        CheckedRun run =
                CheckedRun.of(configuration("name = small"))
                        .with(configuration(TOO_LARGE + "\nname = large"));
        RunDirectory directory = RunDirectory.create(run.configuration(), InstantSource.system());
        Set<Long> before = children().stream().map(ProcessHandle::pid).collect(Collectors.toSet());

        assertThatThrownBy(() ->
                        LocalRun.start(LocalRunSettings.of(run, directory, WorkerPlace.CHILD_JVMS)))
                .isInstanceOf(OutOfMemoryError.class);

        assertThat(children()).filteredOn(child -> !before.contains(child.pid())).isEmpty();
        try (RunLock again = directory.lock()) {
            assertThat(again).isNotNull();
        }
    }

    private static List<ProcessHandle> children() {
        return ProcessHandle.current().children().toList();
    }
}
