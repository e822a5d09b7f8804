package glissade.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A small run from the command to what it leaves, over real worker JVMs. */
@Timeout(240)
class TrainCommandTest {

    @TempDir Path directory;

    /** Requirement D1, too: what is done to the inputs goes with the model. */
    @ParameterizedTest
    @ValueSource(strings = {"none", "zca-whiten"})
    void shouldTrainEvaluateAndPredictWithWhatItLeft(String preprocess)
            throws IOException, InterruptedException {
        Cli cli = new Cli(directory);

        Cli.Result trained =
                cli.run(
                        ("train --data digits:800 --model 784-16-10 --steps 40 --name r --json"
                                        + " --preprocess "
                                        + preprocess)
                                .split(" "));

        assertThat(trained.exitCode()).as(trained.toString()).isEqualTo(ExitCode.DONE);
        assertThat(trained.err()).isEmpty();
        JsonNode summary = new JsonMapper().readTree(trained.out());
        assertThat(summary.get("status").asText()).isEqualTo("done");
        assertThat(summary.get("steps").asInt()).isEqualTo(40);
        assertThat(summary.get("preprocess").asText()).isEqualTo(preprocess);
        assertThat(summary.get("dropped_inputs").asInt() > 0)
                .isEqualTo(preprocess.equals("zca-whiten"));
        assertThat(summary.get("slices_by_worker"))
                .allSatisfy(n -> assertThat(n.asInt()).isPositive());
        Path run = directory.resolve("runs/r");
        assertThat(new JsonMapper().readTree(Files.readString(run.resolve("summary.json"))))
                .isEqualTo(summary);
        assertThat(run.resolve("model.safetensors")).isNotEmptyFile();

        Cli.Result evaluated = cli.run("evaluate", "runs/r", "--json");

        assertThat(evaluated.exitCode()).as(evaluated.toString()).isEqualTo(ExitCode.DONE);
        JsonNode figures = new JsonMapper().readTree(evaluated.out());
        assertThat(figures.get("loss").asDouble()).isEqualTo(summary.get("test_loss").asDouble());
        assertThat(figures.get("accuracy").asDouble())
                .isEqualTo(summary.get("test_accuracy").asDouble());

        Cli.Result predicted = cli.run("predict", "runs/r/model.safetensors", "--data", "digits:8");

        assertThat(predicted.exitCode()).as(predicted.toString()).isEqualTo(ExitCode.DONE);
        List<String> lines = predicted.out().lines().toList();
        assertThat(lines).hasSize(1 + 2);
        assertThat(lines.getFirst()).endsWith("class  probability   entropy");
    }
}
