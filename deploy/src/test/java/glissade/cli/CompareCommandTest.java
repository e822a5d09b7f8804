package glissade.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requirement V3: settings side by side, from the command line. */
class CompareCommandTest {

    @TempDir Path directory;

    @Test
    void shouldTrainEveryCombinationAndLeaveATableAndAPicture() throws Exception {
        Cli.Result result =
                new Cli(directory)
                        .run(
                                ("compare --data digits:200 --model 784-8-10 --epochs 1 --lr 0.01"
                                                + " --lr 0.1 --optimizer sgd,adam --name side"
                                                + " --json")
                                        .split(" ", -1));

        assertThat(result.err()).isEmpty();
        assertThat(result.exitCode()).isZero();
        JsonNode settings = new JsonMapper().readTree(result.out()).get("settings");
        assertThat(settings.findValuesAsText("setting"))
                .containsExactly("sgd lr 0.01", "sgd lr 0.1", "adam lr 0.01", "adam lr 0.1");
        Path side = directory.resolve("runs/side");
        assertThat(side.resolve("compare.csv")).isNotEmptyFile();
        assertThat(side.resolve("compare.png")).isNotEmptyFile();
        assertThat(side.resolve("adam-lr0.1/summary.json")).isNotEmptyFile();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    --lr | 0.1,x | --lr: expected a number above 0, found "x"
                    --lr | 0.1,,1 | --lr: expected a value between commas, found nothing in "0.1,,1"
                    --lr | 0.1,0.1 | --lr: "0.1" is there twice; leave one of them out
                    --lr | 0.1,0.10 | two settings are the same: adam lr 0.1; leave one of them out
                    --optimizer | sgd,adm | --optimizer: expected sgd, momentum, nesterov
                    --batch | 64,all,100000 | --batch 100000: expected at most the 20000 training samples
                    --batch | 1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25 | 25 values of --batch makes 25 settings, expected at most 24; leave some values out
                    """)
    void shouldRefuseWhatItCannotDo(String option, String value, String message) throws Exception {
        Cli.Result result = new Cli(directory).run("compare", option, value);

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).contains(message).hasLineCount(1);
        assertThat(new Cli(directory).leftBehind()).isEmpty();
    }

    @Test
    void shouldRefuseOneFileForTheTimelinesOfSeveralSettings() throws Exception {
        Files.writeString(directory.resolve("run.conf"), "timeline = all.json\n");

        Cli.Result result =
                new Cli(directory).run("compare", "--config", "run.conf", "--lr", "0.1,0.2");

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err())
                .contains(
                        "all.json: one file cannot take the timelines of several settings; leave it out")
                .hasLineCount(1);
        assertThat(directory.resolve("runs")).doesNotExist();
    }
}
