package glissade.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import glissade.coordinator.RunOutcome;
import glissade.run.ConfigurationException;
import glissade.run.EpochRow;
import glissade.run.ModelFile;
import glissade.run.Restart;
import glissade.run.RestartSummary;
import glissade.run.RunConfiguration;
import glissade.run.RunDirectory;
import glissade.run.RunListener;
import glissade.run.RunLock;
import glissade.run.RunStatus;
import glissade.run.RunSummary;
import glissade.run.StepRow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Requirement G5: several starting points, each rolls into its own valley, the lowest is kept. All
 * roles in this JVM.
 */
@Timeout(300)
class RestartsTest {

    private static final String SMALL =
            """
            data = "digits:600"
            model = "784-12-10"
            lr = 0.01
            epochs = 3
            seed = 7
            """;

    @TempDir Path temp;

    private RunConfiguration configuration(String more) {
        return RunConfiguration.fromHocon(SMALL + more + "\nout = \"" + temp + "\"\n");
    }

    private static final class Silent implements Restarts.Listener {

        private final List<Restart> ended = Collections.synchronizedList(new ArrayList<>());

        @Override
        public RunListener begins(int number, CheckedRun run, long firstStep) {
            return RunListener.silent();
        }

        @Override
        public void ended(Restart restart) {
            ended.add(restart);
        }
    }

    private static Restarts.Outcome run(
            RunConfiguration configuration, RunDirectory directory, Restarts.Listener listener)
            throws IOException {
        return new Restarts(
                        CheckedRun.of(configuration),
                        directory,
                        WorkerPlace.THREADS,
                        false,
                        listener)
                .run();
    }

    private static RunDirectory make(RunConfiguration configuration) {
        return RunDirectory.create(configuration, InstantSource.system());
    }

    private RunSummary alone(String options) {
        RunConfiguration configuration = configuration(options);
        LocalRunSettings settings =
                LocalRunSettings.of(
                        CheckedRun.of(configuration), make(configuration), WorkerPlace.THREADS);
        try (LocalRun run = LocalRun.start(settings)) {
            RunOutcome outcome = run.end();
            return Objects.requireNonNull(outcome.summary(), outcome.message());
        }
    }

    private static String hash(Restart restart) {
        return hash(Objects.requireNonNull(restart.summary(), restart.message()));
    }

    private static String hash(RunSummary summary) {
        return Objects.requireNonNull(summary.quality().parametersSha256());
    }

    @Test
    void shouldKeepTheValleyWithTheLowestValidationLossForAnyNumberOfWorkers() throws Exception {
        RunConfiguration configuration = configuration("restarts = 3\nworkers = 2\nname = two");
        RunDirectory directory = make(configuration);
        Silent listener = new Silent();

        Restarts.Outcome outcome = run(configuration, directory, listener);

        assertThat(outcome.message()).isEmpty();
        assertThat(outcome.status()).isEqualTo(RunStatus.DONE);
        List<Restart> restarts = outcome.summary().restarts();
        assertThat(restarts).extracting(Restart::number).containsExactly(1, 2, 3);
        assertThat(restarts).extracting(Restart::seed).containsExactly(7L, 8L, 9L);
        assertThat(listener.ended).extracting(Restart::number).containsExactlyInAnyOrder(1, 2, 3);
        assertThat(restarts).extracting(RestartsTest::hash).doesNotHaveDuplicates();
        Restart kept = Objects.requireNonNull(outcome.summary().kept());
        assertThat(restarts).allMatch(restart -> restart.validationLoss() >= kept.validationLoss());
        assertThat(restarts).allMatch(restart -> (restart.distance() == 0) == restart.equals(kept));
        assertThat(ModelFile.read(directory.modelFile()).parameters())
                .isEqualTo(
                        ModelFile.read(
                                        directory
                                                .restart(kept.number())
                                                .resolve("model.safetensors"))
                                .parameters());
        assertThat(hash(RunSummary.read(directory.summaryFile()))).isEqualTo(hash(kept));
        assertThat(Files.readAllLines(directory.restartsFile()))
                .hasSize(4)
                .first()
                .asString()
                .startsWith("restart,seed,status,kept,steps,train_loss,validation_loss,");
        assertThat(directory.checkpoints()).doesNotExist();

        for (int workers : new int[] {1, 7}) {
            RunConfiguration other =
                    configuration("restarts = 3\nworkers = " + workers + "\nname = w" + workers);
            assertThat(run(other, make(other), new Silent()).summary().restarts())
                    .as("%d workers", workers)
                    .extracting(RestartsTest::hash)
                    .isEqualTo(restarts.stream().map(RestartsTest::hash).toList());
        }
    }

