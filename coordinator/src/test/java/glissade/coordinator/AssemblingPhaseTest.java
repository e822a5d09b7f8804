package glissade.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import com.typesafe.config.ConfigFactory;
import glissade.data.DataSchema;
import glissade.protocol.CoordinatorMessage.MemoriesRead;
import glissade.protocol.MemoryOffer;
import glissade.protocol.WorkerMessage;
import glissade.protocol.WorkerMessage.Prepare;
import glissade.protocol.WorkerMessage.ReadMemories;
import glissade.protocol.WorkerMessage.Wait;
import glissade.run.RunConfiguration;
import glissade.run.RunDirectory;
import glissade.run.RunListener;
import glissade.run.RunStatus;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Workers that average meet, of which it is not known beforehand who shares memory. */
@Timeout(60)
class AssemblingPhaseTest {

    @TempDir Path temp;

    private final ActorTestKit testKit =
            ActorTestKit.create(
                    "workers",
                    ConfigFactory.parseResources("glissade-akka.conf")
                            .withFallback(ConfigFactory.defaultReference())
                            .resolve());
    private final List<ScriptedWorker> workers = new ArrayList<>();
    private CoordinatorNode node;

    @BeforeEach
    void start() throws Exception {
        RunConfiguration configuration =
                RunConfiguration.fromHocon(
                        """
                        data = "digits:64"
                        model = 784-10
                        batch = 32
                        slice = 8
                        averaging = sharded
                        workers = 3
                        name = run
                        """
                                + "out = \""
                                + temp
                                + "\"\n");
        CoordinatorSettings settings =
                new CoordinatorSettings(
                        "127.0.0.1",
                        false,
                        0,
                        configuration,
                        RunDirectory.create(configuration, InstantSource.system()),
                        64,
                        50,
                        0,
                        DataSchema.classes(List.of("0", "1")),
                        "this machine",
                        InstantSource.system(),
                        System::nanoTime,
                        null,
                        null,
                        RunListener.silent());
        node = CoordinatorNode.start(settings, null);
    }

    @AfterEach
    void closeAll() throws Exception {
        for (ScriptedWorker worker : workers) {
            worker.close();
        }
        node.close();
        testKit.shutdownTestKit();
    }

    private ScriptedWorker worker() {
        ScriptedWorker worker = new ScriptedWorker(testKit, node.address(), "w" + workers.size());
        workers.add(worker);
        return worker;
    }

    /** One that shares the coordinator's memory. */
    private ScriptedWorker here() {
        ScriptedWorker worker = worker();
        worker.offer();
        return worker;
    }

    /** One that has written {@code digit} where the coordinator cannot read it. */
    private ScriptedWorker elsewhere(String digit) {
        ScriptedWorker worker = worker();
        worker.offer(memory(digit));
        return worker;
    }

    private static MemoryOffer memory(String digit) {
        return new MemoryOffer(directory(digit), nonce(digit));
    }

    private static String directory(String digit) {
        return "/dev/shm/glissade-user-1-" + digit.repeat(16);
    }

    private static String nonce(String digit) {
        return digit.repeat(32);
    }

    private static List<Integer> memories(ScriptedWorker worker) {
        return worker.expect(Prepare.class).plane().memories().byRank();
    }

