package glissade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import glissade.coordinator.RunOutcome;
import glissade.local.CheckedRun;
import glissade.local.LocalRun;
import glissade.local.LocalRunSettings;
import glissade.local.WorkerPlace;
import glissade.run.Checkpoint;
import glissade.run.Checkpoints;
import glissade.run.ModelFile;
import glissade.run.RunConfiguration;
import glissade.run.RunDirectory;
import glissade.run.RunListener;
import glissade.run.RunStatus;
import glissade.run.RunSummary;
import glissade.run.StepRow;
import java.nio.file.Path;
import java.time.InstantSource;
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

/** Local descent in whole runs, with all roles in this JVM. */
@Timeout(180)
class ReplicasTest {

    private static final int STEPS_AN_EPOCH = 38;

    /** The last mini-batch of an epoch is half as long as the others. */
    private static final String SMALL =
            """
            data = "digits:1200"
            model = "784-16-16-10"
            activation = sigmoid
            batch = 32
            slice = 4
            epochs = 2
            seed = 7
            """;

    private static final String FOUR_BY_FOUR = "replicas = 4\nsync-every = 4\n";

    @TempDir Path temp;

    private RunConfiguration configuration(String more) {
        return RunConfiguration.fromHocon(SMALL + more + "\nout = \"" + temp + "\"\n");
    }

    private RunOutcome run(String options) {
        return run(options, RunListener.silent());
    }

    private RunOutcome run(String options, RunListener listener) {
        RunConfiguration configuration = configuration(options);
        return run(configuration, directory(configuration), null, listener, null);
    }

    private static RunDirectory directory(RunConfiguration configuration) {
        return RunDirectory.create(configuration, InstantSource.system());
    }

    private static RunOutcome run(
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

    private static RunSummary summary(RunOutcome outcome) {
        return Objects.requireNonNull(outcome.summary(), outcome.message());
    }

    /** Which worker takes which replica through its steps changes no bit. */
    @ParameterizedTest(name = "{0}: {1} workers, {2} threads, {3}")
    @CsvSource({
        "adam,1,2,ipc",
        "adam,2,1,ipc",
        "adam,3,2,ipc",
        "adam,5,1,ipc",
        "adam,2,1,udp",
        "momentum,2,2,ipc",
        "momentum,3,1,udp"
    })
    void shouldGiveTheSameModelForAnyNumberOfWorkers(
            String optimizer, int workers, int threads, String transport) {
        String options = FOUR_BY_FOUR + "optimizer = " + optimizer + "\n";
        RunOutcome alone = run(options + "workers = 1\nname = alone");
        RunOutcome many =
                run(
                        options
                                + "name = many\nworkers = "
                                + workers
                                + "\nthreads = "
                                + threads
                                + "\ntransport = "
                                + transport);
        RunOutcome together = run("optimizer = " + optimizer + "\nworkers = 1\nname = together");

        assertThat(many.message()).isEmpty();
        assertThat(many.status()).isEqualTo(RunStatus.DONE);
        assertThat(summary(many).quality()).isEqualTo(summary(alone).quality());
        assertThat(summary(many).quality()).isNotEqualTo(summary(together).quality());
        assertThat(summary(many).progress()).isEqualTo(summary(together).progress());
        assertThat(summary(many).setup().replicas()).isEqualTo(4);
        assertThat(summary(many).setup().syncEvery()).isEqualTo(4);
        assertThat(summary(many).setup().averaging()).isEqualTo("star");
        assertThat(summary(many).timing().samplesPerSecond()).isPositive();
        assertThat(summary(many).distribution().slicesByWorker()).hasSize(workers);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dropout = 0.3\nlayer-norm = true",
                "l1 = 1e-4\nl2 = 1e-3\nlog-every = 7\ncheckpoint-every = 5",
                "clip-norm = 0.1\nclip-value = 0.05",
                "schedule = plateau\nlr-decay-epochs = 1\nepochs = 6\nlr = 0.02",
                "patience = 1\nepochs = 30\nlr = 0.05",
                "until-gradient-norm = 0.8\nepochs = 10",
                "batch = all\nslice = 100\nepochs = 9",
                "samples-at-once = 8\nbatch = 64",
                "preprocess = standardize\noptimizer = adagrad",
            })
    void shouldGiveTheSameModelWithEveryFeature(String options) {
        String local = "replicas = 3\nsync-every = 5\n" + options;
        RunOutcome alone = run(local + "\nworkers = 1\nname = alone");
        RunOutcome many = run(local + "\nworkers = 3\nname = many");

        assertThat(many.message()).isEqualTo(alone.message());
        assertThat(many.status()).isEqualTo(RunStatus.DONE);
        assertThat(summary(many).quality()).isEqualTo(summary(alone).quality());
        assertThat(summary(many).progress()).isEqualTo(summary(alone).progress());
    }

