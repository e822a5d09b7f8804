package glissade;

import static org.assertj.core.api.Assertions.assertThat;

import glissade.coordinator.RunOutcome;
import glissade.local.CheckedRun;
import glissade.local.LocalRun;
import glissade.local.LocalRunSettings;
import glissade.local.WorkerPlace;
import glissade.nn.ParameterLayout;
import glissade.run.Checkpoint;
import glissade.run.Checkpoints;
import glissade.run.ModelFile;
import glissade.run.RunConfiguration;
import glissade.run.RunDirectory;
import glissade.run.RunEvent;
import glissade.run.RunListener;
import glissade.run.RunStatus;
import glissade.run.RunSummary;
import glissade.run.StepRow;
import glissade.run.WarningKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whole runs over real actor systems, lifelines and the gradient plane, with all roles in this JVM.
 */
@Timeout(180)
class RunTest {

    private static final String SMALL =
            """
            data = "digits:1200"
            model = "784-16-16-10"
            activation = sigmoid
            optimizer = adam
            batch = 32
            slice = 4
            epochs = 2
            seed = 7
            """;

    /** Its column in metrics.csv. */
    private static final int VALIDATION_LOSS = 9;

    @TempDir Path temp;

    private RunConfiguration configuration(String more) {
        return RunConfiguration.fromHocon(SMALL + more + "\nout = \"" + temp + "\"\n");
    }

    private RunOutcome run(RunConfiguration configuration) {
        return run(
                configuration,
                RunDirectory.create(configuration, InstantSource.system()),
                null,
                RunListener.silent(),
                null);
    }

    private RunOutcome run(
            RunConfiguration configuration,
            RunDirectory directory,
            @Nullable Checkpoint resumeFrom,
            RunListener listener,
            @Nullable AtomicReference<LocalRun> started) {
        LocalRunSettings settings =
                LocalRunSettings.of(CheckedRun.of(configuration), directory, WorkerPlace.THREADS)
                        .withCheckpoint(resumeFrom)
                        .withListener(listener);
        try (LocalRun run = LocalRun.start(settings)) {
            if (started != null) {
                started.set(run);
            }
            return run.end();
        }
    }

    private static String sha256(RunOutcome outcome) {
        return Objects.requireNonNull(summary(outcome).quality().parametersSha256());
    }

    private static RunSummary summary(RunOutcome outcome) {
        return Objects.requireNonNull(outcome.summary(), outcome.message());
    }

    @ParameterizedTest(name = "{0} workers, {1} threads, {2}")
    @CsvSource({"1,2,ipc", "2,1,ipc", "3,2,ipc", "2,1,udp"})
    void shouldGiveTheSameModelForAnyNumberOfWorkers(int workers, int threads, String transport)
            throws Exception {
        RunOutcome alone = run(configuration("workers = 1\nname = alone"));
        RunOutcome many =
                run(
                        configuration(
                                "name = many\nworkers = "
                                        + workers
                                        + "\nthreads = "
                                        + threads
                                        + "\ntransport = "
                                        + transport));

        assertThat(many.message()).isEmpty();
        assertThat(many.status()).isEqualTo(RunStatus.DONE);
        assertThat(sha256(many)).isEqualTo(sha256(alone));
        assertThat(summary(many).quality()).isEqualTo(summary(alone).quality());
        assertThat(summary(many).distribution().slicesByWorker())
                .hasSize(workers)
                .allMatch(slices -> slices > 0);
        assertThat(summary(many).setup().transport()).isEqualTo(transport);
    }

