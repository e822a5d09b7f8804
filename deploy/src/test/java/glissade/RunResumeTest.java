package glissade;

import static glissade.RunBed.sha256;
import static glissade.RunBed.summary;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import glissade.coordinator.RunOutcome;
import glissade.nn.ParameterLayout;
import glissade.run.Checkpoint;
import glissade.run.Checkpoints;
import glissade.run.ConfigurationException;
import glissade.run.ModelFile;
import glissade.run.RunDirectory;
import glissade.run.RunEvent;
import glissade.run.RunListener;
import glissade.run.RunLock;
import glissade.run.RunStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Runs that were stopped and went on: the bits of one that was never stopped. With all roles in
 * this JVM.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(180)
class RunResumeTest {

    /** Its column in metrics.csv. */
    private static final int VALIDATION_LOSS = 9;

    private static final String WITHOUT_EPOCHS = RunTest.SMALL.replace("epochs = 2\n", "");

    /** What the run that was never stopped comes to, by its options. */
    private final Map<String, RunOutcome> whole = new HashMap<>();

    @TempDir Path temp;

    private RunBed bed;

    @BeforeEach
    void makeBed() {
        bed = new RunBed(RunTest.SMALL, temp);
    }

    private RunOutcome whole(String options) {
        return whole.computeIfAbsent(options, o -> bed.run(o + "workers = 2\nname = whole"));
    }

    @ParameterizedTest(name = "{0} workers {2}, then {1}, {3}")
    @CsvSource({
        "2,1,sharded,",
        "3,2,star,",
        "2,3,sharded,gradient-precision = bf16",
        "3,1,star,gradient-precision = bf16;units = 3",
        "1,4,sharded,gradient-precision = fp16;units = 2",
        "2,3,star,samples-at-once = 9",
        "3,2,sharded,samples-at-once = 4;gradient-precision = fp16"
    })
    void shouldGoOnAfterAStopWithTheBitsOfTheRunThatWasNeverStopped(
            int before, int after, String averaging, @Nullable String more) throws Exception {
        String options = "epochs = 60\n" + (more == null ? "" : more.replace(';', '\n') + '\n');
        RunOutcome whole = whole(options);
        String stopping = options + "name = stopped\nworkers = ";

        RunBed.Stopped stopped =
                bed.runAndStopAt(45, stopping + before + "\naveraging = " + averaging);
        RunOutcome end = bed.goOn(stopped, stopping + after);

        assertThat(stopped.outcome().status()).isEqualTo(RunStatus.INTERRUPTED);
        assertThat(stopped.checkpoint().step()).isBetween(45L, 60 * 38L - 1);
        assertThat(end.status()).isEqualTo(RunStatus.DONE);
        assertThat(summary(end).quality()).isEqualTo(summary(whole).quality());
    }

    /** Requirement D1: what was fitted once goes with the checkpoint, and is fitted once. */
    @ParameterizedTest(name = "{0} workers, then {1}")
    @CsvSource({"1,3", "2,1"})
    void shouldGoOnWithThePreprocessingOfTheCheckpoint(int before, int after) throws Exception {
        String options = "preprocess = zca-whiten\nepochs = 60\nvalidation = 0.2\n";
        RunOutcome whole = whole(options);
        List<RunEvent.Preprocessed> fits = new CopyOnWriteArrayList<>();
        RunListener listener =
                new RunListener() {
                    @Override
                    public void onEvent(RunEvent event) {
                        if (event instanceof RunEvent.Preprocessed preprocessed) {
                            fits.add(preprocessed);
                        }
                    }
                };
        String stopping = options + "name = stopped\nworkers = ";

        RunBed.Stopped stopped = bed.runAndStopAt(45, stopping + before, listener);
        RunOutcome end = bed.goOn(stopped, stopping + after, listener);

        assertThat(end.message()).isEmpty();
        assertThat(sha256(end)).isEqualTo(sha256(whole));
        assertThat(fits).extracting(RunEvent.Preprocessed::fromCheckpoint).contains(false, true);
        assertThat(fits.getLast().dropped())
                .isPositive()
                .isEqualTo(summary(end).setup().droppedInputs());
        assertThat(ModelFile.read(stopped.directory().modelFile()).preprocessing().values())
                .isEqualTo(stopped.checkpoint().preprocessing().values());
    }

    @ParameterizedTest(name = "{0} workers, then {1}")
    @CsvSource({"1,2", "2,1"})
    void shouldStopAtTheSameEpochWhenItWasResumedOnTheWay(int before, int after) throws Exception {
        String slow =
                RunEndTest.OVERFITTING
                        + "data = \"digits:1500\"\nbatch = 8\nlr = 0.003\npatience = 8\n";
        RunOutcome whole = whole(slow);
        String stopping = slow + "name = stopped\nworkers = ";

        RunBed.Stopped stopped = bed.runAndStopAt(15, stopping + before);
        RunOutcome end = bed.goOn(stopped, stopping + after);

        assertThat(stopped.outcome().status()).isEqualTo(RunStatus.INTERRUPTED);
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
        RunOutcome whole = whole(options);
        String stopping = options + "name = stopped\nworkers = ";

        RunBed.Stopped stopped = bed.runAndStopAt(10, stopping + before);
        RunOutcome end = bed.goOn(stopped, stopping + after);

        assertThat(stopped.outcome().status()).isEqualTo(RunStatus.INTERRUPTED);
        assertThat(sha256(end)).isEqualTo(sha256(whole));
        assertThat(end.message()).isEqualTo(whole.message());
        assertThat(validationRows(stopped.directory())).isEqualTo(60);
    }

