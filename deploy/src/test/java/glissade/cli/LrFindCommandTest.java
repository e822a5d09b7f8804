package glissade.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requirement G4: a range test of learning rates, from the command line, over worker JVMs. */
@Timeout(300)
class LrFindCommandTest {

    @TempDir Path directory;

    private Path find(String name, int workers) throws Exception {
        Cli.Result result =
                new Cli(directory)
                        .run(
                                ("lr-find --data digits:1000 --model 784-16-10 --batch 20 --slice 5"
                                                + " --json --to 1000 --workers "
                                                + workers
                                                + " --name "
                                                + name)
                                        .split(" ", -1));
        assertThat(result.err()).isEmpty();
        assertThat(result.exitCode()).isZero();
        Path run = directory.resolve("runs").resolve(name);
        Files.writeString(run.resolve("lr-find.json"), result.out());
        return run;
    }

    @Test
    void shouldSuggestARateAndLeaveOneAndTheSameCurveForAnyNumberOfWorkers() throws Exception {
        Path alone = find("alone", 1);
        Path together = find("together", 2);

        JsonNode found = new JsonMapper().readTree(alone.resolve("lr-find.json").toFile());
        assertThat(found.get("suggested").asDouble()).isBetween(1e-4, 1e-1);
        assertThat(found.get("suggested_by").asText()).isEqualTo("steepest descent");
        assertThat(found.get("steepest").get("learning_rate").asDouble())
                .isLessThanOrEqualTo(found.get("lowest").get("learning_rate").asDouble());
        List<String> curve = Files.readAllLines(alone.resolve("lr-find.csv"));
        assertThat(curve.getFirst()).isEqualTo("step,learning_rate,loss,smoothed_loss");
        assertThat(curve).hasSize(found.get("steps").asInt() + 1);
        assertThat(curve.get(1)).startsWith("1,1.0E-7,");
        assertThat(Files.readAllLines(together.resolve("lr-find.csv"))).isEqualTo(curve);
        assertThat(together.resolve("lr-find.png")).isNotEmptyFile();
        // The loss has grown: that ends it, and leaves a whole run.
        JsonNode summary = new JsonMapper().readTree(together.resolve("summary.json").toFile());
        assertThat(found.get("ended").asText())
                .endsWith("the smoothed loss was 4 times its lowest");
        assertThat(summary.get("status").asText()).isEqualTo("done");
        assertThat(summary.get("steps").asInt()).isEqualTo(found.get("steps").asInt());
        assertThat(summary.get("steps").asInt()).isLessThan(100);
        assertThat(together.resolve("model.safetensors")).isNotEmptyFile();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    --from 0 | --from: expected a number above 0, found "0"
                    --to x | --to: expected a number above 0, found "x"
                    --from 1 --to 0.1 | --to 0.1: expected more than the 1 of --from
                    --steps 3 | --steps: expected a whole number from 40 to 1000000, found "3"
                    --lr 0.1 | --lr
                    --batch 100000 | --batch 100000: expected at most the 20000 training samples
                    """)
    void shouldRefuseWhatItCannotDo(String options, String message) throws Exception {
        Cli.Result result = new Cli(directory).run(("lr-find " + options).split(" ", -1));

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).contains(message).hasLineCount(1);
        assertThat(new Cli(directory).leftBehind()).isEmpty();
    }
}
