package glissade.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ExitWordsTest {

    @Test
    void shouldNameTheSignalWhenAWorkerWasKilled() {
        assertThat(ExitWords.describe(0, 137, List.of()))
                .isEqualTo("was killed by SIGKILL (signal 9)");
    }

    @Test
    void shouldSayWhatGivesMoreMemoryWhenAWorkerRanOutOfIt() {
        List<String> lastLines =
                List.of("Terminating due to java.lang.OutOfMemoryError: Java heap space");

        assertThat(ExitWords.describe(2, 3, lastLines))
                .isEqualTo(
                        "ran out of memory (Java heap space); give it more with"
                                + " GLISSADE_WORKER_2_JVM_OPTS=-Xmx4g");
    }

    @Test
    void shouldQuoteTheWorkersOwnMessageWhenThereIsOne() {
        List<String> lastLines = List.of("glissade: this JVM has no vectors", "at rest");

        assertThat(ExitWords.describe(0, 3, lastLines))
                .isEqualTo("ended with exit code 3: this JVM has no vectors");
    }

    @Test
    void shouldQuoteTheErrorOfTheJvmWhenItDidNotStart() {
        List<String> lastLines =
                List.of(
                        "Error: Could not create the Java Virtual Machine.",
                        "Error: A fatal exception has occurred. Program will exit.");

        assertThat(ExitWords.describe(0, 1, lastLines))
                .isEqualTo(
                        "ended with exit code 1: Error: Could not create the Java Virtual"
                                + " Machine.");
    }

    @Test
    void shouldGiveTheBareCodeWhenTheWorkerSaidNothing() {
        assertThat(ExitWords.describe(0, 1, List.of())).isEqualTo("ended with exit code 1");
    }
}
