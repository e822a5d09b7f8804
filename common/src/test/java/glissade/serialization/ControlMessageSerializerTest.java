package glissade.serialization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.actor.ExtendedActorSystem;
import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.javadsl.Adapter;
import com.esotericsoftware.kryo.KryoException;
import glissade.averaging.CommittedStep;
import glissade.averaging.EarlyEnd;
import glissade.averaging.LayerGradient;
import glissade.averaging.LossFigures;
import glissade.averaging.LossWarning;
import glissade.averaging.Verdict;
import glissade.collective.Division;
import glissade.evaluation.ClassCounts;
import glissade.evaluation.ConfusionCell;
import glissade.evaluation.LayerTally;
import glissade.evaluation.NodeSums;
import glissade.evaluation.Tally;
import glissade.evaluation.TargetSums;
import glissade.plane.MeshAddress;
import glissade.plane.SharedMemories;
import glissade.protocol.CoordinatorMessage;
import glissade.protocol.EvaluationSet;
import glissade.protocol.LifelineOffer;
import glissade.protocol.MemoryOffer;
import glissade.protocol.MeshEnd;
import glissade.protocol.Plan;
import glissade.protocol.PlaneOffer;
import glissade.protocol.WorkerFacts;
import glissade.protocol.WorkerMessage;
import glissade.protocol.WorkerReport;
import glissade.timeline.Moment;
import glissade.timeline.Phase;
import java.io.File;
import java.io.NotSerializableException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@TestInstance(Lifecycle.PER_CLASS)
class ControlMessageSerializerTest {

    private final ActorTestKit testKit = ActorTestKit.create();
    private final ControlMessageSerializer serializer =
            new ControlMessageSerializer((ExtendedActorSystem) Adapter.toClassic(testKit.system()));
    private final TestProbe<WorkerMessage> worker = testKit.createTestProbe();
    private final TestProbe<CoordinatorMessage> coordinator = testKit.createTestProbe();

    @AfterAll
    void end() {
        testKit.shutdownTestKit();
    }

