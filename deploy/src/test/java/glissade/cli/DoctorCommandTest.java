package glissade.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

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
}
