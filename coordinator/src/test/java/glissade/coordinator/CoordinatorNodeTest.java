package glissade.coordinator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import com.typesafe.config.ConfigFactory;
import glissade.averaging.EarlyEnd;
import glissade.averaging.TrainingState;
import glissade.collective.Division;
import glissade.data.DataSchema;
import glissade.nn.NetworkDescription;
import glissade.nn.ParameterLayout;
import glissade.plane.SharedMemoryProof;
import glissade.preprocess.Preprocessing;
import glissade.protocol.CoordinatorMessage.CannotTakePart;
import glissade.protocol.CoordinatorMessage.EndsEarly;
import glissade.protocol.CoordinatorMessage.Finished;
import glissade.protocol.CoordinatorMessage.StepFailed;
import glissade.protocol.LifelineOffer;
import glissade.protocol.Plan;
import glissade.protocol.WorkerMessage;
import glissade.protocol.WorkerReport;
import glissade.run.Checkpoint;
import glissade.run.Checkpoints;
import glissade.run.RunConfiguration;
import glissade.run.RunDirectory;
import glissade.run.RunListener;
import glissade.run.RunStatus;
import glissade.run.RunSummary;
import glissade.run.TrainedModel;
import glissade.run.ValidationMemory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A real coordinator with workers that say what a test tells them to. */
@Timeout(60)
class CoordinatorNodeTest {

