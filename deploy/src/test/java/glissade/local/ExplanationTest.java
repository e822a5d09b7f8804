package glissade.local;

import static org.assertj.core.api.Assertions.assertThat;

import glissade.coordinator.RunOutcome;
import glissade.run.RunStatus;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExplanationTest {

    private static final RunOutcome LOST =
            new RunOutcome(
                    RunStatus.FAILED,
                    "worker w1 was lost at step 7: its connection ended",
                    false,
                    null);

    @Test
    void shouldSayWhyTheWorkerDiedWhenTheCoordinatorKnowsOnlyWhen() {
        RunOutcome explained =
                Explanation.of(
                        LOST,
                        Map.of(
                                "w0", "ended with exit code 1",
                                "w1", "was killed by SIGKILL (signal 9)"));

        assertThat(explained.message())
                .isEqualTo(
                        "worker w1 was lost at step 7: its connection ended; it was killed by"
                                + " SIGKILL (signal 9)");
    }

    @Test
    void shouldAddNothingWhenTheEndSaysNoMoreThanItsCode() {
        assertThat(Explanation.of(LOST, Map.of("w1", "ended with exit code 1"))).isEqualTo(LOST);
    }

    @Test
    void shouldAddNothingWhenAnotherWorkerIsMeant() {
        assertThat(Explanation.of(LOST, Map.of("w10", "was killed by SIGKILL (signal 9)")))
                .isEqualTo(LOST);
    }
}
