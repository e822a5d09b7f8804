package glissade;

import static glissade.RunBed.sha256;
import static glissade.RunBed.summary;
import static org.assertj.core.api.Assertions.assertThat;

import glissade.coordinator.RunOutcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whole runs over real actor systems, lifelines and the gradient plane, with all roles in this JVM:
 * the same model whoever computes and averages what.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(180)
class RunTest {

    static final String SMALL =
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

    @TempDir Path temp;

    private RunBed bed;

    /** What one worker comes to, by the options. */
    private final Map<String, Alone> alone = new HashMap<>();

    /** What a run of one worker comes to, and the text of its gradients.csv. */
    private record Alone(RunOutcome outcome, String gradients) {}

    @BeforeEach
    void makeBed() {
        bed = new RunBed(SMALL, temp);
    }

    private Alone alone(String options) {
        return alone.computeIfAbsent(
                options,
                same -> {
                    String name = "alone-" + alone.size();
                    RunOutcome outcome = bed.run(same + "\nworkers = 1\nname = " + name);
                    return new Alone(outcome, gradients(name));
                });
    }

    private String gradients(String name) {
        try {
            return Files.readString(temp.resolve(name).resolve("gradients.csv"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private RunOutcome plain() {
        return alone("").outcome();
    }

    /** How a run is spread over workers: all that may not change a bit. */
    private static String spread(String averaging, int workers, int threads, String transport) {
        return ("\naveraging = " + averaging + "\nworkers = " + workers)
                + ("\nthreads = " + threads + "\ntransport = " + transport);
    }

    private static void assertSameModel(RunOutcome run, RunOutcome expected) {
        assertThat(run.message()).isEqualTo(expected.message());
        assertThat(run.status()).isEqualTo(expected.status());
        assertThat(sha256(run)).isEqualTo(sha256(expected));
        assertThat(summary(run).quality()).isEqualTo(summary(expected).quality());
        assertThat(summary(run).progress()).isEqualTo(summary(expected).progress());
    }

    /** Who computes, and where gradients are averaged, changes nothing that is told of the run. */
    @ParameterizedTest(name = "{0}, {1} workers, {2} threads, {3}")
    @CsvSource({
        "auto,1,2,ipc",
        "star,2,1,ipc",
        "star,3,2,ipc",
        "star,2,1,udp",
        "sharded,2,2,ipc",
        "sharded,5,1,ipc",
        "sharded,3,1,udp"
    })
    void shouldGiveTheSameModelWhereverGradientsAreComputedAndAveraged(
            String averaging, int workers, int threads, String transport) {
        RunOutcome many = bed.run("name = many" + spread(averaging, workers, threads, transport));

        assertThat(many.message()).isEmpty();
        assertSameModel(many, plain());
        assertThat(summary(many).distribution().slicesByWorker())
                .hasSize(workers)
                .allMatch(slices -> slices > 0);
        assertThat(summary(many).setup().transport()).isEqualTo(transport);
        if (workers > 1) {
            assertThat(summary(many).setup().averaging()).isEqualTo(averaging);
        }
    }

    /** Requirements M3, M4, G1, G3: none of these may know how many workers there are. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "dropout = 0.3",
                "layer-norm = true",
                "layer-norm = true\ndropout = 0.2\nactivation = relu",
                "label-smoothing = 0.1\nl1 = 1e-4\nl2 = 1e-3",
                "clip-value = 0.001",
                "clip-norm = 0.1\nl2 = 1e-3\ndropout = 0.2\nmodel = 784-64-32-10",
                "schedule = plateau\nlr-decay-epochs = 1\nepochs = 6\nlr = 0.02",
                "loss = binary-cross-entropy\nlabel-smoothing = 0.1",
                "loss = mae",
                "patience = 1\nepochs = 30\nlr = 0.05",
                "until-gradient-norm = 0.3\nepochs = 10",
                "batch = all\nslice = 100",
                "preprocess = standardize\nthreads = 2",
                "preprocess = minmax\ntransport = udp",
                // One worker has no slice of the last mini-batch of an epoch.
                "preprocess = zca-whiten\nthreads = 3\nslice = 12",
                "gradient-precision = bf16",
                "gradient-precision = fp16\nunits = 2\nclip-norm = 0.1",
            })
    void shouldGiveTheSameModelAveragedAnywhereWithEveryFeature(String options) {
        RunOutcome expected = alone(options).outcome();

        assertThat(sha256(expected)).isNotEqualTo(sha256(plain()));
        for (String averaging : List.of("star", "sharded")) {
            String many = "\nworkers = 3\naveraging = " + averaging + "\nname = " + averaging;
            assertSameModel(bed.run(options + many), expected);
        }
    }

    /** What is told and kept on the way changes no bit either. */
    @ParameterizedTest
    @ValueSource(strings = {"star", "sharded"})
    void shouldGiveTheSameModelHoweverOftenItIsToldOf(String averaging) {
        String often =
                "log-every = 7\ncheckpoint-every = 5\nworkers = 3\nname = often\naveraging = ";

        assertSameModel(bed.run(often + averaging), plain());
    }

    /** Who computes how much of a unit changes no bit; fewer bytes travel where all compute one. */
    @ParameterizedTest(name = "{0} in {1} units, {2}, {3} workers, {4} threads, {5}")
    @CsvSource({
        "bf16,8,star,3,2,ipc",
        "bf16,1,star,2,1,udp",
        "bf16,2,sharded,2,2,ipc",
        "bf16,3,sharded,3,1,udp",
        "fp16,8,sharded,2,1,ipc",
        "fp16,2,sharded,5,1,ipc",
        "fp16,8,star,5,1,ipc"
    })
    void shouldGiveTheSameModelFromRoundedGradientsForAnyNumberOfWorkers(
            String precision,
            int units,
            String averaging,
            int workers,
            int threads,
            String transport) {
        String rounding = "gradient-precision = " + precision + "\nunits = " + units;
        RunOutcome expected = alone(rounding).outcome();
        RunOutcome many =
                bed.run(
                        rounding
                                + "\nname = many"
                                + spread(averaging, workers, threads, transport));

        assertThat(many.message()).isEmpty();
        assertSameModel(many, expected);
        assertThat(sha256(many)).isNotEqualTo(sha256(plain()));
        assertThat(summary(many).setup().gradientPrecision()).isEqualTo(precision);
        assertThat(summary(many).setup().units()).isEqualTo(units);
    }

    /** Batches larger than memory: nothing is told of how many passes there were. */
    @ParameterizedTest(name = "{0}, {1} workers, {2} threads")
    @CsvSource({"star,1,1", "star,3,2", "sharded,2,1", "sharded,5,2"})
    void shouldGiveTheSameModelInSeveralPasses(String averaging, int workers, int threads) {
        String options =
                "batch = 192\nslice = 8\nlr = 0.02\nclip-norm = 1\npatience = 2\nepochs = 12";
        Alone atOnce = alone(options);
        RunOutcome inPasses =
                bed.run(
                        options
                                + "\nsamples-at-once = 20\nname = in-passes"
                                + spread(averaging, workers, threads, "ipc"));

        assertSameModel(inPasses, atOnce.outcome());
        assertThat(gradients("in-passes")).isEqualTo(atOnce.gradients());
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
    void shouldGiveTheSameModelForAnySizeOfBuckets(String averaging, int workers, String bucket) {
        String options = "model = 784-64-10\nclip-norm = 0.5\nl2 = 1e-3";
        Alone usual = alone(options);
        RunOutcome other =
                bed.run(
                        options
                                + "\nname = other\nbucket = "
                                + bucket
                                + spread(averaging, workers, 1, "ipc"));

        assertThat(other.message()).isEmpty();
        assertSameModel(other, usual.outcome());
        assertThat(gradients("other")).isEqualTo(usual.gradients());
    }

    @ParameterizedTest
    @ValueSource(strings = {"star", "sharded"})
    void shouldSendHalfTheBytesWhereEveryWorkerComputesOneUnit(String averaging) {
        String workers = "workers = 2\naveraging = " + averaging;
        RunOutcome full = bed.run(workers + "\nname = full");
        RunOutcome half = bed.run(workers + "\ngradient-precision = bf16\nunits = 2\nname = half");

        double bytes = Objects.requireNonNull(summary(half).distribution().gradientBytes());
        assertThat(bytes / Objects.requireNonNull(summary(full).distribution().gradientBytes()))
                .isBetween(0.5, 0.51);
    }

    @ParameterizedTest
    @ValueSource(strings = {"star", "sharded"})
    void shouldNotLoseParametersOfAWorkerThatHasNoSliceInTheLastBatchOfAnEpoch(String averaging) {
        String shortLastBatch = "epochs = 20\nmodel = 784-64-10\nbatch = 64\nslice = 32";
        RunOutcome many =
                bed.run(shortLastBatch + "\nname = many" + spread(averaging, 4, 1, "ipc"));

        assertThat(many.message()).isEmpty();
        assertSameModel(many, alone(shortLastBatch).outcome());
        assertThat(summary(many).distribution().slicesByWorker()).contains(0L);
    }
}
