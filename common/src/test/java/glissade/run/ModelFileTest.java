package glissade.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import glissade.data.DataSchema;
import glissade.nn.Activation;
import glissade.nn.Loss;
import glissade.nn.NetworkDescription;
import glissade.nn.ParameterLayout;
import glissade.preprocess.MemoryFit;
import glissade.preprocess.Preprocessing;
import glissade.preprocess.PreprocessingKind;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

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
        ModelFile.write(file, model(Preprocessing.none(2)));
    }

    private static TrainedModel model(Preprocessing preprocessing) {
        return new TrainedModel(
                "first",
                NETWORK,
                DataSchema.classes(List.of("cat", "dög")),
                preprocessing,
                PARAMETERS);
    }

    /** Requirement D1: what was fitted to the training data goes with the model, bit for bit. */
    @ParameterizedTest
    @EnumSource
    void shouldKeepThePreprocessing(PreprocessingKind kind) throws IOException {
        Preprocessing fitted =
                MemoryFit.of(kind, 2, new float[] {1e6f, 0.1f, 2e6f, 0.2f, -5f, 0.7f});
        ModelFile.write(file, model(fitted));

        Preprocessing read = ModelFile.read(file).preprocessing();

        assertThat(read.kind()).isEqualTo(kind);
        assertThat(read.values()).isEqualTo(fitted.values());
        assertThat(read.dropped()).isEqualTo(fitted.dropped());
        assertThat(SafeTensors.read(file).metadata())
                .containsEntry("preprocessing", kind.optionName());
    }

    @Test
    void shouldWriteAWhiteningAsTensors() throws IOException {
        ModelFile.write(
                file,
                model(
                        Preprocessing.of(
                                PreprocessingKind.PCA_WHITEN,
                                2,
                                new float[] {1, 2, 0, 0, 0.5f, 0, 2, 0, -1, 0})));

        SafeTensors tensors = SafeTensors.read(file);

        assertThat(tensors.names())
                .endsWith(
                        "preprocessing.mean",
                        "preprocessing.mean_low",
                        "preprocessing.deviation",
                        "preprocessing.matrix");
        Tensor matrix = Objects.requireNonNull(tensors.tensor("preprocessing.matrix"));
        assertThat(matrix.shape()).containsExactly(2, 2);
        assertThat(matrix.value(2)).isEqualTo(-1f);
    }

    @Test
    void shouldRefuseAPreprocessingThatIsNotThereOrThatNobodyFitted() throws IOException {
        List<Tensor> parameters = ParameterTensors.of("", new ParameterLayout(NETWORK), PARAMETERS);
        Map<String, String> metadata =
                FileMetadata.describing(
                        FileMetadata.MODEL,
                        "first",
                        NETWORK,
                        DataSchema.numbered(2),
                        PreprocessingKind.MINMAX);
        SafeTensors.write(file, metadata, parameters);
        assertThatThrownBy(() -> ModelFile.read(file))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(
                        "%s: expected a float32 tensor preprocessing.minimum of shape [2], found"
                                + " none; use another file",
                        file);

        float[] values = {0, 3, 1, 2};
        List<Tensor> all = new ArrayList<>(parameters);
        all.add(new Tensor("preprocessing.minimum", List.of(2), values, 0));
        all.add(new Tensor("preprocessing.maximum", List.of(2), values, 2));
        SafeTensors.write(file, metadata, all);
        assertThatThrownBy(() -> ModelFile.read(file))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(
                        "%s: preprocessing minmax: the minimum of input 1 is above its maximum: 3.0"
                                + " > 2.0",
                        file);

        metadata.put("preprocessing", "sphere");
        SafeTensors.write(file, metadata, all);
        assertThatThrownBy(() -> ModelFile.read(file))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(
                        "%s: metadata preprocessing: expected none, standardize, minmax, pca-whiten"
                                + " or zca-whiten, found \"sphere\"; update this build",
                        file);
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
    void shouldReadBackANetworkWithLayerNormalisation() throws IOException {
        NetworkDescription network =
                new NetworkDescription(
                        List.of(2, 3, 2), NETWORK.hidden(), NETWORK.output(), NETWORK.loss(), true);
        float[] parameters = new float[23];
        for (int i = 0; i < parameters.length; i++) {
            parameters[i] = i;
        }
        ModelFile.write(
                file,
                new TrainedModel(
                        "first",
                        network,
                        DataSchema.classes(List.of("a", "b")),
                        Preprocessing.none(2),
                        parameters));

        TrainedModel model = ModelFile.read(file);

        assertThat(model.network()).isEqualTo(network);
        assertThat(model.parameters()).isEqualTo(parameters);
    }

    /** Written by the program as of commit 1a16bb8, 2026-11-21: parameters 0, 1, 2 … in memory. */
    @Test
    void shouldReadTheFirstModelsForever() throws Exception {
        URL resource = getClass().getResource("model-v1.safetensors");
        TrainedModel old = ModelFile.read(Path.of(Objects.requireNonNull(resource).toURI()));

        assertThat(old.run()).isEqualTo("old");
        assertThat(old.network()).hasToString("3-2-2");
        assertThat(old.network().hidden()).isEqualTo(Activation.TANH);
        assertThat(old.network().layerNorm()).isFalse();
        assertThat(old.classNames()).containsExactly("cat", "dög");
        assertThat(old.parameters()).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13);
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
        ModelFile.write(
                file,
                new TrainedModel(
                        "first", NETWORK, DataSchema.numbered(2), Preprocessing.none(2), diverged));

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
