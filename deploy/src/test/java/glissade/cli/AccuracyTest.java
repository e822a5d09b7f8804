package glissade.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How well whole runs with two workers learn, on data never seen. */
@Tag("slow")
@Timeout(180)
class AccuracyTest {

    @TempDir Path temp;

    private double accuracy(String... options) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("train", "--json"));
        arguments.addAll(List.of(options));
        Cli.Result result = new Cli(temp).run(arguments.toArray(String[]::new));
        assertThat(result.exitCode()).as(result.err()).isZero();
        return new ObjectMapper().readTree(result.out()).get("test_accuracy").asDouble();
    }

    @Test
    void shouldReachNinetySevenPercentOnSyntheticDigitsByDefault() throws Exception {
        assertThat(accuracy()).isGreaterThanOrEqualTo(0.97);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0003", "0.001", "0.003"})
    void shouldNotLetALinearModelSolveSyntheticDigits(String learningRate) throws Exception {
        assertThat(accuracy("--model", "784-10", "--lr", learningRate)).isBetween(0.80, 0.95);
    }

    /**
     * An independent numpy program reaches 93.9 to 94.1 % with this network on the same 10,000
     * images.
     */
    @Test
    void shouldReachWhatAnIndependentProgramReachesOnRealDigits() throws Exception {
        assumeTrue(RealDigits.found(), () -> "no MNIST files at " + RealDigits.directory());

        double accuracy =
                accuracy(
                        "--data",
                        RealDigits.directory().toString(),
                        "--model",
                        "784-30-10",
                        "--activation",
                        "sigmoid",
                        "--optimizer",
                        "sgd",
                        "--lr",
                        "0.5",
                        "--batch",
                        "10",
                        "--epochs",
                        "30");

        assertThat(accuracy).isBetween(0.935, 0.95);
    }
}
