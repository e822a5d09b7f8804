package glissade.check;

import static org.assertj.core.api.Assertions.assertThat;

import glissade.data.Dataset;
import glissade.nn.Activation;
import glissade.nn.Loss;
import glissade.run.GivenOptions;
import glissade.run.RunConfiguration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Requirements M2, M3, M4, M5 and M6: every layer with every loss, every hidden and output
 * activation, penalties, layer normalisation, dropout and label smoothing, computed by workers.
 */
class GradientCheckTest {

    private static final String WORK = "holdout = 0.2, batch = 30, slice = 4, workers = 3";

    @TempDir static Path directory;

    @BeforeAll
    static void writeTables() throws IOException {
        Random random = new Random(3);
        StringBuilder classes = new StringBuilder("a,b,c,d,label\n");
        StringBuilder values = new StringBuilder("a,b,c,d,y\n");
        for (int row = 0; row < 40; row++) {
            String inputs =
                    "%.3f,%.3f,%.3f,%.3f,"
                            .formatted(
                                    random.nextGaussian(),
                                    random.nextGaussian(),
                                    random.nextGaussian(),
                                    random.nextGaussian());
            classes.append(inputs).append("xyz".charAt(row % 3)).append('\n');
            values.append(inputs).append(random.nextGaussian()).append('\n');
        }
        Files.writeString(directory.resolve("classes.csv"), classes);
        Files.writeString(directory.resolve("values.csv"), values);
    }

    static Stream<String> networks() {
        List<String> networks = new ArrayList<>();
        for (Loss loss : Loss.values()) {
            for (Activation hidden : Activation.values()) {
                for (Activation output : Activation.values()) {
                    if (hidden != Activation.SOFTMAX && loss.accepts(output)) {
                        networks.add(
                                "loss = %s, activation = %s, output-activation = %s"
                                        .formatted(
                                                loss.optionName(),
                                                hidden.optionName(),
                                                output.optionName()));
                    }
                }
            }
        }
        for (String loss : List.of("cross-entropy", "binary-cross-entropy")) {
            networks.add("loss = %s, label-smoothing = 0.1, dropout = 0.3".formatted(loss));
        }
        networks.add("l1 = 0.01, l2 = 0.1");
        networks.add("l1 = 0.01, l2 = 0.1, regularize-biases = true, threads = 2, slice = 30");
        return networks.stream();
    }

    @ParameterizedTest
    @MethodSource("networks")
    void shouldHoldForEveryLayer(String options) {
        RunConfiguration run = run("classes.csv", "model = 4-6-5-3, " + options);
        Dataset training = run.loadData().training();
        RunConfiguration variation = Objects.requireNonNull(Variation.of(run));

        List<LayerCheck> plain = GradientCheck.of(run, training);
        List<LayerCheck> varied = GradientCheck.of(variation, training);

        assertThat(plain).hasSize(6).allMatch(LayerCheck::holds);
        assertThat(varied).hasSize(6).allMatch(LayerCheck::holds);
        assertThat(variation.model().network().layerNorm()).isTrue();
        assertThat(variation.training().regularization().dropout()).isPositive();
        for (LayerCheck check : plain) {
            assertThat(check.checked() + check.atKinks()).isEqualTo(check.parameters());
            assertThat(check.checked()).as("%s", check).isGreaterThan(check.parameters() / 2);
            assertThat(check.largest()).as("%s", check).isPositive();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mse", "mae", "quadratic"})
    void shouldHoldForValuesToPredict(String loss) {
        RunConfiguration run =
                run("values.csv,target=y", "model = 4-6-5-1, activation = tanh, loss = " + loss);

        assertThat(GradientCheck.of(run, run.loadData().training())).allMatch(LayerCheck::holds);
    }

    @Test
    void shouldTakeASampleOfTheParametersOfALargeNetwork() {
        RunConfiguration run =
                RunConfiguration.of(
                        GivenOptions.none()
                                .text("data = \"digits:40\"\nmodel = 784-300-10\nbatch = 8\n"));

        List<LayerCheck> checks = GradientCheck.of(run, run.loadData().training());

        assertThat(checks).allMatch(LayerCheck::holds);
        assertThat(checks.get(0).parameters()).isEqualTo(785 * 300);
        assertThat(checks.get(0).checked()).isBetween(20, 500);
        assertThat(checks.get(2).checked()).isEqualTo(785 * 300);
    }

    @Test
    void shouldNotHoldWhereTheKernelsAreWrong() {
        double[] expected = {1, -2, 0.5};
        Comparison comparison = new Comparison(Link.KERNELS, 0, expected, 0, 3, 0);
        comparison.compare(1, 1);
        comparison.compare(-2, -2 + 3.9e-5);
        assertThat(comparison.result().holds()).isTrue();

        comparison.compare(0.5, 0.5 + 4.1e-5);
        assertThat(comparison.result().holds()).isFalse();
        assertThat(comparison.result().error()).isBetween(2e-5, 2.1e-5);

        comparison.compare(0.5, Double.NaN);
        assertThat(comparison.result().error()).isNaN();
        assertThat(comparison.result().holds()).isFalse();
    }

    @Test
    void shouldNotHoldWhereNothingWasCompared() {
        Comparison comparison = new Comparison(Link.DIFFERENCES, 1, new double[] {1}, 0, 1, 0);
        comparison.atKink();

        assertThat(comparison.result().holds()).isFalse();
    }

    private static RunConfiguration run(String table, String options) {
        return RunConfiguration.of(
                GivenOptions.none()
                        .text(
                                "data = \"csv:%s\", %s, %s"
                                        .formatted(directory.resolve(table), WORK, options)
                                        .replace(", ", "\n")));
    }
}