    @Test
    void shouldTrainEachAsARunOfItsOwnWithAnotherSeedOfInitialParameters() throws Exception {
        RunConfiguration configuration = configuration("restarts = 2\nname = both");

        List<Restart> restarts =
                run(configuration, make(configuration), new Silent()).summary().restarts();

        assertThat(hash(restarts.get(0))).isEqualTo(hash(alone("validation = 0.1\nname = first")));
        assertThat(Objects.requireNonNull(restarts.get(1).summary()).quality())
                .isEqualTo(alone("validation = 0.1\ninit-seed = 8\nname = second").quality());
    }

    @Test
    void shouldTellOfOneThatFailsAndKeepTheBestOfTheOthers() throws Exception {
        RunConfiguration configuration = configuration("restarts = 3\nname = failing");
        RunDirectory directory = make(configuration);
        Files.writeString(directory.restart(1), "in the way");

        Restarts.Outcome outcome = run(configuration, directory, new Silent());

        assertThat(outcome.status()).isEqualTo(RunStatus.DONE);
        Restart failed = outcome.summary().restarts().getFirst();
        assertThat(failed.status()).isEqualTo(RunStatus.FAILED);
        assertThat(failed.message())
                .isEqualTo(
                        directory.restart(1)
                                + ": expected a run directory, found a file; name a"
                                + " directory that glissade train made");
        assertThat(outcome.summary().keptNumber()).isBetween(2, 3);
        assertThat(Files.readAllLines(directory.restartsFile()).get(1))
                .isEqualTo("1,7,failed,false,0,,,,,,,,,");
    }

    /** Between two starting points none of them is locked. */
    @Test
    void shouldRefuseTheWholeRunWhileItGoesOnAlready() throws Exception {
        RunConfiguration configuration = configuration("restarts = 2\nname = twice");
        RunDirectory directory = make(configuration);

        try (RunLock _ = directory.lock()) {
            assertThatThrownBy(() -> run(configuration, directory, new Silent()))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageStartingWith(directory.root() + ": this run goes on already");
        }

        assertThat(directory.restart(1)).doesNotExist();
        try (RunLock again = directory.lock()) {
            assertThat(again).isNotNull();
        }
    }

    @Test
    void shouldChooseTheCheckpointOfAStartingPointOnceThatIsItsOwn() throws Exception {
        RunConfiguration configuration = configuration("restarts = 2\nname = one-elsewhere");
        RunDirectory directory = make(configuration);
        RunDirectory first = make(configuration.restart(1, directory, 1));
        Files.writeString(first.checkpoints().resolve("step-000000001.safetensors"), "half");

        Restarts.Outcome outcome;
        try (RunLock _ = first.lock()) {
            outcome = run(configuration, directory, new Silent());
        }

        assertThat(outcome.status()).isEqualTo(RunStatus.DONE);
        assertThat(outcome.summary().restarts().getFirst().message())
                .startsWith(first.root() + ": this run goes on already");
        assertThat(outcome.summary().keptNumber()).isEqualTo(2);
    }

    @Test
    void shouldFailInWordsWhenAllDiverge() throws Exception {
        RunConfiguration configuration =
                configuration("restarts = 2\noptimizer = sgd\nlr = 1e20\nname = diverging");
        RunDirectory directory = make(configuration);

        Restarts.Outcome outcome = run(configuration, directory, new Silent());

        assertThat(outcome.status()).isEqualTo(RunStatus.FAILED);
        assertThat(outcome.message())
                .startsWith(
                        "none of the 2 starting points led to a model with a finite validation loss;"
                                + " restart 1: the loss became ");
        assertThat(outcome.whole()).isNull();
        assertThat(directory.modelFile()).doesNotExist();
        assertThat(Files.readAllLines(directory.restartsFile())).hasSize(3);
    }

