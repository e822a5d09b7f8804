package glissade.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requirement G6: descent on plain functions, from the command line. */
class DescendCommandTest {

    @TempDir Path directory;

    @Test
    void shouldSayWhereEachBallEndsAndLeaveAPicture() throws Exception {
        Cli.Result result =
                new Cli(directory)
                        .run(
                                "descend",
                                "himmelblau",
                                "--start",
                                "4,4",
                                "--start",
                                "-4,-4",
                                "--json");

        assertThat(result.err()).isEmpty();
        assertThat(result.exitCode()).isZero();
        JsonNode balls = new JsonMapper().readTree(result.out()).get("balls");
        assertThat(balls.get(0).get("words").asText()).isEqualTo("the north-east minimum (3, 2)");
        assertThat(balls.get(1).get("words").asText())
                .isEqualTo("the south-west minimum (-3.7793, -3.2832)");
        assertThat(balls.get(0).get("minimum").get(0).asDouble()).isEqualTo(3);
        assertThat(balls.get(0).get("gradient_norm").asDouble()).isLessThan(1e-3);
        assertThat(directory.resolve("descend-himmelblau.png")).isNotEmptyFile();
    }

    @Test
    void shouldPrintATableAndWhatToTryWhenTheRateIsTooLarge() throws Exception {
        Cli.Result result =
                new Cli(directory)
                        .run(
                                "descend",
                                "bowl",
                                "--lr",
                                "1.05",
                                "--start",
                                "3,-1",
                                "--steps",
                                "300",
                                "--optimizer",
                                "nesterov",
                                "--momentum",
                                "0.5",
                                "--schedule",
                                "exponential",
                                "--warmup",
                                "2",
                                "--picture",
                                "ball.png");

        assertThat(result.out())
                .contains("bowl, nesterov lr 1.05 momentum 0.5 exponential, 300 steps")
                .contains("gradient    steps  which is")
                .contains("no minimum: diverged")
                .contains("the ball has left the surface: the rate is too large; try --lr 0.35");
        assertThat(directory.resolve("ball.png")).isNotEmptyFile();
    }

    @Test
    void shouldCountWhereManyBallsEnd() throws Exception {
        Cli.Result result = new Cli(directory).run("descend", "himmelblau", "--balls", "100");

        assertThat(result.out().lines())
                .hasSize(11)
                .contains("balls    height from         to  end")
                .anyMatch(line -> line.matches(" +\\d+ .* the north-east minimum \\(3, 2\\)"))
                .contains(
                        "100 of 100 balls came to rest in a minimum, 100 of them as deep as it gets"
                                + " (height 0)");
    }

    @Test
    void shouldWriteUtf8WhereNoLocaleIsSet() throws Exception {
        Cli.Result result = new Cli(directory).run(Map.of("LC_ALL", "C"), "descend", "bowl");

        assertThat(result.out()).contains("height = x² + y²");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    hill | --seed | 1 | FUNCTION: expected one of bowl, rosenbrock, himmelblau, beale, rastrigin, ackley, six-hump-camel; found "hill"
                    bowl | --start | 1 | --start: expected two numbers like -1.5,2; found "1"
                    bowl | --start | 1.2.3,1 | --start: expected two numbers like -1.5,2; found "1.2.3,1"
                    bowl | --lr | 0 | --lr 0: expected a number above 0
                    bowl | --lr | 1e300 | --lr 1e300: expected a number above 0 and below 1e38
                    bowl | --seed | x | --seed: expected a whole number up to 9223372036854775807, found "x"
                    bowl | --balls | 3000000000 | --balls: expected a whole number up to 2147483647, found "3000000000"
                    bowl | --start=1,2 --balls | 3 | --balls and --start exclude each other; give one of them
                    bowl | --picture | . | --picture .: expected a file, but it is a directory; name a file in it
                    bowl | --picture | a.jpg | --picture a.jpg: the picture is a PNG; choose a name that ends with .png
                    bowl | --picture | /dev/full | --picture /dev/full: the picture is a PNG; choose a name that ends with .png
                    bowl | --momentum | 0.5 | --momentum 0.5: has no effect with --optimizer sgd; leave it out, or use optimizer momentum or nesterov
                    bowl | --schedule | plateau | --schedule plateau: waits for a validation loss, which a surface does not have
                    bowl | --schedule | wave | --schedule: expected constant, step, exponential, cosine, one-cycle or ramp; found "wave"
                    bowl | --warmup | 100 | --warmup 100: expected 0 to less than the 100 steps
                    bowl | --steps | 0 | --steps 0: expected 1 to 1,000,000
                    bowl | --balls | 0 | --balls 0: expected 1 to 1,000
                    bowl | --picture | nowhere/x.png | --picture nowhere/x.png: there is no directory
                    """)
    void shouldRefuseWhatItCannotDo(String function, String option, String value, String message)
            throws Exception {
        List<String> arguments = new ArrayList<>(List.of("descend", function));
        arguments.addAll(List.of(option.split(" ")));
        arguments.add(value);

        Cli.Result result = new Cli(directory).run(arguments.toArray(String[]::new));

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).contains(message).hasLineCount(1);
        assertThat(new Cli(directory).leftBehind()).isEmpty();
    }

    /** A limit of 4 KiB on the length of files stands for a disk that is full. */
    @Test
    void shouldLeaveTheOldPictureWhereTheNewOneHasNoRoom() throws Exception {
        Path picture = Files.writeString(directory.resolve("a.png"), "the old one");
        Path out = directory.resolve("out");
        Path err = directory.resolve("err");

        Process process =
                new Cli(directory)
                        .start(
                                List.of("bash", "-c", "ulimit -f 4; exec \"$@\"", "bash"),
                                Map.of("JAVA_TOOL_OPTIONS", "-XX:-UsePerfData"),
                                out,
                                err,
                                "descend",
                                "bowl",
                                "--picture",
                                "a.png");

        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(Files.readString(err))
                .contains("--picture a.png: cannot be written: File too large");
        assertThat(process.exitValue()).isEqualTo(2);
        assertThat(picture).hasContent("the old one");
        assertThat(new Cli(directory).leftBehind()).containsExactly("a.png", "err", "out");
    }
}
