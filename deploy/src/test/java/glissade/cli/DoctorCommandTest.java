package glissade.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorCommandTest {

    @Test
    void shouldReportOnEverythingThatTrainingDependsOn() {
        Screen screen = new Screen(0, true);

        int exitCode = new DoctorCommand(screen.terminal()).call();

        assertThat(exitCode).as(screen.out()).isEqualTo(ExitCode.DONE);
        assertThat(screen.out().lines())
                .hasSize(9)
                .allMatch(line -> line.matches("(ok|warn) +[A-Za-z ]+ .+"));
        assertThat(screen.out())
                .contains("JDK", "cores", "vectors", "memory", "shared memory", "socket buffers")
                .contains("loopback", "clock", "run directory");
    }

    @Test
    void shouldSayThatTheVectorsAskedForDoNotExist(@TempDir Path directory) throws Exception {
        Cli.Result result =
                new Cli(directory)
                        .run(Map.of("JDK_JAVA_OPTIONS", "-Dglissade.vector=foo"), "doctor");

        assertThat(result.exitCode()).isEqualTo(ExitCode.MACHINE_LACKS_SOMETHING);
        assertThat(result.out().lines())
                .hasSize(9)
                .anyMatch(line -> line.matches("fail +vectors +.*foo.*"));
    }
}