    private static final int SAMPLES = 64;
    private static final WorkerReport NOTHING_DONE = new WorkerReport(0, 0, 0, 0, 0, 0, 0);
    private static final DataSchema SCHEMA =
            DataSchema.classes(List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9"));

    @TempDir Path temp;

    private final ActorTestKit testKit =
            ActorTestKit.create(
                    "workers",
                    ConfigFactory.parseResources("glissade-akka.conf")
                            .withFallback(ConfigFactory.defaultReference())
                            .resolve());
    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable opened : open.reversed()) {
            opened.close();
        }
        testKit.shutdownTestKit();
    }

    private RunConfiguration configuration(int workers) {
        return RunConfiguration.fromHocon(
                """
                data = "digits:64"
                model = 784-10
                optimizer = sgd
                batch = 32
                slice = 8
                epochs = 2
                name = run
                """
                        + "workers = "
                        + workers
                        + "\nout = \""
                        + temp
                        + "\"\n");
    }

    private CoordinatorNode start(int workers) throws IOException {
        RunConfiguration configuration = configuration(workers);
        return start(
                configuration,
                RunDirectory.create(configuration, InstantSource.system()),
                0,
                null,
                RunListener.silent());
    }

    private CoordinatorNode start(
            RunConfiguration configuration,
            RunDirectory directory,
            int port,
            @Nullable Checkpoint checkpoint,
            RunListener listener)
            throws IOException {
        return start(configuration, directory, port, checkpoint, null, listener);
    }

    private CoordinatorNode start(
            RunConfiguration configuration,
            RunDirectory directory,
            int port,
            @Nullable Checkpoint checkpoint,
            @Nullable TrainedModel measured,
            RunListener listener)
            throws IOException {
        CoordinatorNode node =
                CoordinatorNode.start(
                        settings(
                                "127.0.0.1",
                                false,
                                port,
                                configuration,
                                directory,
                                checkpoint,
                                measured,
                                listener));
        open.add(node);
        return node;
    }

    private CoordinatorNode startAt(String host, boolean insecure) throws IOException {
        RunConfiguration configuration = configuration(1);
        RunDirectory directory = RunDirectory.create(configuration, InstantSource.system());
        CoordinatorNode node =
                CoordinatorNode.start(
                        settings(
                                host,
                                insecure,
                                0,
                                configuration,
                                directory,
                                null,
                                null,
                                RunListener.silent()));
        open.add(node);
        return node;
    }

    private static CoordinatorSettings settings(
            String host,
            boolean insecure,
            int port,
            RunConfiguration configuration,
            RunDirectory directory,
            @Nullable Checkpoint checkpoint,
            @Nullable TrainedModel measured,
            RunListener listener) {
        return new CoordinatorSettings(
                host,
                insecure,
                port,
                configuration,
                directory,
                SAMPLES,
                50,
                0,
                SCHEMA,
                "this machine",
                InstantSource.system(),
                System::nanoTime,
                checkpoint,
                measured,
                listener);
    }

    private ScriptedWorker worker(CoordinatorNode node, String id) {
        ScriptedWorker worker = new ScriptedWorker(testKit, node.address(), id);
        open.add(worker);
        return worker;
    }

    private static RunOutcome outcome(CoordinatorNode node) throws Exception {
        return node.outcome().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    private static RunSummary summary(RunOutcome outcome) {
        return Objects.requireNonNull(outcome.summary(), outcome.message());
    }

    @Test
    void shouldPrepareAWorkerAgainThatOffersItselfAgain() throws Exception {
        ScriptedWorker worker = worker(start(1), "w0");

        worker.offer();
        worker.offer();

        assertThat(worker.expect(WorkerMessage.Prepare.class).rank()).isZero();
        assertThat(worker.expect(WorkerMessage.Prepare.class).rank()).isZero();
    }

    @Test
    void shouldRefuseASecondWorkerOfTheSameNameAndOneTooMany() throws Exception {
        CoordinatorNode node = start(2);
        ScriptedWorker first = worker(node, "w0");
        first.takePart("digest");
        ScriptedWorker namesake = worker(node, "w0");
        namesake.offer();
        assertThat(namesake.expect(WorkerMessage.Refuse.class).reason())
                .isEqualTo("worker id w0 is already in use in this run");
        worker(node, "w1").takePart("digest");
        first.expect(WorkerMessage.Begin.class);
        ScriptedWorker late = worker(node, "w2");

        late.offer();

        assertThat(late.expect(WorkerMessage.Refuse.class).reason())
                .isEqualTo("the run has all its 2 workers");
    }

    /** Scripted workers have two processors and one thread each. */
    @ParameterizedTest
    @CsvSource({"2,EVEN", "3,SUBTREES"})
    void shouldPlanSubtreesForWorkersThatShareCores(int workers, Division division)
            throws Exception {
        CoordinatorNode node = start(workers);
        ScriptedWorker first = worker(node, "w0");
        first.takePart("digest");
        for (int other = 1; other < workers; other++) {
            worker(node, "w" + other).takePart("digest");
        }

        assertThat(first.expect(WorkerMessage.Begin.class).plan().division()).isEqualTo(division);
    }

    @Test
    void shouldEndWhenAWorkerDoesNotShareTheMemoryThatGradientsTravelThrough() throws Exception {
        CoordinatorNode node = start(2);
        worker(node, "w0").takePart("digest");

        worker(node, "w1").offerFromElsewhere();

        assertThat(outcome(node).status()).isEqualTo(RunStatus.FAILED);
        assertThat(outcome(node).message())
                .isEqualTo(
                        "worker w1 (process 4711 on here) does not share the coordinator's memory, so"
                                + " gradients cannot travel over ipc: give the coordinator --transport"
                                + " udp");
    }

    @Test
    void shouldRefuseAnAddressThatOtherMachinesReachUnlessThatIsWanted() {
        assertThatThrownBy(() -> startAt("192.0.2.1", false))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("refusing to listen on 192.0.2.1: ");
    }

    @Test
    void shouldTryAnAddressThatOtherMachinesReachWhenThatIsWanted() {
        // It is nobody's here, so nothing can listen there.
        assertThatThrownBy(() -> startAt("192.0.2.1", true))
                .isInstanceOf(IOException.class)
                .hasMessageNotContaining("refusing");
    }

    @Test
    void shouldNotBeginWhenWorkersSeeOtherData() throws Exception {
        CoordinatorNode node = start(2);

        worker(node, "w0").takePart("digest");
        worker(node, "w1").takePart("other digest");

        assertThat(outcome(node).status()).isEqualTo(RunStatus.FAILED);
        assertThat(outcome(node).message())
                .contains("w0 (process 4711 on here)", "w1 (process 4711 on here)", "--data");
        assertThat(outcome(node).summary()).isNull();
    }

    @Test
    void shouldFailAtOnceWhenAWorkerThatWasToBeginCannot() throws Exception {
        CoordinatorNode node = start(1);
        ScriptedWorker worker = worker(node, "w0");
        int rank = worker.takePart("digest");
        worker.expect(WorkerMessage.Begin.class);

        worker.tell(new CannotTakePart(rank, "no room for its streams", true));

        assertThat(outcome(node).status()).isEqualTo(RunStatus.FAILED);
        assertThat(outcome(node).machineLacksSomething()).isTrue();
        assertThat(outcome(node).message())
                .isEqualTo("worker w0 (process 4711 on here) failed: no room for its streams");
        assertThat(summary(outcome(node)).distribution().failures()).isEqualTo(1);
    }

    private CoordinatorNode startMeasuring(int workers) throws IOException {
        RunConfiguration configuration = configuration(workers);
        NetworkDescription network = configuration.model().network();
        return start(
                configuration,
                RunDirectory.create(configuration, InstantSource.system()),
                0,
                null,
                new TrainedModel(
                        "r",
                        network,
                        SCHEMA,
                        Preprocessing.none(network.inputs()),
                        new float[new ParameterLayout(network).parameterCount()]),
                RunListener.silent());
    }

    @Test
    void shouldOnlyHaveAFinishedModelMeasured() throws Exception {
        CoordinatorNode node = startMeasuring(1);
        ScriptedWorker worker = worker(node, "w0");
        int rank = worker.takePart("digest");

        assertThat(worker.expect(WorkerMessage.Begin.class).plan())
                .isEqualTo(new Plan(1, 0, 0, 1, Division.EVEN, false, false));
        worker.tell(new Finished(1, rank, -1, NOTHING_DONE));

        assertThat(outcome(node).status()).isEqualTo(RunStatus.DONE);
        assertThat(outcome(node).message()).isEmpty();
        assertThat(summary(outcome(node)).quality().parametersSha256()).isNull();
        worker.expect(WorkerMessage.Stop.class);
    }

    /** Requirement D4: its share of the samples would be missing. */
    @Test
    void shouldFailWhenAWorkerIsLostThatMeasures() throws Exception {
        CoordinatorNode node = startMeasuring(2);
        ScriptedWorker first = worker(node, "w0");
        ScriptedWorker second = worker(node, "w1");
        int rank = first.takePart("digest");
        second.takePart("digest");
        first.expect(WorkerMessage.Begin.class);
        second.expect(WorkerMessage.Begin.class);
        first.tell(new Finished(1, rank, -1, NOTHING_DONE));

        second.cutLifeline();

        assertThat(outcome(node).status()).isEqualTo(RunStatus.FAILED);
        assertThat(outcome(node).message())
                .isEqualTo("worker w1 (process 4711 on here) was lost: its connection ended");
        first.expect(WorkerMessage.EndTraining.class);
        first.expect(WorkerMessage.Stop.class);
    }

    private CoordinatorNode startPreprocessing(int workers) throws IOException {
        RunConfiguration configuration =
                RunConfiguration.fromHocon(
                        configuration(workers)
                                .toHocon()
                                .replace("preprocess = none", "preprocess = standardize"));
        return start(
                configuration,
                RunDirectory.create(configuration, InstantSource.system()),
                0,
                null,
                RunListener.silent());
    }

    /** Requirement D1: the fit comes first, and a worker that is lost in it ends the run. */
    @Test
    void shouldEndWhenAWorkerIsLostWhileThePreprocessingIsFitted() throws Exception {
        CoordinatorNode node = startPreprocessing(2);
        ScriptedWorker first = worker(node, "w0");
        ScriptedWorker second = worker(node, "w1");
        first.takePart("digest");
        second.takePart("digest");
        WorkerMessage.Fit fit = first.expect(WorkerMessage.Fit.class);
        assertThat(fit.given()).isFalse();
        second.expect(WorkerMessage.Fit.class);

        second.cutLifeline();

        assertThat(outcome(node).status()).isEqualTo(RunStatus.FAILED);
        assertThat(outcome(node).message())
                .isEqualTo(
                        "worker w1 (process 4711 on here) was lost while the preprocessing was"
                                + " fitted: its connection ended");
        assertThat(outcome(node).summary()).isNull();
        first.expect(WorkerMessage.EndTraining.class);
        first.expect(WorkerMessage.Stop.class);
    }

    @Test
    void shouldSayWhyNothingCanBeFitted() throws Exception {
        CoordinatorNode node = startPreprocessing(1);
        ScriptedWorker worker = worker(node, "w0");
        int rank = worker.takePart("digest");
        worker.expect(WorkerMessage.Fit.class);

        worker.tell(new CannotTakePart(rank, "training sample 3, input 2 is NaN", false));

        assertThat(outcome(node).status()).isEqualTo(RunStatus.FAILED);
        assertThat(outcome(node).message())
                .isEqualTo("worker w0: training sample 3, input 2 is NaN");
    }

    @Test
    void shouldStopOnRequestWhileThePreprocessingIsFitted() throws Exception {
        CoordinatorNode node = startPreprocessing(1);
        ScriptedWorker worker = worker(node, "w0");
        worker.takePart("digest");
        worker.expect(WorkerMessage.Fit.class);

        node.stop();

        assertThat(outcome(node).status()).isEqualTo(RunStatus.INTERRUPTED);
        assertThat(outcome(node).message()).isEqualTo("stopped before training began");
        worker.expect(WorkerMessage.EndTraining.class);
        worker.expect(WorkerMessage.Stop.class);
    }

    @Test
    void shouldNameTheStepAtWhichAWorkerFailed() throws Exception {
        CoordinatorNode node = start(1);
        ScriptedWorker worker = worker(node, "w0");
        int rank = worker.takePart("digest");
        worker.expect(WorkerMessage.Begin.class);

        worker.tell(new StepFailed(rank, 2, "unexpected trouble"));

        assertThat(outcome(node).message())
                .isEqualTo("worker w0 (process 4711 on here) failed at step 3: unexpected trouble");
        worker.expect(WorkerMessage.EndTraining.class);
        worker.expect(WorkerMessage.Stop.class);
    }

    @Test
    void shouldNameAWorkerWhoseLifelineEnds() throws Exception {
        CoordinatorNode node = start(2);
        ScriptedWorker lost = worker(node, "w0");
        ScriptedWorker left = worker(node, "w1");
        lost.takePart("digest");
        left.takePart("digest");
        lost.expect(WorkerMessage.Begin.class);

        lost.cutLifeline();

        assertThat(outcome(node).message())
                .isEqualTo(
                        "worker w0 (process 4711 on here) was lost at step 1: its connection ended");
        left.expect(WorkerMessage.Begin.class);
        left.expect(WorkerMessage.EndTraining.class);
        left.expect(WorkerMessage.Stop.class);
    }

    @Test
    void shouldEndAtOnceWhenStoppedBeforeAllHaveJoined() throws Exception {
        CoordinatorNode node = start(2);
        ScriptedWorker worker = worker(node, "w0");
        worker.takePart("digest");

        node.stop();

        assertThat(outcome(node).status()).isEqualTo(RunStatus.INTERRUPTED);
        assertThat(outcome(node).message()).isEqualTo("stopped before training began");
        worker.expect(WorkerMessage.EndTraining.class);
        worker.expect(WorkerMessage.Stop.class);
        ScriptedWorker late = worker(node, "w1");
        late.offer();
        assertThat(late.expect(WorkerMessage.Refuse.class).reason()).isEqualTo("the run is over");
    }

    @Test
    void shouldKeepTheInitialStateWhenStoppedBeforeALoneWorkerBegan() throws Exception {
        CoordinatorNode node = start(1);
        ScriptedWorker worker = worker(node, "w0");
        int rank = worker.takePart("digest");
        worker.expect(WorkerMessage.Begin.class);

        node.stop();
        worker.expect(WorkerMessage.EndTraining.class);
        worker.tell(new Finished(1, rank, -1, NOTHING_DONE));

        assertThat(outcome(node).status()).isEqualTo(RunStatus.INTERRUPTED);
        assertThat(summary(outcome(node)).progress().steps()).isZero();
        assertThat(
                        Checkpoints.newestWhole(temp.resolve("run").resolve("checkpoints"))
                                .checkpoint()
                                .step())
                .isZero();
    }

    @Test
    void shouldSayFarewellOnTheLifelineBeforeItEnds() throws Exception {
        CoordinatorNode node = start(1);
        ScriptedWorker worker = worker(node, "w0");
        worker.takePart("digest");
        worker.expect(WorkerMessage.Begin.class);

        node.stop();
        worker.tell(new Finished(1, 0, -1, NOTHING_DONE));

        assertThat(worker.readLifeline()).isEqualTo(LifelineOffer.FAREWELL);
        assertThat(worker.readLifeline()).isEqualTo(-1);
    }

    @Test
    void shouldNotWaitForAWorkerThatFailsAfterTheLastStep() throws Exception {
        RunConfiguration configuration = configuration(2);
        RunDirectory directory = RunDirectory.create(configuration, InstantSource.system());
        int parameters = new ParameterLayout(configuration.model().network()).parameterCount();
        Checkpoint complete =
                new Checkpoint(
                        "run",
                        configuration,
                        SCHEMA,
                        Preprocessing.none(configuration.model().network().inputs()),
                        2,
                        new TrainingState(4, new float[parameters], new float[0][]),
                        ValidationMemory.NONE,
                        false);
        CoordinatorNode node = start(configuration, directory, 0, complete, RunListener.silent());
        ScriptedWorker first = worker(node, "w0");
        ScriptedWorker second = worker(node, "w1");
        first.takePart("digest");
        int failing = second.takePart("digest");
        first.greet(first.expect(WorkerMessage.Begin.class));
        second.greet(second.expect(WorkerMessage.Begin.class));

        // The averager ends as soon as both have greeted; whichever word comes first, the run ends.
        second.tell(new StepFailed(failing, 4, "the evaluation broke"));

        assertThat(outcome(node).status()).isEqualTo(RunStatus.FAILED);
        assertThat(outcome(node).message())
                .startsWith("worker w1 (process 4711 on here) ")
                .endsWith("the evaluation broke");
    }

    /** Nothing is trained any more that could go on later. */
    @Test
    void shouldComeToItsEndWhenItIsStoppedAfterTrainingHasEndedEarly() throws Exception {
        RunConfiguration configuration =
                RunConfiguration.fromHocon(configuration(2).toHocon() + "\naveraging = sharded\n");
        CoordinatorNode node =
                start(
                        configuration,
                        RunDirectory.create(configuration, InstantSource.system()),
                        0,
                        null,
                        RunListener.silent());
        ScriptedWorker first = worker(node, "w0");
        ScriptedWorker second = worker(node, "w1");
        first.takePart("digest");
        second.takePart("digest");
        first.expect(WorkerMessage.Begin.class);
        second.expect(WorkerMessage.Begin.class);
        first.tell(new EndsEarly(1, new EarlyEnd(EarlyEnd.Reason.FLAT, 0, 0.1, 0.2)));
        first.tell(new Finished(1, 0, -1, NOTHING_DONE));
        first.expect(WorkerMessage.EndTraining.class);
        second.expect(WorkerMessage.EndTraining.class);

        node.stop();
        second.tell(new Finished(1, 1, -1, NOTHING_DONE));

        assertThat(first.expect(WorkerMessage.Begin.class).plan().generation()).isEqualTo(2);
        first.tell(new Finished(2, 0, -1, NOTHING_DONE));
        second.tell(new Finished(2, 1, -1, NOTHING_DONE));
        assertThat(outcome(node).status()).isEqualTo(RunStatus.DONE);
        assertThat(
                        Checkpoints.newestWhole(temp.resolve("run").resolve("checkpoints"))
                                .checkpoint()
                                .ended())
                .isTrue();
    }

    /** What is kept of a run that has ended early is evaluated in a generation of its own. */
    @Test
    void shouldSayWhyWhenNothingCanBeSentToThoseThatEvaluate() throws Exception {
        CoordinatorNode node = start(1);
        ScriptedWorker worker = worker(node, "w0");
        int rank = worker.takePart("digest");
        worker.greet(worker.expect(WorkerMessage.Begin.class));
        assertThat(worker.deletePlane()).isTrue();

        worker.tell(new EndsEarly(1, new EarlyEnd(EarlyEnd.Reason.FLAT, 1, 0.1, 0.2)));
        worker.tell(new Finished(1, rank, -1, NOTHING_DONE));

        assertThat(outcome(node).status()).isEqualTo(RunStatus.FAILED);
        assertThat(outcome(node).message()).contains("the averager cannot go on: ");
        worker.expect(WorkerMessage.EndTraining.class);
        assertThat(worker.expect(WorkerMessage.Begin.class).plan().generation()).isEqualTo(2);
        worker.expect(WorkerMessage.Stop.class);
    }

    @Test
    void shouldCompleteEvenWhenAListenerThrows() throws Exception {
        RunConfiguration configuration = configuration(1);
        RunListener broken =
                new RunListener() {
                    @Override
                    public void onFinished(RunSummary summary) {
                        throw new IllegalStateException("a listener that breaks its promise");
                    }
                };
        CoordinatorNode node =
                start(
                        configuration,
                        RunDirectory.create(configuration, InstantSource.system()),
                        0,
                        null,
                        broken);
        ScriptedWorker worker = worker(node, "w0");
        worker.takePart("digest");
        worker.expect(WorkerMessage.Begin.class);

        worker.cutLifeline();

        assertThat(outcome(node).status()).isEqualTo(RunStatus.FAILED);
    }

    /** It has drivers of its own wherever somebody is reached over UDP. */
    @Test
    void shouldDeleteTheDirectoriesThatALostWorkerHasLeftInItsMemory() throws Exception {
        CoordinatorNode node = start(2);
        ScriptedWorker worker = worker(node, "w0");
        SharedMemoryProof left = SharedMemoryProof.write();
        open.add(left);
        worker.takePart("digest", List.of(left.directory()));
        worker(node, "w1").takePart("digest");
        worker.expect(WorkerMessage.Begin.class);

        worker.cutLifeline();

        assertThat(outcome(node).status()).isEqualTo(RunStatus.FAILED);
        assertThat(Path.of(left.directory())).doesNotExist();
    }

    @Test
    void shouldCompleteEvenWhenALostWorkerNamesADirectoryThatIsNoPath() throws Exception {
        CoordinatorNode node = start(2);
        ScriptedWorker worker = worker(node, "w0");
        worker.takePart("digest", List.of("\0/dev/shm"));
        worker(node, "w1").takePart("digest");
        worker.expect(WorkerMessage.Begin.class);

        worker.cutLifeline();

        assertThat(outcome(node).status()).isEqualTo(RunStatus.FAILED);
        assertThat(outcome(node).message())
                .startsWith("worker w0 (process 4711 on here) was lost ")
                .endsWith(": its connection ended");
    }

    @Test
    void shouldLeaveNothingBehindWhenItsPortIsTaken() throws Exception {
        CoordinatorNode first = start(1);
        int port = Integer.parseInt(first.address().substring("127.0.0.1:".length()));
        long before = planeDirectories();
        RunConfiguration other =
                RunConfiguration.fromHocon(configuration(1).toHocon() + "\nname = other\n");
        RunDirectory directory = RunDirectory.create(other, InstantSource.system());

        assertThatThrownBy(() -> start(other, directory, port, null, RunListener.silent()))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("cannot listen on 127.0.0.1:" + port);

        assertThat(planeDirectories()).isEqualTo(before);
        assertThat(
                        Thread.getAllStackTraces().keySet().stream()
                                .filter(thread -> thread.getName().equals("averager"))
                                .count())
                .isEqualTo(1);
    }

    /** Directories of media drivers of this process. */
    private static long planeDirectories() throws IOException {
        Path root =
                Files.isDirectory(Path.of("/dev/shm"))
                        ? Path.of("/dev/shm")
                        : Path.of(System.getProperty("java.io.tmpdir"));
        String mine = "-" + ProcessHandle.current().pid() + "-";
        try (Stream<Path> entries = Files.list(root)) {
            return entries.map(path -> path.getFileName().toString())
                    .filter(name -> name.startsWith("glissade-") && name.contains(mine))
                    .count();
        }
    }
}
