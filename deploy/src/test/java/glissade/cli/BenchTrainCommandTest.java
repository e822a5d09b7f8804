package glissade.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How fast one worker trains, from the command line; what comes out, not how much. */
@Timeout(60)
class BenchTrainCommandTest {

    @TempDir Path directory;

    @Test
    void shouldTellTheSpeedOfEachRoundAndTheirMedian() throws Exception {
        Cli.Result result =
                new Cli(directory)
                        .run(
                                "bench train --model 784-16-10 --batch 20 --optimizer adam --threads 2 --data digits:500 --rounds 3 --json"
                                        .split(" ", -1));

        assertThat(result.exitCode()).as(result.err()).isZero();
        JsonNode all = new JsonMapper().readTree(result.out()).get("results");
        assertThat(all).hasSize(1);
        JsonNode one = all.get(0);
        assertThat(one.get("model").asText()).isEqualTo("784-16-10");
        assertThat(one.get("optimizer").asText()).isEqualTo("adam");
        assertThat(one.get("threads").asInt()).isEqualTo(2);
        assertThat(one.get("rounds")).hasSize(3).allMatch(speed -> speed.asDouble() > 0);
        double median = one.get("samples_per_second").asDouble();
        assertThat(one.get("rounds").get(1).asDouble()).isEqualTo(median);
        assertThat(one.get("microseconds_per_step").asDouble()).isEqualTo(1e6 * 20 / median);
        assertThat(new Cli(directory).leftBehind()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    --rounds 0 | --rounds 0: expected a whole number from 1 to 1000
                    --model x | --model
                    --batch 0 | --batch
                    --epochs 3 | --epochs: glissade bench train has no such option
                    """)
    void shouldRefuseWhatItCannotMeasure(String options, String message) throws Exception {
        Cli.Result result = new Cli(directory).run(("bench train " + options).split(" ", -1));

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).contains(message).hasLineCount(1);
    }
}
