package glissade.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import glissade.averaging.StepMemory;
import glissade.averaging.TrainingState;
import glissade.data.DataSchema;
import glissade.nn.ParameterLayout;
import glissade.preprocess.MemoryFit;
import glissade.preprocess.Preprocessing;
import glissade.preprocess.PreprocessingKind;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointsTest {

    private static final int FLIPS = 400;
    private static final DataSchema SCHEMA = DataSchema.classes(List.of("zero", "one"));

    @TempDir Path directory;

    @Test
    void shouldTellSizesThatAreLessThanAMegabyteApart() {
        assertThat(Checkpoints.size(43_236)).isEqualTo("43.2 kB");
        assertThat(Checkpoints.size(0)).isEqualTo("0.0 kB");
        assertThat(Checkpoints.size(1_250_000)).isEqualTo("1.3 MB");
    }

    @Test
    void shouldReadBackEverythingBitByBit() throws IOException {
        Checkpoint written = checkpoint(1234, "adam");

        Path file = Checkpoints.write(directory, written);
        Checkpoint read = Checkpoints.read(file);

        assertThat(file).isEqualTo(directory.resolve("step-000001234.safetensors"));
        assertThat(read.run()).isEqualTo("first");
        assertThat(read.epoch()).isEqualTo(3);
        assertThat(read.schema()).isEqualTo(SCHEMA);
        assertThat(read.configuration()).isEqualTo(written.configuration());
        assertThat(read.step()).isEqualTo(1234);
        assertThat(read.memory()).isEqualTo(written.memory());
        assertThat(read.state().memory()).isEqualTo(written.state().memory());
        assertThat(read.ended()).isFalse();
        assertThat(read.state().parameters()).isEqualTo(written.state().parameters());
        assertThat(read.state().optimizerState()).isDeepEqualTo(written.state().optimizerState());
    }

    @Test
    void shouldKeepTheBestBesideTheOthersAndNotTakeItForTheNewest() throws IOException {
        Checkpoints.writeBest(directory, checkpoint(8, "adam"));
        Checkpoints.write(directory, checkpoint(5, "adam"));
        Checkpoints.writeBest(directory, checkpoint(4, "adam"));

        assertThat(Checkpoints.readBest(directory, 4, 5))
                .isNotNull()
                .extracting(Checkpoint::step)
                .isEqualTo(4L);
        assertThat(Checkpoints.readBest(directory, 2, 3)).isNull();
        assertThat(Checkpoints.newestWhole(directory).checkpoint().step()).isEqualTo(5);
        assertThatThrownBy(() -> Checkpoints.readBest(directory, 8, 9))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(
                        "best.safetensors: expected the parameters after step 8, which had the"
                                + " lowest validation loss, found those after step 4");
    }

    @Test
    void shouldStoreWeightsAsOutputsByInputsAndStateBesideThem() throws IOException {
        Path file = Checkpoints.write(directory, checkpoint(1, "momentum"));

        SafeTensors tensors = SafeTensors.read(file);

        assertThat(tensors.names())
                .containsExactly(
                        "layer.0.weight",
                        "layer.0.bias",
                        "layer.1.weight",
                        "layer.1.bias",
                        "optimizer.0.layer.0.weight",
                        "optimizer.0.layer.0.bias",
                        "optimizer.0.layer.1.weight",
                        "optimizer.0.layer.1.bias");
        Tensor weight = Objects.requireNonNull(tensors.tensor("layer.0.weight"));
        assertThat(weight.shape()).isEqualTo(List.of(3, 4));
        // In memory [in][out]: input 1 of output 0 is the fourth value, and 4 of 23 parameters.
        assertThat(weight.value(1)).isEqualTo(checkpoint(1, "momentum").state().parameters()[3]);
        assertThat(tensors.metadata())
                .containsEntry("format", "glissade-checkpoint")
                .containsEntry("format_version", "1")
                .containsEntry("model", "4-3-2")
                .containsEntry("activation", "tanh")
                .containsEntry("output-activation", "softmax")
                .containsEntry("loss", "cross-entropy")
                .containsEntry("optimizer", "momentum")
                .containsEntry("preprocessing", "none")
                .containsEntry("class_names", "[\"zero\",\"one\"]")
                .containsEntry("step", "1")
                .containsEntry("epoch", "3");
    }

    @Test
    void shouldStoreGainAndShiftWhereALayerIsNormalised() throws IOException {
        Checkpoint written =
                checkpoint(
                        1,
                        Map.of(
                                "model",
                                "4-3-2",
                                "layer-norm",
                                "true",
                                "dropout",
                                "0.5",
                                "optimizer",
                                "momentum"));
        Path file = Checkpoints.write(directory, written);

        SafeTensors tensors = SafeTensors.read(file);
        Checkpoint read = Checkpoints.read(file);

        assertThat(tensors.metadata()).containsEntry("layer-norm", "true");
        assertThat(tensors.names())
                .startsWith(
                        "layer.0.weight",
                        "layer.0.bias",
                        "layer.0.norm.weight",
                        "layer.0.norm.bias",
                        "layer.1.weight")
                .endsWith("optimizer.0.layer.1.weight", "optimizer.0.layer.1.bias");
        Tensor shift = Objects.requireNonNull(tensors.tensor("layer.0.norm.bias"));
        assertThat(shift.shape()).isEqualTo(List.of(3));
        assertThat(shift.value(0)).isEqualTo(written.state().parameters()[18]);
        assertThat(read.configuration()).isEqualTo(written.configuration());
        assertThat(read.state().parameters()).isEqualTo(written.state().parameters());
        assertThat(read.state().optimizerState()).isDeepEqualTo(written.state().optimizerState());
    }

    /** Written by the program as of commit 1a16bb8, 2026-11-21: parameters 0, 1, 2 … in memory. */
    @Test
    void shouldReadTheFirstCheckpointsForever() throws Exception {
        URL resource = getClass().getResource("checkpoint-v1.safetensors");
        Checkpoint old = Checkpoints.read(Path.of(Objects.requireNonNull(resource).toURI()));

        assertThat(old.run()).isEqualTo("old");
        assertThat(old.step()).isEqualTo(1234);
        assertThat(old.epoch()).isEqualTo(3);
        assertThat(old.ended()).isFalse();
        assertThat(old.schema()).isEqualTo(SCHEMA);
        assertThat(old.configuration().model().network().layerNorm()).isFalse();
        assertThat(old.configuration().training().regularization())
                .isEqualTo(new Regularization(0, 0, false, 0, 0));
        assertThat(old.state().parameters()).hasSize(23).startsWith(0, 1, 2, 3).endsWith(21, 22);
        assertThat(old.state().optimizerState()[0]).startsWith(0, -1, -2).endsWith(-21, -22);
    }

    @Test
    void shouldRefuseAFileInWhichAnyOneBitHasChanged() throws IOException {
        Path file = Checkpoints.write(directory, checkpoint(7, "adam"));
        byte[] whole = Files.readAllBytes(file);
        int data = 3 * Float.BYTES * checkpoint(7, "adam").state().parameters().length;
        long seed = Long.getLong("tests.seed", 400);
        Random random = new Random(seed);

        for (int index = 0; index < whole.length - data; index++) {
            shouldRefuseFlip(file, whole, 8 * index + index % 8, "header");
        }
        for (int flip = 0; flip < FLIPS; flip++) {
            shouldRefuseFlip(file, whole, random.nextInt(8 * whole.length), "-Dtests.seed=" + seed);
        }

        Files.write(file, whole);
        assertThat(Checkpoints.read(file).step()).isEqualTo(7);
    }

    private static void shouldRefuseFlip(Path file, byte[] whole, int bit, String where)
            throws IOException {
        byte[] flipped = whole.clone();
        flipped[bit / 8] ^= (byte) (1 << bit % 8);
        Files.write(file, flipped);

        assertThatThrownBy(() -> Checkpoints.read(file))
                .as("bit %d of byte %d, %s", bit % 8, bit / 8, where)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith(file.toString());
    }

    @Test
    void shouldRefuseAFileOfAnyOtherLength() throws IOException {
        Path file = Checkpoints.write(directory, checkpoint(7, "adam"));
        byte[] whole = Files.readAllBytes(file);

        for (int percent = 0; percent < 100; percent++) {
            byte[] cut = Arrays.copyOf(whole, whole.length * percent / 100);
            Files.write(file, cut);
            assertThatThrownBy(() -> Checkpoints.read(file))
                    .as("%d %% of the file", percent)
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageStartingWith(file.toString())
                    .hasMessageContaining("cut short");
        }
        Files.write(file, Arrays.copyOf(whole, whole.length + 1));
        assertThatThrownBy(() -> Checkpoints.read(file))
                .hasMessage(
                        "%s: %d bytes, but its header promises %d: something was added",
                        file, whole.length + 1, whole.length);
    }

    @Test
    void shouldFallBackToTheNewestWholeOneAndSayWhy() throws IOException {
        Checkpoints.write(directory, checkpoint(100, "sgd"));
        Path older = Checkpoints.write(directory, checkpoint(200, "sgd"));
        Path torn = Checkpoints.write(directory, checkpoint(300, "sgd"));
        byte[] whole = Files.readAllBytes(torn);
        Files.write(torn, Arrays.copyOf(whole, whole.length - 5));
        Files.writeString(directory.resolve("notes.txt"), "not a checkpoint");

        Checkpoints.Newest newest = Checkpoints.newestWhole(directory);

        assertThat(newest.file()).isEqualTo(older);
        assertThat(newest.checkpoint().step()).isEqualTo(200);
        assertThat(newest.refused())
                .containsExactly(
                        torn
                                + ": "
                                + (whole.length - 5)
                                + " bytes, but its header promises "
                                + whole.length
                                + ": cut short");
    }

    @Test
    void shouldOrderStepsAsNumbers() throws IOException {
        Checkpoints.write(directory, checkpoint(999_999_999, "sgd"));
        Checkpoints.write(directory, checkpoint(1_000_000_000, "sgd"));

        assertThat(Checkpoints.newestWhole(directory).checkpoint().step()).isEqualTo(1_000_000_000);
    }

    @Test
    void shouldSayThatThereIsNoCheckpoint() {
        assertThatThrownBy(() -> Checkpoints.newestWhole(directory))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(
                        "%s: no checkpoint in it; start it anew with glissade train or glissade coordinator",
                        directory);
    }

    @Test
    void shouldRefuseAnOldCheckpointUnderANewName() throws IOException {
        Path old = Checkpoints.write(directory, checkpoint(100, "sgd"));
        Path renamed = Files.move(old, directory.resolve("step-000000900.safetensors"));

        assertThatThrownBy(() -> Checkpoints.read(renamed))
                .hasMessage(
                        "%s: it is the checkpoint of step 100, renamed; give it its name back:"
                                + " step-000000100.safetensors",
                        renamed);
    }

    @Test
    void shouldRefuseFilesThatAreNoCheckpoint() throws IOException {
        Path file = directory.resolve("step-000000001.safetensors");

        SafeTensors.write(file, Map.of(), List.of());
        assertThatThrownBy(() -> Checkpoints.read(file))
                .hasMessage(
                        "%s: expected a file of format glissade-checkpoint, found a safetensors file of"
                                + " another program; parameters alone can be used with"
                                + " --initial-parameters",
                        file);

        SafeTensors.write(
                file, Map.of("format", "glissade-checkpoint", "format_version", "2"), List.of());
        assertThatThrownBy(() -> Checkpoints.read(file))
                .hasMessage(
                        "%s: written by format 2, this build reads formats up to 1; update it",
                        file);
    }

    @Test
    void shouldNameTheFileWhenItsConfigurationIsOfAnotherBuild() throws IOException {
        Path file = directory.resolve("step-000000001.safetensors");
        SafeTensors.write(
                file,
                Map.of(
                        "format", "glissade-checkpoint",
                        "format_version", "1",
                        "preprocessing", "none",
                        "run_configuration", "lr = 0.1\ntelepathy = 0.5\n"),
                List.of());

        assertThatThrownBy(() -> Checkpoints.read(file))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(
                        "%s: run configuration:2: telepathy: there is no such option; the options are"
                                + " those of: glissade train --help",
                        file);
    }

    @Test
    void shouldSayWhatCouldNotBeWrittenAndLeaveNothing() throws IOException {
        Path gone = directory.resolve("gone");

        assertThatThrownBy(() -> Checkpoints.write(gone, checkpoint(400, "sgd")))
                .isInstanceOf(IOException.class)
                .hasMessage(
                        "checkpoint at step 400 not written to %s: no such file or directory",
                        gone);
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).isEmpty();
        }
    }

    /** Requirement D1: whoever goes on from a checkpoint fits nothing again. */
    @Test
    void shouldKeepThePreprocessingOfTheRun() throws IOException {
        float[] rows = {1, 2, 3, 4, 2, 2, 9, 1, 0, 1, 0, 1, 5, 3, 1, 2};
        Preprocessing fitted = MemoryFit.of(PreprocessingKind.ZCA_WHITEN, 4, rows);

        Path file = Checkpoints.write(directory, preprocessed("zca-whiten", fitted));

        Preprocessing read = Checkpoints.read(file).preprocessing();
        assertThat(read.kind()).isEqualTo(PreprocessingKind.ZCA_WHITEN);
        assertThat(read.values()).isEqualTo(fitted.values());
        assertThat(ModelFile.read(file).preprocessing().values()).isEqualTo(fitted.values());
    }

    @Test
    void shouldRefuseAPreprocessingOfAnotherKindThanTheRuns() throws IOException {
        Path file = Checkpoints.write(directory, preprocessed("minmax", Preprocessing.none(4)));

        assertThatThrownBy(() -> Checkpoints.read(file))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(
                        "%s: its inputs are preprocessed by none, but its run by minmax; use another"
                                + " file",
                        file);
    }

    private static Checkpoint preprocessed(String option, Preprocessing preprocessing) {
        Checkpoint plain = checkpoint(1, "sgd");
        RunConfiguration configuration =
                RunConfiguration.fromHocon(
                        plain.configuration()
                                .toHocon()
                                .replace("preprocess = none", "preprocess = " + option));
        return new Checkpoint(
                plain.run(),
                configuration,
                plain.schema(),
                preprocessing,
                plain.epoch(),
                plain.state(),
                plain.memory(),
                false);
    }

    private static Checkpoint checkpoint(long step, String optimizer) {
        return checkpoint(
                step, Map.of("model", "4-3-2", "activation", "tanh", "optimizer", optimizer));
    }

    private static Checkpoint checkpoint(long step, Map<String, String> options) {
        RunConfiguration configuration =
                RunConfiguration.of(GivenOptions.none().commandLine(options));
        int count = new ParameterLayout(configuration.model().network()).parameterCount();
        Random random = new Random(step);
        float[][] state = new float[configuration.training().optimizer().stateVectors()][];
        for (int vector = 0; vector < state.length; vector++) {
            state[vector] = someFloats(random, count);
        }
        return new Checkpoint(
                "first",
                configuration,
                SCHEMA,
                Preprocessing.none(4),
                3,
                new TrainingState(
                        step, someFloats(random, count), state, StepMemory.of(someNumbers(random))),
                new ValidationMemory(0.1 + step, 3, 2, 1, 0.25),
                false);
    }

    private static double[] someNumbers(Random random) {
        double[] values = new double[StepMemory.LENGTH];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextGaussian();
        }
        values[1] = Double.NaN;
        values[2] = -0.0;
        return values;
    }

    private static float[] someFloats(Random random, int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = random.nextFloat() - 0.5f;
        }
        return values;
    }
}
