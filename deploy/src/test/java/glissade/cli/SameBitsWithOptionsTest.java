package glissade.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * One {@code parameters_sha256} for 1, 2 and 3 workers in JVMs of their own, with each option that
 * changes what is computed. Requirements G2 and G3: optimizers, weight decay, schedules, clipping;
 * requirements M3 and M4: losses, layer normalisation, dropout, label smoothing, penalties;
 * requirements D1 and D2: preprocessing, tables; and all of them at once.
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
                "--gradient-precision bf16",
                "--gradient-precision bf16 --units 3 --slice 4 --threads 2",
                "--gradient-precision fp16 --units 2 --slice 4 --averaging star",
                "--samples-at-once 9 --gradient-precision bf16 --averaging sharded",
                "--gradient-threshold 0.005 --units 8 --slice 4 --bucket 4096",
                "--gradient-threshold 0.002 --samples-at-once 16 --transport udp --threads 2",
                "--gradient-threshold 0.003 --units 3 --averaging sharded --transport udp"
                        + " --preprocess zca-whiten --layer-norm true --dropout 0.2 --clip-norm 1"
                        + " --l2 0.0001 --optimizer adamw --schedule plateau --lr-decay-epochs 1"
                        + " --patience 3 --validation 0.2 --checkpoint-every 1",
                "--replicas 3 --sync-every 5 --threads 2 --transport udp --optimizer adamw"
                        + " --layer-norm true --dropout 0.2 --l2 0.0001 --clip-norm 1"
                        + " --schedule plateau --patience 3 --validation 0.2"
                        + " --checkpoint-every 1 --samples-at-once 6",
                "--clip-norm 0.5",
                "--clip-value 0.001 --optimizer sgd",
                "--l1 0.0001 --l2 0.001 --regularize-biases true",
                "--schedule plateau --lr-decay-epochs 1 --validation 0.2",
                "--patience 1 --lr 0.05",
                "--batch all --slice 20 --optimizer sgd --lr 0.5 --epochs 20",
                "--preprocess zca-whiten --layer-norm true --dropout 0.2 --clip-norm 1"
                        + " --label-smoothing 0.1 --l2 0.0001 --optimizer adamw --schedule one-cycle",
                "--averaging sharded --preprocess zca-whiten --layer-norm true --dropout 0.2"
                        + " --clip-norm 1 --clip-value 0.1 --label-smoothing 0.1 --l1 0.0001"
                        + " --l2 0.0001 --optimizer adamw --schedule plateau --lr-decay-epochs 1"
                        + " --patience 3 --validation 0.2 --checkpoint-every 1",
            })
    void shouldTrainTheSameModelWithAnyNumberOfWorkers(String options) throws Exception {
        compare("--data digits:500 --model 784-24-16-10 " + options);
    }

    /** Replicas are whole on one worker each, whichever that is. */
    @ParameterizedTest
    @ValueSource(strings = {"adam", "momentum"})
    void shouldTrainTheSameReplicasWhereverTheyAre(String optimizer) throws Exception {
        String options =
                "--data digits:500 --model 784-24-16-10 --replicas 4 --sync-every 4 --optimizer "
                        + optimizer;
        JsonNode alone = train(options + " --workers 1");

        for (String where :
                List.of(
                        "1 --threads 2 --transport udp",
                        "2 --threads 1 --transport udp",
                        "3 --threads 2 --transport ipc")) {
            JsonNode elsewhere = train(options + " --workers " + where);

            assertThat(elsewhere.get("parameters_sha256"))
                    .as(where)
                    .isEqualTo(alone.get("parameters_sha256"));
            assertThat(elsewhere.get("test_loss")).isEqualTo(alone.get("test_loss"));
        }
    }

    /** Values from a table with gaps, names and numbers. */
    @ParameterizedTest
    @ValueSource(strings = {"--loss mse", "--loss mae --preprocess standardize --layer-norm true"})
    void shouldPredictTheSameValuesWithAnyNumberOfWorkers(String options) throws Exception {
        StringBuilder table = new StringBuilder("size,colour,age,price\n");
        for (int row = 0; row < 600; row++) {
            int age = row * 7 % 40;
            String colour = List.of("red", "green", "blue").get(row % 3);
            String size = row % 50 == 49 ? "" : Integer.toString(row * 13 % 90);
            table.append(size + ',' + colour + ',' + age + ',' + (row * 13 % 90 - age) + '\n');
        }
        Files.writeString(temp.resolve("prices.csv"), table);
        compare(
                "--data csv:prices.csv,target=price --missing mean --holdout 0.2"
                        + " --model 5-16-8-1 "
                        + options);
    }

    private void compare(String options) throws Exception {
        JsonNode alone = train(options + " --workers 1");

        for (int workers = 2; workers <= 3; workers++) {
            JsonNode together = train(options + " --workers " + workers);

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

    private JsonNode train(String options) throws Exception {
        Map<String, String> values = new LinkedHashMap<>();
        addTo(values, "--batch 36 --slice 4 --epochs 3 --checkpoint-every 0");
        addTo(values, options);
        List<String> arguments = new ArrayList<>(List.of("train", "--json"));
        values.forEach((name, value) -> arguments.addAll(List.of(name, value)));
        Cli.Result result = new Cli(temp).run(arguments.toArray(String[]::new));
        assertThat(result.exitCode()).as(result.err()).isZero();
        return JSON.readTree(result.out());
    }

    private static void addTo(Map<String, String> values, String options) {
        String[] words = options.split(" ", -1);
        for (int word = 0; word < words.length; word += 2) {
            values.put(words[word], words[word + 1]);
        }
    }
}
