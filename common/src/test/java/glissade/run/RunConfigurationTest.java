package glissade.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import glissade.collective.EpochShape;
import glissade.collective.UnitRounding;
import glissade.data.DataSets;
import glissade.math.Precision;
import glissade.nn.Activation;
import glissade.nn.Initialization;
import glissade.nn.Loss;
import glissade.optim.ScheduleDescription;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunConfigurationTest {

    @TempDir Path directory;

    @Test
    void shouldHaveTheDocumentedDefaultsWhenNothingIsGiven() {
        RunConfiguration run = RunConfiguration.defaults();

        assertThat(run.data().selection().data().text()).isEqualTo("digits");
        assertThat(run.data().selection().test()).isNull();
        assertThat(run.data().selection().holdOut()).isZero();
        assertThat(run.data().selection().validation()).isNull();
        assertThat(run.data().selection().validationFraction()).isZero();
        assertThat(run.data().shuffle()).isTrue();
        assertThat(run.model().network().widths()).isEqualTo(List.of(784, 128, 10));
        assertThat(run.model().network().hidden()).isEqualTo(Activation.RELU);
        assertThat(run.model().network().output()).isEqualTo(Activation.SOFTMAX);
        assertThat(run.model().network().loss()).isEqualTo(Loss.CROSS_ENTROPY);
        assertThat(run.model().initialization()).isEqualTo(Initialization.HE);
        assertThat(run.model().initialParameters()).isNull();
        assertThat(run.training().optimizer().name()).isEqualTo("adam");
        assertThat(run.training().learningRate()).isEqualTo(0.001);
        assertThat(run.training().schedule()).isEqualTo(ScheduleDescription.CONSTANT);
        assertThat(run.training().batch()).isEqualTo(new Batch.Samples(64));
        assertThat(run.training().sliceSize(64)).isEqualTo(16);
        assertThat(run.training().length()).isEqualTo(new TrainingLength.Epochs(10));
        assertThat(run.training().seed()).isEqualTo(1);
        assertThat(run.cluster())
                .isEqualTo(
                        new RunConfiguration.Cluster(
                                2, 1, Transport.AUTO, Averaging.AUTO, 8_192, null));
        assertThat(run.output())
                .isEqualTo(
                        new RunConfiguration.Output(
                                "runs", null, new CheckpointInterval.EachEpoch(), 1, null));
    }

    @Test
    void shouldDrawInitialParametersFromTheSeedUnlessTheyHaveTheirOwn() {
        assertThat(given("seed", "7").model().initialSeed()).isEqualTo(7);
        RunConfiguration own = given("init-seed", "8");
        assertThat(own.model().initialSeed()).isEqualTo(8);
        assertThat(own.training().seed()).isEqualTo(1);
        assertThat(RunConfiguration.fromHocon(own.toHocon())).isEqualTo(own);
    }

    @Test
    void shouldFollowAnotherSeedWhenARunIsRepeatedWithIt() {
        GivenOptions run = GivenOptions.none().text(RunConfiguration.defaults().toHocon());

        RunConfiguration repeated = RunConfiguration.of(run.commandLine(Map.of("seed", "5")));

        assertThat(repeated.model().initialSeed()).isEqualTo(5);
    }

    @Test
    void shouldRefuseTwoWordsOnWhereInitialParametersComeFrom() {
        assertThatThrownBy(() ->
                        RunConfiguration.of(
                                GivenOptions.none()
                                        .commandLine(
                                                Map.of(
                                                        "init-seed", "3",
                                                        "initial-parameters", "f"))))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(
                        "--init-seed 3 and --initial-parameters f exclude each other; give one of"
                                + " them");
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "4, 1", "5, 2", "10, 3", "32, 8", "127, 32", "128, 32", "4096, 32"})
    void shouldCutAMiniBatchIntoAtLeastFourSlicesOfAtMost32(int batch, int slice) {
        assertThat(given("batch", "" + batch).training().sliceSize(batch)).isEqualTo(slice);
    }

    @ParameterizedTest
    @CsvSource({
        "sgd, 0.1",
        "momentum, 0.1",
        "nesterov, 0.1",
        "adagrad, 0.001",
        "rmsprop, 0.001",
        "adam, 0.001",
        "adamw, 0.001"
    })
    void shouldChooseTheLearningRateByTheOptimizer(String optimizer, double rate) {
        assertThat(given("optimizer", optimizer).training().learningRate()).isEqualTo(rate);
    }

    @ParameterizedTest
    @CsvSource({
        "relu, HE",
        "leaky-relu, HE",
        "sigmoid, XAVIER",
        "tanh, XAVIER",
        "identity, XAVIER"
    })
    void shouldChooseTheInitializationByTheActivation(String activation, Initialization init) {
        assertThat(given("activation", activation).model().initialization()).isEqualTo(init);
    }

    @ParameterizedTest
    @CsvSource({
        "cross-entropy, SOFTMAX",
        "binary-cross-entropy, SIGMOID",
        "mse, IDENTITY",
        "mae, IDENTITY",
        "quadratic, SIGMOID"
    })
    void shouldChooseTheOutputActivationByTheLoss(String loss, Activation output) {
        assertThat(given("loss", loss).model().network().output()).isEqualTo(output);
    }

    /** Requirements M3 and M4. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "layer-norm | true | cross-entropy | --layer-norm true: there is no hidden layer to"
                        + " normalise in --model 784-10; leave it out",
                "dropout | 0.5 | cross-entropy | --dropout 0.5: there are no hidden units to leave"
                        + " out in --model 784-10; leave it out",
                "dropout | 1 | cross-entropy | --dropout: expected a number from 0 to below 1, found"
                        + " \"1\"",
                "label-smoothing | -0.1 | cross-entropy | --label-smoothing: expected a number from 0"
                        + " to below 1, found \"-0.1\"",
                "label-smoothing | 0.1 | mse | --label-smoothing 0.1: has no meaning with --loss mse;"
                        + " leave it out, or use loss cross-entropy",
                "output-activation | softmax | binary-cross-entropy | --output-activation softmax:"
                        + " does not go with --loss binary-cross-entropy; use --output-activation"
                        + " sigmoid or leave it out",
            })
    void shouldRefuseFeaturesOfANetworkThatMeanNothing(
            String option, String value, String loss, String message) {
        assertThatThrownBy(() ->
                        RunConfiguration.of(
                                GivenOptions.none()
                                        .commandLine(
                                                Map.of(
                                                        "model", "784-10", "loss", loss, option,
                                                        value))))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(message);
    }

    @Test
    void shouldLetTheCommandLineWinOverTheFile() throws IOException {
        Path file = file("lr = 0.5\nbatch = 10\nmodel = 784-30-10 # no quotation marks needed\n");

        RunConfiguration run =
                RunConfiguration.of(
                        GivenOptions.none().file(file).commandLine(Map.of("batch", "20")));

        assertThat(run.training().learningRate()).isEqualTo(0.5);
        assertThat(run.training().batch()).isEqualTo(new Batch.Samples(20));
        assertThat(run.model().network().widths()).isEqualTo(List.of(784, 30, 10));
    }

    @Test
    void shouldLetStepsOfTheCommandLineReplaceEpochsOfTheFile() throws IOException {
        Path file = file("epochs = 3, test = a, optimizer = momentum, momentum = 0.5");

        RunConfiguration run =
                RunConfiguration.of(
                        GivenOptions.none()
                                .file(file)
                                .commandLine(
                                        Map.of(
                                                "steps",
                                                "7",
                                                "holdout",
                                                "0.2",
                                                "optimizer",
                                                "sgd")));

        assertThat(run.training().length()).isEqualTo(new TrainingLength.Steps(7));
        assertThat(run.data().selection().holdOut()).isEqualTo(0.2);
        assertThat(run.data().selection().test()).isNull();
        assertThat(run.training().optimizer().name()).isEqualTo("sgd");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "workers | four | --workers: expected a whole number from 1 to 1024, found \"four\"",
                "workers | 0 | --workers: expected a whole number from 1 to 1024, found \"0\"",
                "workers | 99999999999999999999 | --workers: expected a whole number from 1 to 1024,"
                        + " found \"99999999999999999999\"",
                "lr | -1 | --lr: expected a number above 0, found \"-1\"",
                "lr | 0 | --lr: expected a number above 0, found \"0\"",
                "lr | NaN | --lr: expected a number above 0, found \"NaN\"",
                "lr | 1e39 | --lr: expected a number above 0, found \"1e39\"",
                "lr | 0,1 | --lr: expected a number above 0, found \"0,1\"; did you mean 0.1?",
                "momentum | 1 | --momentum: expected a number from 0 to below 1, found \"1\"",
                "activation | rleu | --activation: expected identity, sigmoid, tanh, relu or"
                        + " leaky-relu, found \"rleu\"; did you mean relu?",
                "schedule | cosin | --schedule: expected constant, step, exponential, cosine,"
                        + " one-cycle, plateau or ramp, found \"cosin\"; did you mean cosine?",
                "weight-decay | -1 | --weight-decay: expected a number of 0 or more, found \"-1\"",
                "warmup | -1 | --warmup: expected a whole number of 0 or more, found \"-1\"",
                "lr-decay | 0 | --lr-decay: expected a number above 0, found \"0\"",
                "lr-decay | 0.5 | --lr-decay 0.5: has no effect with --schedule constant; leave it"
                        + " out, or use schedule step or exponential",
                "lr-decay-epochs | 0 | --lr-decay-epochs: expected a whole number from 1 to 1000000,"
                        + " found \"0\"",
                "lr-decay-epochs | 5 | --lr-decay-epochs 5: has no effect with --schedule constant;"
                        + " leave it out, or use schedule step or exponential",
                "averaging | ring | --averaging: expected auto, star or sharded, found \"ring\"",
                "model | 784 | --model: expected layer widths like 784-128-10, found \"784\"",
                "model | 784-0-10 | --model: expected layer widths like 784-128-10, found"
                        + " \"784-0-10\"",
                "validation | 1.5 | --validation: expected a number from 0 to below 1, or a source of"
                        + " data like those of --data, found \"1.5\"",
                "shuffle | yes | --shuffle: expected true or false, found \"yes\"",
                "checkpoint-every | epochs | --checkpoint-every: expected epoch or a whole number of"
                        + " steps, 0 for none, found \"epochs\"; did you mean epoch?",
                "name | ../x | --name: expected letters, digits, '.', '_' and '-', beginning with a"
                        + " letter or digit, found \"../x\"",
                "workres | 4 | --workres: there is no such option; did you mean workers?",
                "learning-rate | 4 | --learning-rate: there is no such option; did you mean lr?",
                "zzzzzz | 4 | --zzzzzz: there is no such option; the options are those of: glissade"
                        + " train --help",
                "slice | 65 | --slice 65: a slice cannot be larger than the mini-batch (--batch 64);"
                        + " use at most 64",
                "gradient-precision | fp8 | --gradient-precision: expected fp32, bf16 or fp16, found"
                        + " \"fp8\"",
                "units | 0 | --units: expected a whole number from 1 to 1024, found \"0\"",
                "gradient-threshold | 0 | --gradient-threshold: expected a number above 0, found"
                        + " \"0\"",
                "replicas | 0 | --replicas: expected a whole number from 1 to 1024, found \"0\"",
                "sync-every | 4 | --sync-every 4: has no effect without replicas; leave it out, or"
                        + " use --replicas too",
                "units | 4 | --units 4: has no effect with --gradient-precision fp32; leave it out,"
                        + " or use gradient-precision bf16 or fp16",
                "bucket | 5000 | --bucket: expected a multiple of 4096 parameters up to 268435456, or"
                        + " their size in KiB or MiB, such as 32KiB, found \"5000\"",
                "bucket | 24KiB | --bucket: expected a multiple of 4096 parameters up to 268435456,"
                        + " or their size in KiB or MiB, such as 32KiB, found \"24KiB\"",
                "samples-at-once | 15 | --samples-at-once 15: a slice is computed at once (--slice 16);"
                        + " use at least 16",
                "momentum | 0.5 | --momentum 0.5: has no effect with --optimizer adam; leave it out,"
                        + " or use optimizer momentum or nesterov",
            })
    void shouldNameOptionExpectationAndFindingWhenAValueIsWrong(
            String option, String value, String message) {
        assertThatThrownBy(() -> given(option, value))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(message);
    }

    @Test
    void shouldHoldBackOnlyWhereWorkersAverageSumsOfFullPrecision() {
        RunConfiguration held = given("gradient-threshold", "0.01");

        assertThat(held.training().rounding()).isEqualTo(new UnitRounding(Precision.FP32, 8, 0.01));
        assertThat(held.shards()).isTrue();
        assertThatThrownBy(() ->
                        RunConfiguration.fromHocon("gradient-threshold = 1\naveraging = star"))
                .hasMessage(
                        "run configuration:1: gradient-threshold 1: what is held back is kept by"
                                + " workers that average; leave run configuration:2: averaging star"
                                + " out, or use averaging sharded");
        assertThatThrownBy(() ->
                        RunConfiguration.fromHocon(
                                "gradient-threshold = 1\ngradient-precision = bf16"))
                .hasMessage(
                        "run configuration:1: gradient-threshold 1 and run configuration:2:"
                                + " gradient-precision bf16 exclude each other; give one of them");
    }

    @ParameterizedTest
    @CsvSource({"4096, 4096", "16KiB, 4096", "1MiB, 262144", "1024MiB, 268435456"})
    void shouldTakeTheSizeOfABucketInParametersOrBytes(String text, int parameters) {
        assertThat(given("bucket", text).cluster().bucketLength()).isEqualTo(parameters);
    }

    @Test
    void shouldRoundTheSumsOfEightUnitsWherePrecisionIsLower() {
        assertThat(given("gradient-precision", "bf16").training().rounding())
                .isEqualTo(new UnitRounding(Precision.BF16, 8));
        assertThat(given("gradient-precision", "fp32").training().rounding())
                .isEqualTo(UnitRounding.NONE);
        assertThat(RunConfiguration.defaults().toHocon())
                .contains("gradient-precision = fp32")
                .doesNotContain("units");
    }

    @Test
    void shouldRefuseOptionsThatExcludeEachOther() {
        GivenOptions lengths = GivenOptions.none().commandLine(Map.of("epochs", "1", "steps", "9"));
        GivenOptions tests = GivenOptions.none().commandLine(Map.of("test", "a", "holdout", "0.1"));

        assertThatThrownBy(() -> RunConfiguration.of(lengths))
                .hasMessage("--epochs 1 and --steps 9 exclude each other; give one of them");
        assertThatThrownBy(() -> RunConfiguration.of(tests))
                .hasMessage("--test a and --holdout 0.1 exclude each other; give one of them");
    }

    @Test
    void shouldKeepAMessageOnOneLineWhateverTheValue() {
        assertThatThrownBy(() -> given("workers", "1\n2\u001b[31m" + "9".repeat(200)))
                .hasMessage(
                        "--workers: expected a whole number from 1 to 1024, found \"1 2 [31m"
                                + "9".repeat(72)
                                + "…\"");
    }

    @Test
    void shouldRefuseAMiniBatchLargerThanTheTrainingData() {
        RunConfiguration run =
                RunConfiguration.of(
                        GivenOptions.none()
                                .commandLine(Map.of("data", "digits:50", "validation", "0.2")));

        assertThatThrownBy(run::loadData)
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(
                        "--batch 64: expected at most the 40 training samples of digits:50; use"
                                + " --batch 40 or less");
    }

    /** Requirement G1: batch, stochastic and mini-batch descent are one engine. */
    @ParameterizedTest
    @CsvSource({"all, 80, 20, 1", "1, 1, 1, 80", "32, 32, 8, 3"})
    void shouldTakeAllSamplesOneOrSome(String batch, int samples, int slice, int steps) {
        RunConfiguration run = given("batch", batch);

        EpochShape shape = run.epochShape(80);

        assertThat(shape.batchSize()).isEqualTo(samples);
        assertThat(shape.sliceSize()).isEqualTo(slice);
        assertThat(shape.stepsPerEpoch()).isEqualTo(steps);
        assertThat(RunConfiguration.fromHocon(run.toHocon())).isEqualTo(run);
    }

    @Test
    void shouldRefuseSlicesLargerThanAllSamples() {
        RunConfiguration run =
                RunConfiguration.of(
                        GivenOptions.none()
                                .commandLine(
                                        Map.of(
                                                "data",
                                                "digits:50",
                                                "batch",
                                                "all",
                                                "slice",
                                                "64")));

        assertThatThrownBy(run::loadData)
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(
                        "--slice 64: a slice cannot be larger than the mini-batch of all 50"
                                + " training samples; use at most 50");
    }

    @Test
    void shouldLoadDataThatFit() {
        RunConfiguration run =
                RunConfiguration.of(GivenOptions.none().commandLine(Map.of("data", "digits:80")));

        DataSets sets = run.loadData();

        assertThat(sets.training().size()).isEqualTo(80);
        assertThat(run.epochShape(80).stepsPerEpoch()).isEqualTo(2);
    }

    @Test
    void shouldMakePathsAbsoluteSoThatARunCanBeRepeatedElsewhere() {
        RunConfiguration run =
                RunConfiguration.of(
                        GivenOptions.none()
                                .commandLine(Map.of("data", "mnist", "initial-parameters", "a/b")));

        Path here = Path.of("").toAbsolutePath();
        assertThat(run.data().selection().data().text())
                .isEqualTo(here.resolve("mnist").toString());
        assertThat(run.model().initialParameters()).isEqualTo(here.resolve("a/b").toString());
    }

    @Test
    void shouldCountStepsAndCheckpointsByTheShapeOfAnEpoch() {
        EpochShape shape = new EpochShape(100, 32, 8);

        assertThat(new TrainingLength.Epochs(3).steps(shape)).isEqualTo(12);
        assertThat(new TrainingLength.Steps(5).steps(shape)).isEqualTo(5);
        assertThat(new CheckpointInterval.EachEpoch().isDue(3, shape)).isFalse();
        assertThat(new CheckpointInterval.EachEpoch().isDue(4, shape)).isTrue();
        assertThat(new CheckpointInterval.Steps(3).isDue(4, shape)).isFalse();
        assertThat(new CheckpointInterval.Steps(3).isDue(6, shape)).isTrue();
        assertThat(new CheckpointInterval.Steps(0).isDue(6, shape)).isFalse();
    }

    /** What is kept of a run that may end early is evaluated in a generation of its own. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "epochs = 3 | 1",
                "preprocess = standardize | 2",
                "patience = 2 | 2",
                "schedule = plateau | 2",
                "until-gradient-norm = 0.1 | 2",
                "until-loss-growth = 4 | 2",
                "until-loss-growth = 4, preprocess = zca-whiten | 3"
            })
    void shouldCountTheGenerationsThatARunMayGoThrough(String options, int generations) {
        RunConfiguration run = RunConfiguration.fromHocon(options.replace(", ", "\n"));

        assertThat(run.generations()).isEqualTo(generations);
    }

    @Test
    void shouldDescribeEveryOptionOnceInATable() {
        assertThat(RunOptions.all())
                .extracting(RunOption::name)
                .doesNotHaveDuplicates()
                .hasSizeGreaterThan(20);
        assertThat(RunOptions.all())
                .allSatisfy(option -> assertThat(option.description()).isNotBlank());
        assertThat(RunOptions.named("lr")).isSameAs(RunOptions.LR);
        assertThat(RunOptions.named("learning")).isNull();
    }

    private static RunConfiguration given(String option, String value) {
        return RunConfiguration.of(GivenOptions.none().commandLine(Map.of(option, value)));
    }

    private Path file(String text) throws IOException {
        return Files.writeString(directory.resolve("my.conf"), text);
    }
}
