package glissade.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * One {@code parameters_sha256} for 1, 2 and 3 workers in JVMs of their own, with each option that
 * changes what is computed. Requirements G2 and G3: optimizers, weight decay, schedules;
 * requirements M3 and M4: losses, layer normalisation, dropout, label smoothing; requirement D1:
 * preprocessing.
 */
@Tag("slow")
@Timeout(120)
class SameBitsWithOptionsTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir Path temp;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--optimizer sgd --weight-decay 0.01",
                "--optimizer momentum --schedule step",
                "--optimizer nesterov --weight-decay 0.001 --schedule one-cycle",
                "--optimizer adagrad --lr 0.01 --schedule exponential",
                "--optimizer rmsprop --warmup 20",
                "--optimizer adam --schedule cosine --warmup 10",
                "--optimizer adamw",
                "--preprocess standardize",
                "--preprocess pca-whiten",
                "--preprocess zca-whiten",
                "--dropout 0.3",
                "--layer-norm true",
                "--layer-norm true --dropout 0.2 --activation tanh",
                "--label-smoothing 0.1",
                "--loss binary-cross-entropy --label-smoothing 0.1",
                "--loss mae --lr 0.01",
            })
    void shouldTrainTheSameModelWithAnyNumberOfWorkers(String options) throws Exception {
        JsonNode alone = train(options, 1);

        for (int workers = 2; workers <= 3; workers++) {
            JsonNode together = train(options, workers);

            assertThat(together.get("parameters_sha256"))
                    .as("%d workers, %s", workers, options)
                    .isEqualTo(alone.get("parameters_sha256"));
            assertThat(together.get("test_loss")).isEqualTo(alone.get("test_loss"));
            assertThat(together.get("slices_by_worker"))
                    .hasSize(workers)
                    .allMatch(slices -> slices.asLong() > 0);
        }
        assertThat(alone.get("status").asText()).isEqualTo("done");
    }

    private JsonNode train(String options, int workers) throws Exception {
        List<String> arguments =
                new ArrayList<>(
                        List.of(
                                ("train --data digits:500 --model 784-24-16-10 --batch 36 --slice 4"
                                                + " --epochs 3 --checkpoint-every 0 --json")
                                        .split(" ", -1)));
        arguments.addAll(List.of(options.split(" ", -1)));
        arguments.addAll(List.of("--workers", Integer.toString(workers)));
        Cli.Result result = new Cli(temp).run(arguments.toArray(String[]::new));
        assertThat(result.exitCode()).as(result.err()).isZero();
        return JSON.readTree(result.out());
    }
}
