package glissade.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import glissade.data.DataSchema;
import glissade.nn.Activation;
import glissade.nn.Loss;
import glissade.nn.NetworkDescription;
import glissade.nn.ParameterLayout;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelFileTest {

    private static final NetworkDescription NETWORK = network(2, 3, 2);
    private static final float[] PARAMETERS = {
        1, 2, 3, 4, 5, 6, /* biases */ 7, 8, 9, /* second layer */ 10, 11, 12, 13, 14, 15, 16, 17
    };

    @TempDir Path directory;
    private Path file;

    @BeforeEach
    void writeAModel() throws IOException {
        file = directory.resolve("model.safetensors");
        ModelFile.write(
                file,
                new TrainedModel(
                        "first", NETWORK, DataSchema.classes(List.of("cat", "dög")), PARAMETERS));
    }

    @Test
    void shouldReadBackAllThatPredictingNeeds() {
        TrainedModel model = ModelFile.read(file);

        assertThat(model.run()).isEqualTo("first");
        assertThat(model.network()).isEqualTo(NETWORK);
        assertThat(model.classNames()).containsExactly("cat", "dög");
        assertThat(model.parameters()).isEqualTo(PARAMETERS);
    }

    @Test
    void shouldRefuseADamagedModel() throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 1] ^= 1;
        Files.write(file, bytes);

        assertThatThrownBy(() -> ModelFile.read(file))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageMatching(
                        ".*model.safetensors: SHA-256 of its content is [0-9a-f]{12}…, its header says"
                                + " [0-9a-f]{12}…: damaged; fetch it again or use another");
    }

    @Test
    void shouldFindTheModelOfARun() throws IOException {
        RunConfiguration configuration =
                RunConfiguration.of(
                        GivenOptions.none()
                                .commandLine(Map.of("out", directory.toString(), "name", "run")));
        RunDirectory run = RunDirectory.create(configuration, InstantSource.fixed(Instant.EPOCH));

        assertThat(ModelFile.find(file)).isEqualTo(file);
        assertThatThrownBy(() -> ModelFile.find(run.root()))
                .hasMessage(
                        "%s: this run has no model.safetensors yet; finish it with: glissade resume %s",
                        run.root(), run.root());
        Files.copy(file, run.modelFile());
        assertThat(ModelFile.find(run.root())).isEqualTo(run.modelFile());
    }

    @Test
    void shouldBeginFromTheParametersOfAModel() {
        assertThat(InitialParameters.read(file.toString(), new ParameterLayout(NETWORK)))
                .isEqualTo(PARAMETERS);
    }

    @Test
    void shouldPutShapesSideBySideWhenTheNetworkIsAnother() {
        String option = "--initial-parameters " + file;

        assertThatThrownBy(() -> initialParameters(network(3, 3, 2)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(
                        option
                                + ": expected layer.0.weight of shape [3, 3], found [3, 2]; give the"
                                + " --model that the file was written for");
        assertThatThrownBy(() -> initialParameters(network(2, 3)))
                .hasMessage(
                        option
                                + ": expected 1 layers, found more (layer.1.weight); give the --model"
                                + " that the file was written for");
        assertThatThrownBy(() -> initialParameters(network(2, 3, 2, 2)))
                .hasMessage(
                        option
                                + ": expected a float32 tensor layer.2.weight of shape [2, 2], found"
                                + " none; its tensors are layer.0.weight, layer.0.bias, layer.1.weight,"
                                + " layer.1.bias");
    }

    @Test
    void shouldNotBeginFromParametersThatAreNotFinite() throws IOException {
        float[] diverged = PARAMETERS.clone();
        diverged[4] = Float.NaN;
        ModelFile.write(file, new TrainedModel("first", NETWORK, DataSchema.numbered(2), diverged));

        assertThatThrownBy(() -> initialParameters(NETWORK))
                .hasMessage(
                        "--initial-parameters %s: expected finite numbers, found NaN; take parameters"
                                + " from before training diverged",
                        file);
    }

    @Test
    void shouldNotBeginFromAModelThatHasLostItsSeal() throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        int nameOfTheSeal = 8 + "{'__metadata__':{'".length();
        bytes[nameOfTheSeal] ^= 1;
        Files.write(file, bytes);

        assertThatThrownBy(() -> initialParameters(NETWORK))
                .hasMessage(
                        "--initial-parameters %s: its SHA-256 is missing: damaged, or saved again by"
                                + " another program; use the original file",
                        file);
    }

    @Test
    void shouldBeginFromTheFileOfAnotherProgram() throws IOException {
        // Written by Python's safetensors 0.8.0, see numpy-safetensors.py beside it: [[1, 2], [3,
        // 4]] and so on.
        Path foreign = directory.resolve("numpy.safetensors");
        try (InputStream resource =
                Objects.requireNonNull(getClass().getResourceAsStream("numpy.safetensors"))) {
            Files.copy(resource, foreign);
        }

        float[] parameters =
                InitialParameters.read(foreign.toString(), new ParameterLayout(network(2, 2, 1)));

        assertThat(parameters).containsExactly(1, 3, 2, 4, 0.5f, -0.5f, 5, 6, 0.25f);
    }

    private void initialParameters(NetworkDescription network) {
        InitialParameters.read(file.toString(), new ParameterLayout(network));
    }

    private static NetworkDescription network(Integer... widths) {
        return new NetworkDescription(
                List.of(widths), Activation.RELU, Activation.SOFTMAX, Loss.CROSS_ENTROPY);
    }
}