    /** Requirements M3, M4, G1, G3: none of these may know how many workers there are. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "dropout = 0.3",
                "layer-norm = true",
                "layer-norm = true\ndropout = 0.2\nactivation = relu",
                "label-smoothing = 0.1",
                "l1 = 1e-4\nl2 = 1e-3",
                "clip-norm = 0.1",
                "clip-value = 0.001",
                "schedule = plateau\nlr-decay-epochs = 1\nepochs = 6\nlr = 0.02",
                "loss = binary-cross-entropy\nlabel-smoothing = 0.1",
                "loss = mae",
                "batch = all\nslice = 100",
                "preprocess = standardize\nthreads = 2",
                "preprocess = minmax\ntransport = udp",
                "preprocess = pca-whiten",
                "preprocess = zca-whiten\nthreads = 3",
            })
    void shouldGiveTheSameModelWithEveryFeature(String options) throws Exception {
        RunOutcome alone = run(configuration(options + "\nworkers = 1\nname = alone"));
        RunOutcome many = run(configuration(options + "\nworkers = 3\nname = many"));
        RunOutcome plain = run(configuration("workers = 1\nname = plain"));

        assertThat(many.message()).isEmpty();
        assertThat(sha256(many)).isEqualTo(sha256(alone)).isNotEqualTo(sha256(plain));
        assertThat(summary(many).quality()).isEqualTo(summary(alone).quality());
    }

    /** Where gradients are averaged changes no bit, and nothing that is told of the run. */
    @ParameterizedTest(name = "{0}, {1} workers, {2} threads, {3}")
    @CsvSource({
        "star,2,1,ipc",
        "star,3,2,ipc",
        "star,2,1,udp",
        "sharded,2,1,ipc",
        "sharded,2,2,ipc",
        "sharded,4,1,ipc",
        "sharded,5,1,ipc",
        "sharded,3,1,udp"
    })
    void shouldGiveTheSameModelWhereverGradientsAreAveraged(
            String averaging, int workers, int threads, String transport) throws Exception {
        RunOutcome alone = run(configuration("workers = 1\nname = alone"));
        RunOutcome many =
                run(
                        configuration(
                                "name = many\naveraging = "
                                        + averaging
                                        + "\nworkers = "
                                        + workers
                                        + "\nthreads = "
                                        + threads
                                        + "\ntransport = "
                                        + transport));

        assertThat(many.message()).isEmpty();
        assertThat(sha256(many)).isEqualTo(sha256(alone));
        assertThat(summary(many).quality()).isEqualTo(summary(alone).quality());
        assertThat(summary(many).setup().averaging()).isEqualTo(averaging);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dropout = 0.3\nlayer-norm = true",
                "l1 = 1e-4\nl2 = 1e-3",
                "clip-norm = 0.1",
                "clip-value = 0.001",
                "clip-norm = 0.1\nl2 = 1e-3\ndropout = 0.2\nmodel = 784-64-32-10",
                "schedule = plateau\nlr-decay-epochs = 1\nepochs = 6\nlr = 0.02",
                "patience = 1\nepochs = 30\nlr = 0.05",
                "until-gradient-norm = 0.3\nepochs = 10",
                "batch = all\nslice = 100",
                "preprocess = standardize",
                "log-every = 7\ncheckpoint-every = 5",
                "model = 784-64-10\nbatch = 64\nslice = 32\nepochs = 20",
                "gradient-precision = bf16",
                "gradient-precision = fp16\nunits = 2\nclip-norm = 0.1",
            })
    void shouldGiveTheSameModelAveragedAnywhereWithEveryFeature(String options) throws Exception {
        RunOutcome alone = run(configuration(options + "\nworkers = 1\nname = alone"));
        for (String averaging : List.of("star", "sharded")) {
            RunOutcome many =
                    run(
                            configuration(
                                    options
                                            + "\nworkers = 3\naveraging = "
                                            + averaging
                                            + "\nname = "
                                            + averaging));

            assertThat(many.message()).isEqualTo(alone.message());
            assertThat(sha256(many)).isEqualTo(sha256(alone));
            assertThat(summary(many).quality()).isEqualTo(summary(alone).quality());
            assertThat(summary(many).progress()).isEqualTo(summary(alone).progress());
        }
    }

    /** Who computes how much of a unit changes no bit; fewer bytes travel where all compute one. */
    @ParameterizedTest(name = "{0} in {1} units, {2}, {3} workers, {4} threads, {5}")
    @CsvSource({
        "bf16,2,star,2,1,ipc",
        "bf16,8,star,3,2,ipc",
        "bf16,1,star,2,1,udp",
        "bf16,2,sharded,2,2,ipc",
        "bf16,3,sharded,3,1,udp",
        "fp16,8,sharded,2,1,ipc",
        "fp16,3,sharded,3,2,ipc",
        "fp16,2,sharded,5,1,ipc",
        "fp16,8,star,5,1,ipc"
    })
    void shouldGiveTheSameModelFromRoundedGradientsForAnyNumberOfWorkers(
            String precision,
            int units,
            String averaging,
            int workers,
            int threads,
            String transport)
            throws Exception {
        String rounding = "slice = 4\ngradient-precision = " + precision + "\nunits = " + units;
        RunOutcome plain = run(configuration("slice = 4\nworkers = 1\nname = plain"));
        RunOutcome alone = run(configuration(rounding + "\nworkers = 1\nname = alone"));
        RunOutcome many =
                run(
                        configuration(
                                rounding
                                        + "\nname = many\naveraging = "
                                        + averaging
                                        + "\nworkers = "
                                        + workers
                                        + "\nthreads = "
                                        + threads
                                        + "\ntransport = "
                                        + transport));

        assertThat(many.message()).isEmpty();
        assertThat(sha256(many)).isEqualTo(sha256(alone)).isNotEqualTo(sha256(plain));
        assertThat(summary(many).quality()).isEqualTo(summary(alone).quality());
        assertThat(summary(many).setup().gradientPrecision()).isEqualTo(precision);
        assertThat(summary(many).setup().units()).isEqualTo(units);
    }

    /** Batches larger than memory: nothing is told of how many passes there were. */
    @ParameterizedTest(name = "{0}, {1} workers, {2} threads")
    @CsvSource({"star,1,1", "star,2,2", "star,3,1", "sharded,2,1", "sharded,3,2", "sharded,5,1"})
    void shouldGiveTheSameModelInSeveralPasses(String averaging, int workers, int threads)
            throws Exception {
        String options =
                "batch = 192\nslice = 8\nlr = 0.02\nclip-norm = 1\npatience = 2\nepochs = 12\n";
        RunOutcome atOnce = run(configuration(options + "workers = 1\nname = at-once"));
        RunOutcome inPasses =
                run(
                        configuration(
                                options
                                        + "samples-at-once = 20\nname = in-passes\naveraging = "
                                        + averaging
                                        + "\nworkers = "
                                        + workers
                                        + "\nthreads = "
                                        + threads));

        assertThat(inPasses.message()).isEqualTo(atOnce.message());
        assertThat(sha256(inPasses)).isEqualTo(sha256(atOnce));
        assertThat(summary(inPasses).quality()).isEqualTo(summary(atOnce).quality());
        assertThat(summary(inPasses).progress()).isEqualTo(summary(atOnce).progress());
        assertThat(temp.resolve("in-passes/gradients.csv"))
                .hasSameTextualContentAs(temp.resolve("at-once/gradients.csv"));
    }

    /** The smallest, one of an odd number of blocks, and one larger than the whole network. */
    @ParameterizedTest(name = "{0}, {1} workers, {2}")
    @CsvSource({
        "star,1,12288",
        "star,3,4096",
        "star,2,12288",
        "star,3,1MiB",
        "sharded,2,4096",
        "sharded,3,12288",
        "sharded,5,64KiB",
        "sharded,3,1MiB"
    })
    void shouldGiveTheSameModelForAnySizeOfBuckets(String averaging, int workers, String bucket)
            throws Exception {
        String options = "model = 784-64-10\nclip-norm = 0.5\nl2 = 1e-3\n";
        RunOutcome usual = run(configuration(options + "workers = 1\nname = usual"));
        RunOutcome other =
                run(
                        configuration(
                                options
                                        + "name = other\naveraging = "
                                        + averaging
                                        + "\nworkers = "
                                        + workers
                                        + "\nbucket = "
                                        + bucket));

        assertThat(other.message()).isEmpty();
        assertThat(sha256(other)).isEqualTo(sha256(usual));
        assertThat(summary(other).quality()).isEqualTo(summary(usual).quality());
        assertThat(temp.resolve("other/gradients.csv"))
                .hasSameTextualContentAs(temp.resolve("usual/gradients.csv"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"star", "sharded"})
    void shouldSendHalfTheBytesWhereEveryWorkerComputesOneUnit(String averaging) throws Exception {
        String workers = "workers = 2\naveraging = " + averaging;
        RunOutcome full = run(configuration(workers + "\nname = full"));
        RunOutcome half =
                run(configuration(workers + "\ngradient-precision = bf16\nunits = 2\nname = half"));

        double bytes = Objects.requireNonNull(summary(half).distribution().gradientBytes());
        assertThat(bytes / Objects.requireNonNull(summary(full).distribution().gradientBytes()))
                .isBetween(0.5, 0.51);
    }

    @ParameterizedTest
    @ValueSource(strings = {"star", "sharded"})
    void shouldNotLoseParametersOfAWorkerThatHasNoSliceInTheLastBatchOfAnEpoch(String averaging)
            throws Exception {
        String shortLastBatch = "epochs = 20\nmodel = 784-64-10\nbatch = 64\nslice = 32\n";
        RunOutcome alone = run(configuration(shortLastBatch + "workers = 1\nname = alone"));
        RunOutcome many =
                run(
                        configuration(
                                shortLastBatch
                                        + "workers = 4\nname = many\naveraging = "
                                        + averaging));

        assertThat(many.message()).isEmpty();
        assertThat(sha256(many)).isEqualTo(sha256(alone));
        assertThat(summary(many).distribution().slicesByWorker()).contains(0L);
    }

    @ParameterizedTest(name = "{0} workers {2}, then {1}, {3}")
    @CsvSource({
        "1,2,sharded,",
        "2,1,sharded,",
        "2,3,sharded,",
        "3,2,star,",
        "2,3,sharded,gradient-precision = bf16",
        "3,1,star,gradient-precision = bf16;units = 3",
        "1,4,sharded,gradient-precision = fp16;units = 2",
        "2,3,star,samples-at-once = 9",
        "3,2,sharded,samples-at-once = 4;gradient-precision = fp16"
    })
    void shouldGoOnAfterAStopWithTheBitsOfTheRunThatWasNeverStopped(
            int before, int after, String averaging, @Nullable String more) throws Exception {
        String options = "epochs = 150\n" + (more == null ? "" : more.replace(';', '\n') + '\n');
        RunOutcome whole = run(configuration(options + "workers = 2\nname = whole"));

        RunConfiguration stopped =
                configuration(
                        options
                                + "name = stopped\naveraging = "
                                + averaging
                                + "\nworkers = "
                                + before);
        RunDirectory directory = RunDirectory.create(stopped, InstantSource.system());
        AtomicReference<LocalRun> coordinator = new AtomicReference<>();
        RunListener stopInEpochTwo =
                new RunListener() {
                    @Override
                    public void onStep(StepRow row) {
                        if (row.step() == 45) {
                            coordinator.get().stop();
                        }
                    }
                };
        RunOutcome interrupted = run(stopped, directory, null, stopInEpochTwo, coordinator);
        Checkpoint checkpoint = Checkpoints.newestWhole(directory.checkpoints()).checkpoint();
        RunConfiguration resumed = configuration(options + "name = stopped\nworkers = " + after);
        RunOutcome end = run(resumed, directory, checkpoint, RunListener.silent(), null);

        assertThat(interrupted.status()).isEqualTo(RunStatus.INTERRUPTED);
        assertThat(checkpoint.step()).isBetween(45L, 150 * 38L - 1);
        assertThat(end.status()).isEqualTo(RunStatus.DONE);
        assertThat(summary(end).quality()).isEqualTo(summary(whole).quality());
    }

    /** Requirement D1: what was fitted once goes with the checkpoint, and is fitted once. */
    @ParameterizedTest(name = "{0} workers, then {1}")
    @CsvSource({"1,3", "2,1"})
    void shouldGoOnWithThePreprocessingOfTheCheckpoint(int before, int after) throws Exception {
        String options = "preprocess = zca-whiten\nepochs = 60\nvalidation = 0.2\n";
        RunOutcome whole = run(configuration(options + "workers = 2\nname = whole"));
        RunConfiguration stopped = configuration(options + "name = stopped\nworkers = " + before);
        RunDirectory directory = RunDirectory.create(stopped, InstantSource.system());
        AtomicReference<LocalRun> coordinator = new AtomicReference<>();
        List<RunEvent.Preprocessed> fits = new CopyOnWriteArrayList<>();
        RunListener stopSoon =
                new RunListener() {
                    @Override
                    public void onStep(StepRow row) {
                        if (row.step() == 45) {
                            coordinator.get().stop();
                        }
                    }

                    @Override
                    public void onEvent(RunEvent event) {
                        if (event instanceof RunEvent.Preprocessed preprocessed) {
                            fits.add(preprocessed);
                        }
                    }
                };
        run(stopped, directory, null, stopSoon, coordinator);
        Checkpoint checkpoint = Checkpoints.newestWhole(directory.checkpoints()).checkpoint();
        RunConfiguration resumed = configuration(options + "name = stopped\nworkers = " + after);

        RunOutcome end = run(resumed, directory, checkpoint, stopSoon, coordinator);

        assertThat(end.message()).isEmpty();
        assertThat(sha256(end)).isEqualTo(sha256(whole));
        assertThat(fits).extracting(RunEvent.Preprocessed::fromCheckpoint).contains(false, true);
        assertThat(fits.getLast().dropped())
                .isPositive()
                .isEqualTo(summary(end).setup().droppedInputs());
        assertThat(ModelFile.read(directory.modelFile()).preprocessing().values())
                .isEqualTo(checkpoint.preprocessing().values());
    }

    /** A small training part and a high rate: the validation loss soon rises. */
    private static final String OVERFITTING =
            """
            data = "digits:300"
            model = "784-32-10"
            activation = relu
            lr = 0.01
            patience = 3
            validation = 0.3
            epochs = 400
            """;

    @Test
    void shouldStopEarlyWithTheSameBestParametersForAnyNumberOfWorkers() throws Exception {
        RunConfiguration one = configuration(OVERFITTING + "workers = 1\nname = one");
        RunDirectory directory = RunDirectory.create(one, InstantSource.system());
        RunOutcome alone = run(one, directory, null, RunListener.silent(), null);
        RunOutcome many = run(configuration(OVERFITTING + "workers = 3\nname = many"));

        assertThat(alone.status()).isEqualTo(RunStatus.DONE);
        assertThat(alone.message())
                .matches(
                        "the parameters after epoch \\d+ are kept: their validation loss of \\d\\.\\d+ was"
                                + " not reached again in 3 epochs");
        assertThat(summary(alone).progress().epochs()).isBetween(4, 399);
        assertThat(many.message()).isEqualTo(alone.message());
        assertThat(summary(many).quality()).isEqualTo(summary(alone).quality());
        assertThat(summary(many).progress()).isEqualTo(summary(alone).progress());
        ParameterLayout layout = new ParameterLayout(one.model().network());
        assertThat(layout.sha256(ModelFile.read(directory.modelFile()).parameters()))
                .isEqualTo(sha256(many));
        assertThat(Checkpoints.newestWhole(directory.checkpoints()).checkpoint().ended()).isTrue();
    }

    /** A sigmoid keeps every number finite: the loss itself has to tell. */
    @ParameterizedTest
    @CsvSource({"1", "2"})
    void shouldEndARunWhoseLossIsAThousandTimesTheFirst(int workers) throws Exception {
        RunOutcome outcome =
                run(
                        configuration(
                                "name = hopeless\nmodel = 784-30-10\noptimizer = sgd\nlr = 1e6\nepochs"
                                        + " = 40\nworkers = "
                                        + workers));

        assertThat(outcome.status()).isEqualTo(RunStatus.FAILED);
        assertThat(outcome.message())
                .matches(
                        "the loss is \\S+ at step \\d+ \\(epoch \\d\\): it has been at least 1,000"
                                + " times the first \\(\\d.\\d+\\) for 50 steps: training diverged;"
                                + " try a smaller --lr \\(it is 1000000\\); the initial parameters are"
                                + " kept in .*model.safetensors");
    }

    /** Requirement G3: a rate that is too large or too small is said in words. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "lr = 1e-7, epochs = 4 | SLOW_DESCENT | hardly falls",
                "optimizer = sgd, lr = 100, model = 784-30-10 | DIVERGENCE | above where it began",
                "optimizer = sgd, lr = 5, activation = relu, epochs = 4 | OSCILLATION | overshoot",
                "optimizer = sgd, lr = 5, activation = relu, batch = all, slice = 100, epochs = 80 |"
                        + " STAGNATION | stagnates",
            })
    void shouldSayInWordsWhatIsWrongWithARate(String options, WarningKind kind, String words)
            throws Exception {
        String lines = options.replace(", ", "\n") + "\ncheckpoint-every = 0\n";
        List<RunEvent.Warning> alone = warnings(lines + "workers = 1\nname = alone");
        List<RunEvent.Warning> many = warnings(lines + "workers = 3\nname = many");

        assertThat(alone)
                .anySatisfy(warning -> {
                    assertThat(warning.kind()).isEqualTo(kind);
                    assertThat(warning.words()).contains(words);
                });
        assertThat(many).isEqualTo(alone);
    }

    private List<RunEvent.Warning> warnings(String options) throws Exception {
        RunConfiguration configuration = configuration(options);
        List<RunEvent.Warning> warnings = Collections.synchronizedList(new ArrayList<>());
        RunListener listener =
                new RunListener() {
                    @Override
                    public void onEvent(RunEvent event) {
                        if (event instanceof RunEvent.Warning warning) {
                            warnings.add(warning);
                        }
                    }
                };
        RunDirectory directory = RunDirectory.create(configuration, InstantSource.system());
        run(configuration, directory, null, listener, null);
        return warnings;
    }

    @Test
    void shouldEndWhereTheGradientLiesFlatAndTestWhatItHas() throws Exception {
        String flat = "epochs = 400\nuntil-gradient-norm = 0.05\n";
        RunOutcome alone = run(configuration(flat + "workers = 1\nname = alone"));
        RunOutcome many = run(configuration(flat + "workers = 3\nname = many"));

        assertThat(alone.status()).isEqualTo(RunStatus.DONE);
        assertThat(alone.message()).startsWith("the loss lies flat at step ");
        assertThat(many.message()).isEqualTo(alone.message());
        assertThat(summary(alone).progress().steps()).isBetween(100L, 400L * 38);
        assertThat(summary(many).quality()).isEqualTo(summary(alone).quality());
        assertThat(Objects.requireNonNull(summary(alone).quality().test()).accuracy())
                .isGreaterThan(0.5);
    }

    @ParameterizedTest(name = "{0} workers, then {1}")
    @CsvSource({"1,2", "2,1"})
    void shouldStopAtTheSameEpochWhenItWasResumedOnTheWay(int before, int after) throws Exception {
        String slow = OVERFITTING + "data = \"digits:1500\"\nbatch = 8\nlr = 0.003\npatience = 8\n";
        RunOutcome whole = run(configuration(slow + "workers = 2\nname = whole"));

        RunConfiguration stopped = configuration(slow + "name = stopped\nworkers = " + before);
        RunDirectory directory = RunDirectory.create(stopped, InstantSource.system());
        AtomicReference<LocalRun> coordinator = new AtomicReference<>();
        RunListener stopInEpochThree =
                new RunListener() {
                    @Override
                    public void onStep(StepRow row) {
                        if (row.step() == 15) {
                            coordinator.get().stop();
                        }
                    }
                };
        RunOutcome interrupted = run(stopped, directory, null, stopInEpochThree, coordinator);
        Checkpoint checkpoint = Checkpoints.newestWhole(directory.checkpoints()).checkpoint();
        RunConfiguration resumed = configuration(slow + "name = stopped\nworkers = " + after);
        RunOutcome end = run(resumed, directory, checkpoint, RunListener.silent(), null);

        assertThat(interrupted.status()).isEqualTo(RunStatus.INTERRUPTED);
        assertThat(end.message()).isEqualTo(whole.message());
        assertThat(sha256(end)).isEqualTo(sha256(whole));
        assertThat(summary(end).progress()).isEqualTo(summary(whole).progress());
    }

    /** Where every commit ends an epoch, a stop always meets a validation that is under way. */
    @ParameterizedTest(name = "{0} workers, then {1}")
    @CsvSource({"1,2", "2,1"})
    void shouldForgetNoValidationWhenItIsStoppedWhileThatIsUnderWay(int before, int after)
            throws Exception {
        String options =
                """
                data = "digits:300"
                batch = all
                epochs = 60
                optimizer = momentum
                lr = 0.5
                validation = 0.2
                patience = 1000
                schedule = plateau
                lr-decay = 0.5
                lr-decay-epochs = 2
                checkpoint-every = 1000
                """;
        RunOutcome whole = run(configuration(options + "workers = 2\nname = whole"));

        RunConfiguration stopped = configuration(options + "name = stopped\nworkers = " + before);
        RunDirectory directory = RunDirectory.create(stopped, InstantSource.system());
        AtomicReference<LocalRun> coordinator = new AtomicReference<>();
        RunListener stopAfterTenSteps =
                new RunListener() {
                    @Override
                    public void onStep(StepRow row) {
                        if (row.step() == 10) {
                            coordinator.get().stop();
                        }
                    }
                };
        RunOutcome interrupted = run(stopped, directory, null, stopAfterTenSteps, coordinator);
        Checkpoint checkpoint = Checkpoints.newestWhole(directory.checkpoints()).checkpoint();
        RunConfiguration resumed = configuration(options + "name = stopped\nworkers = " + after);
        RunOutcome end = run(resumed, directory, checkpoint, RunListener.silent(), null);

        assertThat(interrupted.status()).isEqualTo(RunStatus.INTERRUPTED);
        assertThat(sha256(end)).isEqualTo(sha256(whole));
        assertThat(end.message()).isEqualTo(whole.message());
        assertThat(validationRows(directory)).isEqualTo(60);
    }

    private static long validationRows(RunDirectory directory) throws Exception {
        try (var lines = Files.lines(directory.metricsFile())) {
            return lines.skip(1)
                    .filter(line -> !line.split(",", -1)[VALIDATION_LOSS].isEmpty())
                    .count();
        }
    }

    @ParameterizedTest
    @CsvSource({"1", "2"})
    void shouldNameTheStepAndKeepFiniteParametersWhenTheLossIsNotFinite(int workers)
            throws Exception {
        RunConfiguration configuration =
                configuration(
                        "name = diverged\nmodel = 784-16-16-10\nactivation = relu\noptimizer = sgd\nlr = 1e20\nworkers = "
                                + workers);
        RunDirectory directory = RunDirectory.create(configuration, InstantSource.system());

        RunOutcome outcome = run(configuration, directory, null, RunListener.silent(), null);

        assertThat(outcome.status()).isEqualTo(RunStatus.FAILED);
        assertThat(outcome.message())
                .matches(
                        "the loss became (NaN|infinite) at step \\d+ \\(epoch 1\\): training diverged; try a smaller --lr .*");
        for (float parameter : ModelFile.read(directory.modelFile()).parameters()) {
            assertThat(parameter).isFinite();
        }
        assertThat(summary(outcome).status()).isEqualTo(RunStatus.FAILED);
    }

    @Test
    void shouldLeaveEverythingThatARunDirectoryPromises() throws Exception {
        RunConfiguration configuration =
                configuration("name = files\nworkers = 2\nvalidation = 0.1");
        RunDirectory directory = RunDirectory.create(configuration, InstantSource.system());

        RunOutcome outcome = run(configuration, directory, null, RunListener.silent(), null);

        assertThat(outcome.status()).isEqualTo(RunStatus.DONE);
        assertThat(RunSummary.read(directory.summaryFile()).quality())
                .isEqualTo(summary(outcome).quality());
        List<String> metrics = Files.readAllLines(directory.metricsFile());
        assertThat(metrics.size()).isGreaterThan(60);
        assertThat(metrics.getLast())
                .contains(
                        summary(outcome).quality().validationLoss()
                                + ","
                                + summary(outcome).quality().validationAccuracy()
                                + ",");
        assertThat(Files.readString(directory.eventsFile())).contains("w0", "w1", "step-");
        assertThat(directory.modelFile()).isRegularFile();
        assertThat(RunConfiguration.fromHocon(Files.readString(directory.configurationFile())))
                .isEqualTo(configuration);
        assertThat(Checkpoints.newestWhole(directory.checkpoints()).checkpoint().step())
                .isEqualTo(68);
    }
}
