package glissade;

import static glissade.RunBed.sha256;
import static glissade.RunBed.summary;
import static org.assertj.core.api.Assertions.assertThat;

import glissade.coordinator.RunOutcome;
import glissade.nn.ParameterLayout;
import glissade.run.Checkpoints;
import glissade.run.ModelFile;
import glissade.run.RunConfiguration;
import glissade.run.RunDirectory;
import glissade.run.RunEvent;
import glissade.run.RunListener;
import glissade.run.RunStatus;
import glissade.run.RunSummary;
import glissade.run.WarningKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a run ends, what it says then, and what it leaves; with all roles in this JVM. */
@Timeout(180)
class RunEndTest {

    /** A small training part and a high rate: the validation loss soon rises. */
    static final String OVERFITTING =
            """
            data = "digits:300"
            model = "784-32-10"
            activation = relu
            lr = 0.01
            patience = 3
            validation = 0.3
            epochs = 400
            """;

    @TempDir Path temp;

    private RunBed bed;

    @BeforeEach
    void makeBed() {
        bed = new RunBed(RunTest.SMALL, temp);
    }

    @Test
    void shouldStopEarlyWithTheSameBestParametersForAnyNumberOfWorkers() throws Exception {
        String one = OVERFITTING + "workers = 1\nname = one";
        RunDirectory directory = bed.directory(one);
        RunOutcome alone = bed.run(one, directory, RunListener.silent());
        RunOutcome many = bed.run(OVERFITTING + "workers = 3\nname = many");

        assertThat(alone.status()).isEqualTo(RunStatus.DONE);
        assertThat(alone.message())
                .matches(
                        "the parameters after epoch \\d+ are kept: their validation loss of \\d\\.\\d+ was"
                                + " not reached again in 3 epochs");
        assertThat(summary(alone).progress().epochs()).isBetween(4, 399);
        assertThat(many.message()).isEqualTo(alone.message());
        assertThat(summary(many).quality()).isEqualTo(summary(alone).quality());
        assertThat(summary(many).progress()).isEqualTo(summary(alone).progress());
        ParameterLayout layout = new ParameterLayout(bed.configuration(one).model().network());
        assertThat(layout.sha256(ModelFile.read(directory.modelFile()).parameters()))
                .isEqualTo(sha256(many));
        assertThat(Checkpoints.newestWhole(directory.checkpoints()).checkpoint().ended()).isTrue();
    }

    /** A sigmoid keeps every number finite: the loss itself has to tell. */
    @ParameterizedTest
    @CsvSource({"1", "2"})
    void shouldEndARunWhoseLossIsAThousandTimesTheFirst(int workers) throws Exception {
        RunOutcome outcome =
                bed.run(
                        "name = hopeless\nmodel = 784-30-10\noptimizer = sgd\nlr = 1e6\nepochs"
                                + " = 40\nworkers = "
                                + workers);

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
        bed.run(options, listener);
        return warnings;
    }

    @Test
    void shouldEndWhereTheGradientLiesFlatAndTestWhatItHas() throws Exception {
        String flat = "epochs = 400\nuntil-gradient-norm = 0.05\n";
        RunOutcome alone = bed.run(flat + "workers = 1\nname = alone");
        RunOutcome many = bed.run(flat + "workers = 3\nname = many");

        assertThat(alone.status()).isEqualTo(RunStatus.DONE);
        assertThat(alone.message()).startsWith("the loss lies flat at step ");
        assertThat(many.message()).isEqualTo(alone.message());
        assertThat(summary(alone).progress().steps()).isBetween(100L, 400L * 38);
        assertThat(summary(many).quality()).isEqualTo(summary(alone).quality());
        assertThat(Objects.requireNonNull(summary(alone).quality().test()).accuracy())
                .isGreaterThan(0.5);
    }

    @ParameterizedTest
    @CsvSource({"1", "2"})
    void shouldNameTheStepAndKeepFiniteParametersWhenTheLossIsNotFinite(int workers)
            throws Exception {
        String options =
                "name = diverged\nmodel = 784-16-16-10\nactivation = relu\noptimizer = sgd\nlr = 1e20"
                        + "\nworkers = "
                        + workers;
        RunDirectory directory = bed.directory(options);

        RunOutcome outcome = bed.run(options, directory, RunListener.silent());

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
        String options = "name = files\nworkers = 2\nvalidation = 0.1";
        RunDirectory directory = bed.directory(options);

        RunOutcome outcome = bed.run(options, directory, RunListener.silent());

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
                .isEqualTo(bed.configuration(options));
        assertThat(Checkpoints.newestWhole(directory.checkpoints()).checkpoint().step())
                .isEqualTo(68);
    }
}