    /**
     * One message of every kind; {@link #shouldKnowEveryMessageOfTheProtocol} fails when one is
     * missing.
     */
    List<Object> messages() {
        return List.of(
                new CoordinatorMessage.Join(
                        "w0",
                        -1,
                        new WorkerFacts("häuschen", 4711, 8, 512, 2, "25.0.3", "a CPU"),
                        new MemoryOffer("/dev/shm/x", "0f"),
                        worker.getRef()),
                new CoordinatorMessage.Prepared(
                        1,
                        "127.0.0.1:4000",
                        new MeshAddress("/dev/shm/x", "127.0.0.1:4001"),
                        List.of("/dev/shm/x"),
                        "ab12"),
                new CoordinatorMessage.MemoriesRead("w0", List.of("", "0f")),
                new CoordinatorMessage.CannotTakePart(0, "no data", true),
                new CoordinatorMessage.StepsCommitted(
                        3,
                        List.of(
                                new CommittedStep(
                                        7, 0.5, 0.01, Double.NaN, 0.1, 2.25, 99, List.of()),
                                new CommittedStep(
                                        8,
                                        0.25,
                                        0,
                                        0.3,
                                        0.1,
                                        1,
                                        100,
                                        List.of(new LayerGradient(1, 0.5, "bias[3]", -0.25f))))),
                new CoordinatorMessage.Warned(
                        1,
                        new LossWarning(
                                LossWarning.Kind.GROWS,
                                new LossFigures(40, 20, 2, 1, 2.5, 0.5, 0.75, 0.1, 3))),
                new CoordinatorMessage.EndsEarly(
                        1, new EarlyEnd(EarlyEnd.Reason.FLAT, 40, 0.25, 0.5)),
                new CoordinatorMessage.LossNotFinite(1, 37, Double.NaN),
                new CoordinatorMessage.EvaluationShare(
                        1,
                        0,
                        37,
                        EvaluationSet.TEST,
                        List.of(
                                new NodeSums(
                                        0,
                                        8,
                                        1.5,
                                        0.25,
                                        240,
                                        List.of(new TargetSums(1, 0.5, -7, 4)))),
                        new Tally(
                                3,
                                List.of(200L, 30L),
                                List.of(new ClassCounts(150, 140, 120), new ClassCounts(1, 0, 0)),
                                List.of(new ConfusionCell(0, 1, 20)),
                                List.of(new LayerTally(70, 12, List.of(-1L, 63L))))),
                new CoordinatorMessage.Finished(
                        1, 2, -1, new WorkerReport(100, 200, 1.5, 0.5, 0.25, 1 << 20, 0)),
                new CoordinatorMessage.MomentsRecorded(
                        1,
                        3,
                        70_000,
                        List.of(
                                new Moment(-5, Phase.FORWARD, 2, 7),
                                new Moment(Long.MAX_VALUE, Phase.IDLE, -1, 0))),
                new CoordinatorMessage.ClockTold(1, -12_345_678_901L, 77),
                new CoordinatorMessage.StepFailed(1, 12, "no parameters of step 12 for 20 s"),
                new WorkerMessage.Prepare(
                        0,
                        2,
                        "batch = 64\n",
                        true,
                        true,
                        new PlaneOffer(new SharedMemories(List.of(0, 1, 1)), "/dev/shm/x", "", 42),
                        new LifelineOffer("127.0.0.1", 4001, -5),
                        coordinator.getRef()),
                new WorkerMessage.TellClock(-12_345_678_901L),
                new WorkerMessage.Wait(),
                new WorkerMessage.ReadMemories(List.of("/dev/shm/x", "/dev/shm/y")),
                new WorkerMessage.Refuse("the run has all its workers"),
                new WorkerMessage.Begin(
                        new Plan(1, 0, 100, 2, Division.SUBTREES, true, false),
                        0.5,
                        17,
                        -18,
                        List.of(
                                new MeshEnd(3, new MeshAddress("", "127.0.0.1:4000")),
                                new MeshEnd(-4, MeshAddress.NONE))),
                new WorkerMessage.Proceed(1, new Verdict(313, true, 0.1)),
                new WorkerMessage.Fit(1, true, 17, -18),
                new WorkerMessage.EndTraining("stopped on request"),
                new WorkerMessage.Stop("done"));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void shouldReadBackWhatItWrote(Object message) throws Exception {
        byte[] bytes = serializer.toBinary(message);

        assertThat(serializer.fromBinary(bytes, serializer.manifest(message))).isEqualTo(message);
    }

    @Test
    void shouldKnowEveryMessageOfTheProtocol() {
        Set<Class<?>> shown = new HashSet<>();
        messages().forEach(message -> shown.add(message.getClass()));

        assertThat(shown)
                .containsAll(messagesOf(CoordinatorMessage.class))
                .containsAll(messagesOf(WorkerMessage.class));
    }

    private static List<Class<?>> messagesOf(Class<?> type) {
        List<Class<?>> messages = new ArrayList<>();
        for (Class<?> permitted : type.getPermittedSubclasses()) {
            if (permitted.isSealed()) {
                messages.addAll(messagesOf(permitted));
            } else {
                messages.add(permitted);
            }
        }
        return messages;
    }

    @Test
    void shouldRefuseWhatIsNotInTheTable() {
        assertThatThrownBy(() -> serializer.toBinary(new File("/etc/passwd")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Class is not registered");
    }

    @Test
    void shouldRefuseALengthThatTheMessageCannotHoldBeforeAllocating() throws Exception {
        byte[] bytes = serializer.toBinary(new WorkerMessage.Stop("done"));
        byte[] bomb = bytes.clone();
        boolean found = false;
        for (int i = 0; i + 4 <= bomb.length && !found; i++) {
            if (ByteBuffer.wrap(bomb).order(java.nio.ByteOrder.LITTLE_ENDIAN).getInt(i) == 4) {
                ByteBuffer.wrap(bomb)
                        .order(java.nio.ByteOrder.LITTLE_ENDIAN)
                        .putInt(i, Integer.MAX_VALUE - 8);
                found = true;
            }
        }

        assertThat(found).isTrue();
        assertThatThrownBy(() -> serializer.fromBinary(bomb, "1"))
                .isInstanceOf(NotSerializableException.class)
                .hasMessageContaining("text claims a length of 2147483639");
    }

    /** Room for a name of two thousand million characters was made, over fifteen seconds. */
    @Test
    void shouldNotReadTheNameOfAClass() {
        byte[] named = {1, 0, (byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x0f};

        assertThatThrownBy(() -> serializer.fromBinary(named, "1"))
                .isInstanceOf(NotSerializableException.class)
                .hasMessageContaining("a class is told by its name, expected its number");
    }

    @Test
    void shouldNotMakeRoomForATextByKryosOwnNumber() {
        byte[] text = {3, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x7f, 1};

        assertThatThrownBy(() -> serializer.fromBinary(text, "1"))
                .isInstanceOf(NotSerializableException.class)
                .hasMessageContaining("text claims a length");
    }

    /** Java does not look at what is in a list before somebody takes it out: an actor, later. */
    @ParameterizedTest
    @MethodSource("messagesWithNumbersInTheirLists")
    void shouldRefuseAListThatHoldsWhatIsNotToBeInIt(Object message, String words) {
        byte[] bytes = serializer.toBinary(message);

        assertThatThrownBy(() -> serializer.fromBinary(bytes, "1"))
                .isInstanceOf(NotSerializableException.class)
                .hasMessage("not a message of ours: " + words);
    }

    static List<Arguments> messagesWithNumbersInTheirLists() {
        return List.of(
                Arguments.of(
                        new CoordinatorMessage.MemoriesRead("w0", numbers()),
                        "MemoriesRead.found holds a Integer, expected String"),
                Arguments.of(
                        new WorkerMessage.ReadMemories(numbers()),
                        "ReadMemories.directories holds a Integer, expected String"),
                Arguments.of(
                        new CoordinatorMessage.StepsCommitted(1, numbers()),
                        "StepsCommitted.steps holds a Integer, expected CommittedStep"));
    }

    @SuppressWarnings("unchecked")
    private static <T> List<T> numbers() {
        return (List<T>) List.of(7);
    }

    @Test
    void shouldAnswerDamagedBytesWithARefusalOnly() {
        long seed = Long.getLong("tests.seed", 20261121L);
        Random random = new Random(seed);
        List<byte[]> originals = new ArrayList<>();
        messages().forEach(message -> originals.add(serializer.toBinary(message)));

        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = originals.get(random.nextInt(originals.size())).clone();
            for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            try {
                serializer.fromBinary(bytes, "1");
            } catch (NotSerializableException | KryoException refused) {
                assertThat(refused.getMessage()).isNotBlank();
            } catch (Throwable other) {
                throw new AssertionError("tests.seed=" + seed + " round=" + round, other);
            }
        }
    }

    @Test
    void shouldRefuseAnotherFormat() {
        assertThatThrownBy(() -> serializer.fromBinary(new byte[] {1}, "2"))
                .hasMessage("message format 2 is not known here, expected 1");
    }
}
