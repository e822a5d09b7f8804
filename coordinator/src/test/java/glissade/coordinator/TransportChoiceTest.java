package glissade.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import glissade.plane.SharedMemoryProof;
import glissade.plane.Transport;
import glissade.protocol.CoordinatorMessage.Join;
import glissade.protocol.MemoryOffer;
import glissade.protocol.WorkerFacts;
import glissade.protocol.WorkerMessage;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TransportChoiceTest {

    private final ActorTestKit testKit = ActorTestKit.create();
    private final List<SharedMemoryProof> proofs = new ArrayList<>();

    @AfterEach
    void closeAll() {
        proofs.forEach(SharedMemoryProof::close);
        testKit.shutdownTestKit();
    }

    private Join here() {
        SharedMemoryProof proof = SharedMemoryProof.write();
        proofs.add(proof);
        return join(new MemoryOffer(proof.directory(), proof.nonce()));
    }

    private Join elsewhere() {
        return join(
                new MemoryOffer(
                        "/dev/shm/glissade-user-1-0123456789abcdef",
                        "0123456789abcdef0123456789abcdef"));
    }

    private Join join(MemoryOffer memory) {
        WorkerFacts facts = new WorkerFacts("here", 4711, 2, 256, 0, "25", "this machine");
        return new Join(
                "worker", -1, facts, memory, testKit.createTestProbe(WorkerMessage.class).getRef());
    }

    @Test
    void shouldUseSharedMemoryWhenAllHaveProvedIt() {
        Members members = new Members(2);
        members.admit(here());
        assertThat(TransportChoice.among(members)).isNull();

        members.admit(here());

        assertThat(TransportChoice.among(members)).isEqualTo(Transport.IPC);
    }

    @Test
    void shouldUseTheNetworkAsSoonAsOneHasNot() {
        Members members = new Members(3);
        members.admit(here());

        members.admit(elsewhere());

        assertThat(TransportChoice.among(members)).isEqualTo(Transport.UDP);
    }
}
