package glissade;

import static org.assertj.core.api.Assertions.assertThat;

import glissade.coordinator.RunOutcome;
import glissade.local.CheckedRun;
import glissade.local.LocalRun;
import glissade.local.LocalRunSettings;
import glissade.local.WorkerPlace;
import glissade.run.Checkpoint;
import glissade.run.Checkpoints;
import glissade.run.RunConfiguration;
import glissade.run.RunDirectory;
import glissade.run.RunStatus;
import glissade.run.RunSummary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole runs that hold small elements of gradients back, with all roles in this JVM. */
@Timeout(180)
class HeldBackTest {

    /** The last mini-batch of an epoch is half as long as the others. */
    private static final String SMALL =
            """
            data = "digits:400"
            model = "784-16-10"
            batch = 32
            slice = 4
            epochs = 2
            seed = 7
            gradient-threshold = 0.005
            """;

    @TempDir Path temp;

    private RunConfiguration configuration(String more) {
        return RunConfiguration.fromHocon(SMALL + more + "\nout = \"" + temp + "\"\n");
    }

    private RunOutcome run(String options) {
        RunConfiguration configuration = configuration(options);
        return run(configuration, directory(configuration), null);
    }

    private static RunDirectory directory(RunConfiguration configuration) {
        return RunDirectory.create(configuration, InstantSource.system());
    }

    private static RunOutcome run(
            RunConfiguration configuration,
            RunDirectory directory,
            @Nullable Checkpoint resumeFrom) {
        LocalRunSettings settings =
                LocalRunSettings.of(CheckedRun.of(configuration), directory, WorkerPlace.THREADS)
                        .withCheckpoint(resumeFrom);
        try (LocalRun run = LocalRun.start(settings)) {
            return run.end();
        }
    }

    private static RunSummary summary(RunOutcome outcome) {
        return Objects.requireNonNull(outcome.summary(), outcome.message());
    }

    private static String sha256(RunOutcome outcome) {
        return Objects.requireNonNull(summary(outcome).quality().parametersSha256());
    }

    /** What is held back belongs to units, whoever computes them: nobody else can tell. */
    @ParameterizedTest(name = "{0} workers, {1} threads, {2}, {3}")
    @CsvSource({
        "2,1,ipc,units = 8",
        "3,2,ipc,units = 7;bucket = 4096",
        "5,1,udp,units = 3",
        "4,1,ipc,units = 5;clip-norm = 0.1;l2 = 1e-3;patience = 1;epochs = 4",
        "2,2,udp,units = 8;samples-at-once = 8;optimizer = momentum"
    })
    void shouldGiveTheSameModelForAnyNumberOfWorkers(
            int workers, int threads, String transport, String more) {
        String options = more.replace(';', '\n') + '\n';
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

        assertThat(many.message()).isEqualTo(alone.message());
        assertThat(many.status()).isEqualTo(RunStatus.DONE);
        assertThat(summary(many).quality()).isEqualTo(summary(alone).quality());
        assertThat(summary(many).setup().averaging()).isEqualTo("sharded");
        assertThat(temp.resolve("many/gradients.csv"))
                .hasSameTextualContentAs(temp.resolve("alone/gradients.csv"));
    }

    @Test
    void shouldNameTheThresholdThatChangesTheModel() {
        RunOutcome one = run("units = 3\nworkers = 1\nname = one");
        RunOutcome other = run("units = 2\nworkers = 1\nname = other");

        assertThat(summary(one).setup().gradientThreshold()).isEqualTo(0.005);
        assertThat(summary(one).setup().units()).isEqualTo(3);
        assertThat(summary(other).quality()).isNotEqualTo(summary(one).quality());
    }

    @Test
    void shouldNotSendWhatIsHeldBack() {
        String workers = "workers = 2\naveraging = sharded\n";
        RunOutcome all = run(workers + "gradient-threshold = 1e-30\nname = all");
        RunOutcome few = run(workers + "gradient-threshold = 0.5\nname = few");

        double bytes = Objects.requireNonNull(summary(few).distribution().gradientBytes());
        assertThat(bytes / Objects.requireNonNull(summary(all).distribution().gradientBytes()))
                .isLessThan(0.15);
    }

    /** Checkpoints hold what is held back, by units, so that any workers go on with it. */
    @ParameterizedTest(name = "{0} workers, then {1}, {2}")
    @CsvSource({"1,3,units = 8", "3,2,units = 3;samples-at-once = 8;clip-norm = 0.1"})
    void shouldGoOnFromACheckpointToTheBitsOfTheRunThatWroteIt(int before, int after, String more)
            throws Exception {
        String options = more.replace(';', '\n') + "\ncheckpoint-every = 9\n";
        RunConfiguration whole = configuration(options + "name = whole\nworkers = " + before);
        RunDirectory directory = directory(whole);
        RunOutcome wholeEnd = run(whole, directory, null);
        Checkpoint checkpoint = oldest(directory.checkpoints());
        RunConfiguration rest = configuration(options + "name = rest\nworkers = " + after);
        RunOutcome restEnd = run(rest, directory(rest), checkpoint);

        assertThat(checkpoint.step()).isIn(9L, 18L);
        assertThat(List.of(checkpoint.state().residuals()))
                .hasSize(rest.training().rounding().units())
                .allMatch(HeldBackTest::holdsSomething);
        assertThat(restEnd.status()).isEqualTo(RunStatus.DONE);
        assertThat(sha256(restEnd)).isEqualTo(sha256(wholeEnd));
    }

    /** The best parameters are kept without what was held back, and measured all the same. */
    @ParameterizedTest(name = "{0} workers")
    @ValueSource(ints = {1, 2})
    void shouldKeepTheBestParameters(int workers) {
        RunOutcome outcome = run("patience = 1\nepochs = 40\nlr = 0.05\nworkers = " + workers);

        assertThat(outcome.status()).isEqualTo(RunStatus.DONE);
        assertThat(outcome.message()).contains("are kept: their validation loss");
        assertThat(sha256(outcome)).isNotEmpty();
    }

    private static Checkpoint oldest(Path checkpoints) throws IOException {
        try (Stream<Path> files = Files.list(checkpoints)) {
            return Checkpoints.read(files.sorted().findFirst().orElseThrow());
        }
    }

    private static boolean holdsSomething(float[] residual) {
        for (float element : residual) {
            if (element != 0) {
                return true;
            }
        }
        return false;
    }
}