    private RunOutcome outcome() throws Exception {
        return node.outcome().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    @Test
    void shouldHaveWorkersLookForEachOthersMemoryAndThenPrepareAll() {
        ScriptedWorker here = here();
        here.expect(Wait.class);
        ScriptedWorker first = elsewhere("1");
        first.expect(Wait.class);

        ScriptedWorker second = elsewhere("2");

        here.expect(Wait.class);
        first.expect(Wait.class);
        assertThat(second.expect(ReadMemories.class).directories()).containsExactly(directory("1"));
        second.tell(new MemoriesRead("w2", List.of(nonce("1"))));
        for (ScriptedWorker worker : workers) {
            assertThat(memories(worker)).containsExactly(0, 1, 1);
        }
    }

    @Test
    void shouldPrepareAtOnceWhereNobodyHasAnythingToLookFor() {
        elsewhere("1");
        here();

        here();

        workers.getFirst().expect(Wait.class);
        workers.getFirst().expect(Wait.class);
        assertThat(memories(workers.getFirst())).containsExactly(1, 0, 0);
    }

    @Test
    void shouldAskAgainWhoOffersItselfWhileItsAnswerIsUnderWay() {
        here();
        elsewhere("1");
        ScriptedWorker second = elsewhere("2");
        second.expect(ReadMemories.class);

        second.offer(memory("2"));

        assertThat(second.expect(ReadMemories.class).directories()).containsExactly(directory("1"));
        second.tell(new MemoriesRead("w2", List.of("")));
        second.tell(new MemoriesRead("w2", List.of("")));
        assertThat(memories(second)).containsExactly(0, 1, 2);
        second.offer(memory("2"));
        // Nobody was prepared twice by the second answer: this is for the offer.
        assertThat(memories(second)).containsExactly(0, 1, 2);
    }

    @Test
    void shouldKeepToItsChoiceWhenAnotherAnswerComesAfterIt() {
        here();
        ScriptedWorker first = elsewhere("1");
        ScriptedWorker second = elsewhere("2");
        second.expect(ReadMemories.class);
        second.tell(new MemoriesRead("w2", List.of("")));
        assertThat(memories(second)).containsExactly(0, 1, 2);

        second.tell(new MemoriesRead("w2", List.of(nonce("1"))));
        second.tell(new MemoriesRead("nobody", List.of(nonce("1"))));
        second.offer(memory("2"));

        assertThat(memories(second)).containsExactly(0, 1, 2);
        first.expect(Wait.class);
        first.expect(Wait.class);
        assertThat(memories(first)).containsExactly(0, 1, 2);
    }

    @Test
    void shouldWaitForTheAnswerOfEachThatHasToLook() {
        elsewhere("1");
        ScriptedWorker second = elsewhere("2");
        ScriptedWorker third = elsewhere("3");
        second.expect(Wait.class);
        second.expect(ReadMemories.class);
        third.expect(ReadMemories.class);

        third.tell(new MemoriesRead("w2", List.of("", nonce("2"))));
        third.offer(memory("3"));
        // It has answered; another has not.
        third.expect(Wait.class);
        second.tell(new MemoriesRead("w1", List.of("")));

        assertThat(memories(third)).containsExactly(1, 2, 2);
    }

    @Test
    void shouldEndWhenAWorkerIsLostWhileOthersWait() throws Exception {
        ScriptedWorker here = here();
        here.expect(Wait.class);
        elsewhere("1").expect(Wait.class);

        node.workerExited("w1", "it was killed");

        assertThat(outcome().status()).isEqualTo(RunStatus.FAILED);
        assertThat(outcome().message())
                .isEqualTo(
                        "worker w1 (process 4711 on here) was lost before training began: it was"
                                + " killed");
        here.expect(WorkerMessage.EndTraining.class);
        here.expect(WorkerMessage.Stop.class);
    }

    @Test
    void shouldDeleteTheProofOfALostWorkerThatSharesItsMemory() throws Exception {
        ScriptedWorker lost = here();
        lost.expect(Wait.class);
        assertThat(lost.proof()).exists();

        node.workerExited("w0", "it was killed");

        assertThat(outcome().status()).isEqualTo(RunStatus.FAILED);
        assertThat(lost.proof()).doesNotExist();
    }

    @Test
    void shouldNameThoseThatNeverSayWhatTheyHaveRead() throws Exception {
        elsewhere("1");
        elsewhere("2");
        ScriptedWorker third = elsewhere("3");
        third.expect(ReadMemories.class);
        third.tell(new MemoriesRead("w2", List.of("", "")));
        third.offer(memory("3"));
        third.expect(Wait.class);

        node.run.tell(new RunCommand.PhaseTimedOut("assembling"));

        assertThat(outcome().status()).isEqualTo(RunStatus.FAILED);
        assertThat(outcome().message())
                .isEqualTo(
                        "not known after 120 s who shares memory: worker w1 (process 4711 on here);"
                                + " are they suspended?");
    }
}