    /** One replica goes the way that all go together. */
    @ParameterizedTest
    @ValueSource(strings = {"l2 = 1e-3", "clip-norm = 0.1\nschedule = cosine"})
    void shouldGoTheWayOfTrainingWithoutReplicasWhereThereIsOne(String options) {
        RunOutcome together = run(options + "\nworkers = 1\nname = together");
        RunOutcome one = run(options + "\nreplicas = 1\nsync-every = 3\nworkers = 2\nname = one");

        assertThat(summary(one).quality()).isEqualTo(summary(together).quality());
    }

    /** The mean of replicas that took one plain step each is the step of the mean gradient. */
    @Test
    void shouldAgreeWithPlainDescentWhenAveragedAfterEachStep() throws Exception {
        String options = "optimizer = sgd\nlr = 0.5\n";
        RunConfiguration together = configuration(options + "name = together");
        RunConfiguration apart =
                configuration(options + "replicas = 4\nsync-every = 1\nname = apart");
        RunDirectory one = directory(together);
        RunDirectory other = directory(apart);

        run(together, one, null, RunListener.silent(), null);
        run(apart, other, null, RunListener.silent(), null);

        float[] expected = ModelFile.read(one.modelFile()).parameters();
        float[] parameters = ModelFile.read(other.modelFile()).parameters();
        for (int i = 0; i < expected.length; i++) {
            assertThat(parameters[i]).isCloseTo(expected[i], within(1e-4f));
        }
    }

    @Test
    void shouldTellEveryStepInItsOrder() {
        List<StepRow> rows = new CopyOnWriteArrayList<>();
        RunListener listener =
                new RunListener() {
                    @Override
                    public void onStep(StepRow row) {
                        rows.add(row);
                    }
                };
        run(FOUR_BY_FOUR + "workers = 2\nname = rows", listener);

        assertThat(rows).hasSize(2 * STEPS_AN_EPOCH);
        for (int i = 0; i < rows.size(); i++) {
            assertThat(rows.get(i).step()).isEqualTo(i + 1);
            assertThat(rows.get(i).loss()).isBetween(0.1, 5.0);
            assertThat(rows.get(i).gradientNorm()).isBetween(1e-3, 100.0);
            assertThat(rows.get(i).samplesPerSecond()).isPositive();
        }
    }

    @ParameterizedTest(name = "{0} workers, then {1}")
    @CsvSource({"1,3", "3,2"})
    void shouldGoOnAfterAStopWithTheBitsOfTheRunThatWasNeverStopped(int before, int after)
            throws Exception {
        String options = FOUR_BY_FOUR + "epochs = 150\n";
        RunOutcome whole = run(options + "workers = 2\nname = whole");
        RunConfiguration stopped = configuration(options + "name = stopped\nworkers = " + before);
        RunDirectory directory = directory(stopped);
        AtomicReference<LocalRun> started = new AtomicReference<>();
        RunListener stopInEpochTwo =
                new RunListener() {
                    @Override
                    public void onStep(StepRow row) {
                        if (row.step() == 45) {
                            started.get().stop();
                        }
                    }
                };

        RunOutcome interrupted = run(stopped, directory, null, stopInEpochTwo, started);
        Checkpoint checkpoint = Checkpoints.newestWhole(directory.checkpoints()).checkpoint();
        RunConfiguration resumed = configuration(options + "name = stopped\nworkers = " + after);
        RunOutcome end = run(resumed, directory, checkpoint, RunListener.silent(), null);

        assertThat(interrupted.status()).isEqualTo(RunStatus.INTERRUPTED);
        assertThat(checkpoint.step()).isBetween(45L, 150L * STEPS_AN_EPOCH - 1);
        assertThat(checkpoint.step() % STEPS_AN_EPOCH % 4).isZero();
        assertThat(end.status()).isEqualTo(RunStatus.DONE);
        assertThat(summary(end).quality()).isEqualTo(summary(whole).quality());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void shouldNameTheStepAndKeepFiniteParametersWhenTheLossIsNotFinite(int workers)
            throws Exception {
        RunConfiguration configuration =
                configuration(
                        FOUR_BY_FOUR
                                + "name = diverged\nactivation = relu\noptimizer = sgd\nlr = 1e20"
                                + "\nworkers = "
                                + workers);
        RunDirectory directory = directory(configuration);

        RunOutcome outcome = run(configuration, directory, null, RunListener.silent(), null);

        assertThat(outcome.status()).isEqualTo(RunStatus.FAILED);
        assertThat(outcome.message())
                .matches("the loss became (NaN|infinite) at step \\d+ \\(epoch 1\\): .*");
        for (float parameter : ModelFile.read(directory.modelFile()).parameters()) {
            assertThat(parameter).isFinite();
        }
    }
}
