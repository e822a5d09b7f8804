package glissade.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import glissade.plane.PlaneDirectory;
import org.junit.jupiter.api.Test;

class FailuresTest {

    private final Screen screen = new Screen(0, true);
    private final Failures failures = new Failures(screen.terminal(), () -> false);

    @Test
    void shouldSayWhatThePlaneSaysInOneLine() {
        Throwable refused = catchThrowable(() -> PlaneDirectory.at("/dev/shm/other"));

        int exitCode = failures.report(refused);

        assertThat(exitCode).isEqualTo(ExitCode.RUN_FAILED);
        assertThat(screen.err())
                .isEqualTo(
                        "glissade: not a directory of the gradient plane: directory=/dev/shm/other,"
                                + " expected a name like glissade-user-4711-0123456789abcdef\n");
    }

    @Test
    void shouldSayHowToSeeMoreOfWhatNobodyExpected() {
        int exitCode = failures.report(new IllegalStateException("two\nlines"));

        assertThat(exitCode).isEqualTo(ExitCode.RUN_FAILED);
        assertThat(screen.err())
                .isEqualTo(
                        "glissade: unexpected error: java.lang.IllegalStateException: two lines; run it"
                                + " again with --debug to see where\n");
    }
}