    /** A process may be killed between the last checkpoint and the model. */
    @ParameterizedTest(name = "{0} workers {2}, then {1}, {3}")
    @CsvSource({
        "2,1,star,epochs = 3",
        "1,2,star,steps = 50",
        "1,2,star,epochs = 3;validation = 0.2;preprocess = standardize",
        "3,2,sharded,patience = 3",
        "2,1,star,patience = 3;epochs = 2",
        "1,2,star,patience = 3;replicas = 2",
        "2,3,star,until-gradient-norm = 0.3"
    })
    void shouldComeToItsEndWhenItWasCutOffAfterItsLastStep(
            int before, int after, String averaging, String more) throws Exception {
        RunBed bed = new RunBed(more.startsWith("steps") ? WITHOUT_EPOCHS : RunTest.SMALL, temp);
        String options =
                (more.contains("patience") ? RunEndTest.OVERFITTING : "")
                        + more.replace(';', '\n')
                        + "\naveraging = "
                        + averaging
                        + "\nname = cut\nworkers = ";
        RunDirectory directory = bed.directory(options + before);
        RunOutcome whole = bed.run(options + before, directory, RunListener.silent());
        Files.delete(directory.modelFile());
        Files.delete(directory.summaryFile());
        Checkpoint last = Checkpoints.newestWhole(directory.checkpoints()).checkpoint();
        List<String> metrics = Files.readAllLines(directory.metricsFile());
        if (!more.contains("patience")) {
            cutLastEpochOff(directory.metricsFile(), last.step());
        }

        RunOutcome end = bed.goOn(new RunBed.Stopped(directory, whole, last), options + after);

        assertThat(end.status()).as(end.message()).isEqualTo(RunStatus.DONE);
        assertThat(summary(end).quality()).isEqualTo(summary(whole).quality());
        assertThat(summary(end).progress()).isEqualTo(summary(whole).progress());
        ParameterLayout layout = new ParameterLayout(last.configuration().model().network());
        assertThat(layout.sha256(ModelFile.read(directory.modelFile()).parameters()))
                .isEqualTo(sha256(whole));
        assertThat(directory.isDone()).isTrue();
        assertThat(Files.readAllLines(directory.metricsFile())).isEqualTo(metrics);
        assertThat(end.message()).isEqualTo(more.startsWith("until") ? "" : whole.message());
    }

    /** The last epoch has its row when all is evaluated, and a process may be killed before. */
    private static void cutLastEpochOff(Path metrics, long step) throws IOException {
        List<String> rows = new ArrayList<>(Files.readAllLines(metrics));
        // Loss, rate, norm, speed and workers are figures of a step.
        rows.removeIf(row -> row.matches(step + ",[0-9]+,[0-9]+,,,,,,.*"));
        Files.write(metrics, rows);
    }

    /** A process may be killed between the best parameters so far and the next checkpoint. */
    @Test
    void shouldComeToTheBestParametersAgainWhenTheyAreNewerThanTheCheckpoint() throws Exception {
        String options =
                RunEndTest.OVERFITTING + "checkpoint-every = 10\nname = newer\nworkers = 2\n";
        RunDirectory directory = bed.directory(options);
        RunOutcome whole = bed.run(options, directory, RunListener.silent());
        Checkpoint tenth =
                Checkpoints.read(directory.checkpoints().resolve("step-000000010.safetensors"));
        assertThat(tenth.memory().bestStep()).isEqualTo(7);

        RunOutcome end = bed.goOn(new RunBed.Stopped(directory, whole, tenth), options);

        assertThat(end.message()).isEqualTo(whole.message());
        assertThat(summary(end).quality()).isEqualTo(summary(whole).quality());
    }

    /** Two that write to one run would leave a mixture of both. */
    @Test
    void shouldRefuseToGoOnWithARunThatGoesOnAlready() throws Exception {
        String options = "workers = 1\nname = twice\nepochs = 4";
        RunBed.Stopped stopped = bed.runAndStopAt(45, options);
        try (RunLock _ = stopped.directory().lock()) {
            assertThatThrownBy(() -> bed.goOn(stopped, options))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageStartingWith(
                            stopped.directory().root()
                                    + ": this run goes on already, in another process or in this"
                                    + " one; wait for its end, or end it, and try again");
        }

        assertThat(bed.goOn(stopped, options).message()).isEmpty();
    }

    private static long validationRows(RunDirectory directory) throws Exception {
        try (var lines = Files.lines(directory.metricsFile())) {
            return lines.skip(1)
                    .filter(line -> !line.split(",", -1)[VALIDATION_LOSS].isEmpty())
                    .count();
        }
    }
}
