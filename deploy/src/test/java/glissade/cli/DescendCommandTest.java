package glissade.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Path;
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
        assertThat(balls.get(0).get("words").asText()).isEqualTo("the north-east minimum");
        assertThat(balls.get(1).get("words").asText()).isEqualTo("the south-west minimum");
        assertThat(directory.resolve("descend-himmelblau.png")).isNotEmptyFile();
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
                    bowl | --balls | 0 | --balls 0: expected 1 to 1,000
                    bowl | --picture | nowhere/x.png | --picture nowhere/x.png: there is no directory
                    """)
    void shouldRefuseWhatItCannotDo(String function, String option, String value, String message)
            throws Exception {
        Cli.Result result = new Cli(directory).run("descend", function, option, value);

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).contains(message).hasLineCount(1);
        assertThat(new Cli(directory).leftBehind()).isEmpty();
    }
}
