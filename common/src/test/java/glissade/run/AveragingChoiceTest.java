package glissade.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class AveragingChoiceTest {

    @ParameterizedTest
    @EnumSource(
            value = Averaging.class,
            names = {"STAR", "SHARDED"})
    void shouldBeWhatWasAskedFor(Averaging asked) {
        for (int workers = 1; workers <= 5; workers++) {
            assertThat(AveragingChoice.of(asked, 1, workers)).isEqualTo(asked);
            assertThat(AveragingChoice.of(asked, 100_000_000, workers)).isEqualTo(asked);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1, 2, STAR",
        "131071, 2, STAR",
        "131072, 2, SHARDED",
        "262143, 4, STAR",
        "262144, 4, SHARDED",
        "4194303, 64, STAR",
        "4194304, 64, SHARDED",
        "2147483647, 1, STAR",
        "2147483647, 2, SHARDED",
    })
    void shouldFollowTheSizeOfTheModelWhenNothingWasAskedFor(
            int parameterCount, int workers, Averaging chosen) {
        assertThat(AveragingChoice.of(Averaging.AUTO, parameterCount, workers)).isEqualTo(chosen);
    }

    @ParameterizedTest
    @CsvSource({
        "784-30-10, auto, 2, false",
        "784-128-10, auto, 2, false",
        "784-512-512-10, auto, 4, true",
        "784-512-512-10, auto, 2, true",
        "784-512-512-10, auto, 1, false",
        "784-512-512-10, star, 2, false",
        "784-30-10, sharded, 2, true",
        "784-30-10, sharded, 1, false",
    })
    void shouldDecideWhetherWorkersAverageARangeEach(
            String model, String averaging, int workers, boolean shards) {
        assertThat(run(model, averaging, workers).shards()).isEqualTo(shards);
    }

    /** Starting points that are trained at once have fewer workers each. */
    @Test
    void shouldDecideByTheWorkersThatTrainOneStartingPoint() {
        RunConfiguration run = run("784-256-10", "auto", 4);

        assertThat(run.shards()).isFalse();
        assertThat(run.shardsAmong(2)).isTrue();
        assertThat(run.shardsAmong(1)).isFalse();
    }

    private static RunConfiguration run(String model, String averaging, int workers) {
        return RunConfiguration.of(
                GivenOptions.none()
                        .commandLine(
                                Map.of(
                                        "model",
                                        model,
                                        "averaging",
                                        averaging,
                                        "workers",
                                        String.valueOf(workers))));
    }
}