    @Test
    void shouldReachTheSameBitsWhenStoppedAndGoneOnWith() throws Exception {
        String options = "epochs = 200\nrestarts = 3\nworkers = 1\n";
        RunConfiguration whole = configuration(options + "name = whole");
        RestartSummary expected = run(whole, make(whole), new Silent()).summary();
        RunConfiguration stopped = configuration(options + "name = stopped");
        RunDirectory directory = make(stopped);
        CompletableFuture<Restarts> restarts = new CompletableFuture<>();
        Restarts.Listener stopInTheSecond =
                new Restarts.Listener() {
                    @Override
                    public RunListener begins(int number, CheckedRun run, long firstStep) {
                        return new RunListener() {
                            @Override
                            public void onStep(StepRow row) {
                                if (number == 2 && row.step() == 20) {
                                    restarts.join().stop();
                                }
                            }
                        };
                    }

                    @Override
                    public void ended(Restart restart) {}
                };
        restarts.complete(
                new Restarts(
                        CheckedRun.of(stopped),
                        directory,
                        WorkerPlace.THREADS,
                        false,
                        stopInTheSecond));

        Restarts.Outcome interrupted = restarts.join().run();

        assertThat(interrupted.status()).isEqualTo(RunStatus.INTERRUPTED);
        assertThat(interrupted.message())
                .isEqualTo("stopped on request: 1 of 3 starting points are trained");
        assertThat(interrupted.summary().restarts())
                .extracting(Restart::status)
                .containsExactly(RunStatus.DONE, RunStatus.INTERRUPTED);
        assertThat(directory.restart(3)).doesNotExist();
        assertThat(directory.modelFile()).exists();
        Silent listener = new Silent();
        Restarts.Outcome end = run(stopped, directory, listener);
        assertThat(listener.ended).extracting(Restart::number).containsExactly(2, 3);
        assertThat(end.status()).isEqualTo(RunStatus.DONE);
        assertThat(end.summary().restarts())
                .extracting(RestartsTest::hash)
                .isEqualTo(expected.restarts().stream().map(RestartsTest::hash).toList());
        assertThat(end.summary().keptNumber()).isEqualTo(expected.keptNumber());
    }

    @Test
    void shouldHaveNoMoreRunsGoingOnThanWereAskedFor() {
        List<String> going = new ArrayList<>();
        List<Integer> most = new ArrayList<>();
        List<Sweep.Item> items = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            RunConfiguration configuration = configuration("workers = 1\nname = sweep-" + i);
            items.add(
                    new Sweep.Item() {
                        @Override
                        public LocalRunSettings begin() {
                            synchronized (going) {
                                going.add(String.valueOf(configuration.output().name()));
                                most.add(going.size());
                            }
                            return LocalRunSettings.of(
                                            CheckedRun.of(configuration),
                                            make(configuration),
                                            WorkerPlace.THREADS)
                                    .withListener(
                                            new RunListener() {
                                                @Override
                                                public void onEpoch(EpochRow row) {
                                                    assertThat(row.epoch()).isBetween(1, 3);
                                                }
                                            });
                        }

                        @Override
                        public void ended(RunOutcome outcome) {
                            synchronized (going) {
                                going.remove(String.valueOf(configuration.output().name()));
                            }
                        }
                    });
        }

        List<RunOutcome> outcomes = new Sweep(2).run(items);

        assertThat(outcomes).extracting(RunOutcome::status).containsOnly(RunStatus.DONE);
        assertThat(outcomes)
                .extracting(outcome ->
                        Objects.requireNonNull(outcome.summary()).quality().parametersSha256())
                .hasSize(5)
                .containsOnly(hash(Objects.requireNonNull(outcomes.getFirst().summary())));
        assertThat(Collections.max(most)).isEqualTo(2);
        assertThat(going).isEmpty();
    }
}
