package glissade.coordinator;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorRefResolver;
import glissade.averaging.StepDeadline;
import glissade.collective.Buckets;
import glissade.nn.NetworkDescription;
import glissade.nn.ParameterLayout;
import glissade.plane.FrameBounds;
import glissade.plane.FrameDescriptor;
import glissade.plane.FrameHeader;
import glissade.plane.MeshAddress;
import glissade.plane.PlaneDirectory;
import glissade.plane.PlaneMember;
import glissade.plane.PlaneReceiver;
import glissade.plane.PlaneSender;
import glissade.plane.PlaneSettings;
import glissade.plane.SendResult;
import glissade.plane.SharedMemoryProof;
import glissade.protocol.CoordinatorMessage;
import glissade.protocol.MemoryOffer;
import glissade.protocol.WorkerFacts;
import glissade.protocol.WorkerMessage;
import glissade.run.RunConfiguration;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A worker that says what a test tells it to, over a real actor system, lifeline and plane: for
 * orders of events that a well-behaved worker gives once in a thousand runs.
 */
final class ScriptedWorker implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    final String id;
    private final TestProbe<WorkerMessage> probe;
    private final SharedMemoryProof proof = SharedMemoryProof.write();
    private final ActorRef<CoordinatorMessage> root;
    private @Nullable Socket lifeline;
    private @Nullable PlaneMember plane;
    private WorkerMessage.@Nullable Prepare prepare;

    ScriptedWorker(ActorTestKit testKit, String coordinatorAddress, String id) {
        this.id = id;
        this.probe = testKit.createTestProbe(WorkerMessage.class);
        this.root =
                ActorRefResolver.get(testKit.system())
                        .resolveActorRef("akka://glissade@" + coordinatorAddress + "/user");
    }

    void offer() {
        offer(new MemoryOffer(proof.directory(), proof.nonce()));
    }

    /** Offers itself with what it says that it has written. */
    void offer(MemoryOffer memory) {
        WorkerFacts facts = new WorkerFacts("here", 4711, 2, 256, 0, "25", "this machine");
        root.tell(new CoordinatorMessage.Join(id, -1, facts, memory, probe.ref()));
    }

    /** Where it has written its proof of memory. */
    Path proof() {
        return Path.of(proof.directory());
    }

    /** Offers itself with a proof of memory that nobody has. */
    void offerFromElsewhere() {
        proof.close();
        offer();
    }

    void tell(CoordinatorMessage message) {
        root.tell(message);
    }

    <M extends WorkerMessage> M expect(Class<M> type) {
        return probe.expectMessageClass(type, PATIENCE);
    }

    /** Offers itself, connects its lifeline and tells that it is prepared; its rank. */
    int takePart(String dataDigest) throws IOException {
        return takePart(dataDigest, List.of());
    }

    /** The same, with the directories of drivers of its own. */
    int takePart(String dataDigest, List<String> drivers) throws IOException {
        offer();
        WorkerMessage.Prepare prepared = expect(WorkerMessage.Prepare.class);
        prepare = prepared;
        lifeline = new Socket(prepared.lifeline().host(), prepared.lifeline().port());
        lifeline.setSoTimeout((int) PATIENCE.toMillis());
        new DataOutputStream(lifeline.getOutputStream()).writeLong(prepared.lifeline().token());
        tell(
                new CoordinatorMessage.Prepared(
                        prepared.rank(), "", MeshAddress.NONE, drivers, dataDigest));
        return prepared.rank();
    }

    /** What comes over the lifeline next: a byte, or -1 when it ends. */
    int readLifeline() throws IOException {
        return lifeline == null ? -1 : lifeline.getInputStream().read();
    }

    void cutLifeline() throws IOException {
        if (lifeline != null) {
            lifeline.close();
        }
    }

    /** Opens its streams and greets the averager. */
    void greet(WorkerMessage.Begin begin) {
        WorkerMessage.Prepare told = Objects.requireNonNull(prepare);
        NetworkDescription network =
                RunConfiguration.fromHocon(told.configuration()).model().network();
        FrameBounds bounds =
                new FrameBounds(
                        told.plane().runId(),
                        begin.plan().generation(),
                        FrameDescriptor.COORDINATOR_RANK,
                        new Buckets(new ParameterLayout(network).parameterCount()),
                        1,
                        1_000);
        PlaneMember member =
                PlaneMember.join(
                        PlaneSettings.of(told.plane().memories().toCoordinator(told.rank())),
                        told.plane().aeronDirectory());
        plane = member;
        PlaneSender sender =
                member.openGradients(
                        begin.gradientSession(), told.rank(), told.plane().runId(), "");
        PlaneReceiver receiver = member.openParameters(begin.parameterSession(), bounds);
        FrameHeader hello = new FrameHeader().hello(begin.plan().generation());
        StepDeadline deadline = new StepDeadline(0);
        deadline.beginWait(System.nanoTime());
        while (!receiver.connected() || sender.trySend(hello) != SendResult.SENT) {
            if (deadline.expired(System.nanoTime())) {
                throw new AssertionError("the averager is not to be heard");
            }
            Thread.onSpinWait();
        }
    }

    /** Takes away what the plane's next streams would lie in; those that are open stay. */
    boolean deletePlane() {
        return PlaneDirectory.at(Objects.requireNonNull(prepare).plane().aeronDirectory()).delete();
    }

    @Override
    public void close() throws IOException {
        cutLifeline();
        proof.close();
        if (plane != null) {
            plane.close();
        }
        probe.stop();
    }
}
