package glissade.cli;

import static org.assertj.core.api.Assertions.assertThat;

import glissade.averaging.TrainingState;
import glissade.data.DataSchema;
import glissade.local.CheckedRun;
import glissade.nn.ParameterLayout;
import glissade.preprocess.Preprocessing;
import glissade.run.Checkpoint;
import glissade.run.RunConfiguration;
import glissade.run.RunDirectory;
import glissade.run.ValidationMemory;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** What a coordinator says while it waits for workers, and when it is stopped then. */
@Timeout(60)
class TrainingSessionTest {

    private static final HostPort ANY_PORT = new HostPort("127.0.0.1", 0);
    private static final String INVITATION =
            "for 2 workers: glissade worker --coordinator 127\\.0\\.0\\.1:[1-9][0-9]*\n";
    private static final long POLL_NS = 5_000_000;

    @TempDir Path temp;

    private final Shutdown shutdown = Shutdown.watch(() -> {});
    private CheckedRun run;
    private RunDirectory directory;

    @BeforeEach
    void makeRun() {
        RunConfiguration configuration =
                RunConfiguration.fromHocon(
                        "data = \"digits:400\"\nmodel = 784-10\nname = run\nout = \""
                                + temp
                                + "\"\n");
        List<String> digits = List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
        run = new CheckedRun(configuration, 320, 0, 80, DataSchema.classes(digits));
        directory = RunDirectory.create(configuration, InstantSource.system());
    }

    @AfterEach
    void letTheJvmEnd() {
        shutdown.finished();
    }

    private TrainingSession session(Screen screen, String... options) {
        OutputOptions output = CommandLine.populateCommand(new OutputOptions(), options);
        return new TrainingSession(screen.terminal(), shutdown, output, false);
    }

    /** Has the session wait, and stops it then; its exit code. */
    private static int stopWaiting(
            Screen screen, TrainingSession session, ToIntFunction<TrainingSession> start)
            throws Exception {
        FutureTask<Integer> task = new FutureTask<>(() -> start.applyAsInt(session));
        Thread thread = Thread.ofPlatform().daemon().start(task);
        while (!(screen.out() + screen.err()).contains("worker --coordinator ")) {
            assertThat(thread.isAlive()).as(screen.err()).isTrue();
            LockSupport.parkNanos(POLL_NS);
        }
        thread.interrupt();
        return task.get(30, TimeUnit.SECONDS);
    }

    @Test
    void shouldNotWriteBehindTheStatus() throws Exception {
        Screen screen = new Screen(100, true);

        int exitCode =
                stopWaiting(
                        screen,
                        session(screen),
                        session -> session.runAsCoordinator(run, directory, ANY_PORT));

        assertThat(exitCode).isEqualTo(ExitCode.INTERRUPTED);
        assertThat(screen.out())
                .containsPattern(
                        "\rwaiting for the workers\u001b\\[K\r\u001b\\[Kwaiting  " + INVITATION);
        assertThat(screen.err())
                .isEqualTo(
                        "glissade: stopped before training began; begin anew with: glissade"
                                + " coordinator\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--quiet", "--json"})
    void shouldSayWhereToComeToEvenWhenItIsQuiet(String quiet) throws Exception {
        Screen screen = new Screen(100, true);

        stopWaiting(
                screen,
                session(screen, quiet),
                session -> session.runAsCoordinator(run, directory, ANY_PORT));

        assertThat(screen.out()).isEmpty();
        assertThat(screen.err()).containsPattern("^glissade: waiting " + INVITATION);
    }

    @Test
    void shouldNotBeginAnewWhatHasACheckpoint() throws Exception {
        Screen screen = new Screen(0, true);
        RunConfiguration configuration = run.configuration();
        ParameterLayout layout = new ParameterLayout(configuration.model().network());
        float[][] optimizer = new float[2][layout.parameterCount()];
        Checkpoint checkpoint =
                new Checkpoint(
                        "run",
                        configuration,
                        run.schema(),
                        Preprocessing.none(784),
                        1,
                        new TrainingState(5, new float[layout.parameterCount()], optimizer),
                        ValidationMemory.NONE,
                        false);

        int exitCode =
                stopWaiting(
                        screen,
                        session(screen),
                        session ->
                                session.goOnAsCoordinator(
                                        run, directory, checkpoint, directory.lock(), ANY_PORT));

        assertThat(exitCode).isEqualTo(ExitCode.INTERRUPTED);
        assertThat(screen.err())
                .isEqualTo(
                        "glissade: stopped before training began; go on with: glissade resume "
                                + directory.root()
                                + " --bind 127.0.0.1:0\n");
    }
}
