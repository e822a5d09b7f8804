package glissade;

import static glissade.RunBed.summary;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import glissade.coordinator.RunOutcome;
import glissade.run.ModelFile;
import glissade.run.RunDirectory;
import glissade.run.RunListener;
import glissade.run.RunStatus;
import glissade.run.StepRow;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Local descent in whole runs, with all roles in this JVM. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
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

    /** An epoch is a step, so that every end of a round is a gate. */
    private static final String ENDING_AT_A_GATE =
            """
            patience = 5
            until-gradient-norm = 0.8
            batch = all
            slice = 100
            epochs = 30
            """;

    private static final String FOUR_BY_FOUR = "replicas = 4\nsync-every = 4\n";

    /** What a run of one worker comes to, by its options. */
    private final Map<String, RunOutcome> alone = new HashMap<>();

    @TempDir Path temp;

    private RunBed bed;

    @BeforeEach
    void makeBed() {
        bed = new RunBed(SMALL, temp);
    }

    private RunOutcome alone(String options) {
        String name = "\nworkers = 1\nname = alone-" + alone.size();
        return alone.computeIfAbsent(options, o -> bed.run(o + name));
    }

    /** Which worker takes which replica through its steps changes no bit. */
    @ParameterizedTest(name = "{0}: {1} workers, {2} threads, {3}")
    @CsvSource({
        "adam,1,2,ipc",
        "adam,3,2,ipc",
        "adam,5,1,ipc",
        "adam,2,1,udp",
        "momentum,2,2,ipc",
        "momentum,3,1,udp"
    })
    void shouldGiveTheSameModelForAnyNumberOfWorkers(
            String optimizer, int workers, int threads, String transport) {
        String options = FOUR_BY_FOUR + "optimizer = " + optimizer + "\n";
        RunOutcome alone = alone(options);
        RunOutcome many =
                bed.run(
                        options
                                + "name = many\nworkers = "
                                + workers
                                + "\nthreads = "
                                + threads
                                + "\ntransport = "
                                + transport);
        RunOutcome together = alone("optimizer = " + optimizer);

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
                ENDING_AT_A_GATE,
                "batch = all\nslice = 100\nepochs = 9",
                "samples-at-once = 8\nbatch = 64",
                "preprocess = standardize\noptimizer = adagrad",
            })
    void shouldGiveTheSameModelWithEveryFeature(String options) {
        String local = "replicas = 3\nsync-every = 5\n" + options;
        RunOutcome alone = alone(local);
        RunOutcome many = bed.run(local + "\nworkers = 3\nname = many");

        assertThat(many.message()).isEqualTo(alone.message());
        assertThat(many.status()).isEqualTo(RunStatus.DONE);
        assertThat(summary(many).quality()).isEqualTo(summary(alone).quality());
        assertThat(summary(many).progress()).isEqualTo(summary(alone).progress());
    }

    /** One replica goes the way that all go together. */
    @ParameterizedTest
    @ValueSource(strings = {"l2 = 1e-3", "clip-norm = 0.1\nschedule = cosine"})
    void shouldGoTheWayOfTrainingWithoutReplicasWhereThereIsOne(String options) {
        RunOutcome together = alone(options);
        RunOutcome one =
                bed.run(options + "\nreplicas = 1\nsync-every = 3\nworkers = 2\nname = one");

        assertThat(summary(one).quality()).isEqualTo(summary(together).quality());
    }

    /** The mean of replicas that took one plain step each is the step of the mean gradient. */
    @Test
    void shouldAgreeWithPlainDescentWhenAveragedAfterEachStep() throws Exception {
        String options = "optimizer = sgd\nlr = 0.5\n";
        String together = options + "name = together";
        String apart = options + "replicas = 4\nsync-every = 1\nname = apart";
        RunDirectory one = bed.directory(together);
        RunDirectory other = bed.directory(apart);

        bed.run(together, one, RunListener.silent());
        bed.run(apart, other, RunListener.silent());

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
        bed.run(FOUR_BY_FOUR + "workers = 2\nname = rows", listener);

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
        String options = FOUR_BY_FOUR + "epochs = 60\n";
        RunOutcome whole = alone(options);
        String stopping = options + "name = stopped\nworkers = ";

        RunBed.Stopped stopped = bed.runAndStopAt(45, stopping + before);
        RunOutcome end = bed.goOn(stopped, stopping + after);

        assertThat(stopped.outcome().status()).isEqualTo(RunStatus.INTERRUPTED);
        assertThat(stopped.checkpoint().step()).isBetween(45L, 60L * STEPS_AN_EPOCH - 1);
        assertThat(stopped.checkpoint().step() % STEPS_AN_EPOCH % 4).isZero();
        assertThat(end.status()).isEqualTo(RunStatus.DONE);
        assertThat(summary(end).quality()).isEqualTo(summary(whole).quality());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void shouldNameTheStepAndKeepFiniteParametersWhenTheLossIsNotFinite(int workers)
            throws Exception {
        String options =
                FOUR_BY_FOUR
                        + "name = diverged\nactivation = relu\noptimizer = sgd\nlr = 1e20"
                        + "\nworkers = "
                        + workers;
        RunDirectory directory = bed.directory(options);

        RunOutcome outcome = bed.run(options, directory, RunListener.silent());

        assertThat(outcome.status()).isEqualTo(RunStatus.FAILED);
        assertThat(outcome.message())
                .matches("the loss became (NaN|infinite) at step \\d+ \\(epoch 1\\): .*");
        for (float parameter : ModelFile.read(directory.modelFile()).parameters()) {
            assertThat(parameter).isFinite();
        }
    }
}
