package glissade.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import glissade.plane.SharedMemories;
import glissade.plane.SharedMemoryProof;
import glissade.protocol.CoordinatorMessage.Join;
import glissade.protocol.MemoryOffer;
import glissade.protocol.WorkerFacts;
import glissade.protocol.WorkerMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TransportChoiceTest {

    private final ActorTestKit testKit = ActorTestKit.create();
    private final List<SharedMemoryProof> proofs = new ArrayList<>();
    private int joined;

    @AfterEach
    void closeAll() {
        proofs.forEach(SharedMemoryProof::close);
        testKit.shutdownTestKit();
    }

    /** One that shares this process's memory, and with it the coordinator's. */
    private Join here() {
        SharedMemoryProof proof = SharedMemoryProof.write();
        proofs.add(proof);
        return join(new MemoryOffer(proof.directory(), proof.nonce()));
    }

    /** One that has written {@code digit} where nobody here can read it. */
    private Join elsewhere(String digit) {
        return join(new MemoryOffer(directory(digit), nonce(digit)));
    }

    private static String directory(String digit) {
        return "/dev/shm/glissade-user-1-" + digit.repeat(16);
    }

    private static String nonce(String digit) {
        return digit.repeat(32);
    }

    private Join join(MemoryOffer memory) {
        WorkerFacts facts = new WorkerFacts("here", 4711, 2, 256, 0, "25", "this machine");
        return new Join(
                "w" + joined++,
                -1,
                facts,
                memory,
                testKit.createTestProbe(WorkerMessage.class).getRef());
    }

    private static Member admit(Members members, Join join) {
        return Objects.requireNonNull(members.admit(join));
    }

    private static List<Integer> memories(Members members, boolean pairs) {
        return Objects.requireNonNull(TransportChoice.among(members, pairs)).byRank();
    }

    @Test
    void shouldUseSharedMemoryWhenAllHaveProvedIt() {
        Members members = new Members(2);
        members.admit(here());
        assertThat(TransportChoice.among(members, true)).isNull();

        members.admit(here());

        assertThat(memories(members, true)).containsExactly(0, 0);
        assertThat(memories(members, false)).containsExactly(0, 0);
    }

    @Test
    void shouldReachOnlyThoseOverTheNetworkThatHaveNotProvedToShareMemory() {
        Members members = new Members(3);
        members.admit(here());
        members.admit(elsewhere("1"));
        members.admit(elsewhere("2"));

        // In a star they do not reach each other, and nobody asks which of them share memory.
        assertThat(memories(members, false)).containsExactly(0, 1, 2);
        SharedMemories chosen = Objects.requireNonNull(TransportChoice.among(members, false));
        assertThat(TransportChoice.sharing(members, chosen, false))
                .containsExactly(List.of("coordinator", "w0"));
    }

    @Test
    void shouldHaveWorkersLookForEachOthersMemoryOnceAllAreHere() {
        Members members = new Members(4);
        Member first = admit(members, elsewhere("1"));
        Member shares = admit(members, here());
        Member second = admit(members, elsewhere("2"));
        assertThat(TransportChoice.unread(members, second)).isEmpty();

        Member third = admit(members, elsewhere("3"));

        assertThat(TransportChoice.unread(members, first)).isEmpty();
        assertThat(TransportChoice.unread(members, shares)).isEmpty();
        assertThat(TransportChoice.unread(members, second)).containsExactly(directory("1"));
        assertThat(TransportChoice.unread(members, third))
                .containsExactly(directory("1"), directory("2"));

        second.found = List.of("");
        assertThat(TransportChoice.among(members, true)).isNull();
        third.found = List.of("", nonce("2"));

        assertThat(memories(members, true)).containsExactly(1, 0, 2, 2);
        assertThat(TransportChoice.unread(members, third)).isEmpty();
        SharedMemories chosen = Objects.requireNonNull(TransportChoice.among(members, true));
        assertThat(TransportChoice.sharing(members, chosen, true))
                .containsExactly(List.of("coordinator", "w1"), List.of("w0"), List.of("w2", "w3"));
    }

    @Test
    void shouldTakeNothingButTheRightBytesForAProof() {
        for (List<String> found :
                List.of(
                        List.of(nonce("2")),
                        List.of(nonce("1") + "1"),
                        List.of("1"),
                        List.<String>of(),
                        List.of("", nonce("1")))) {
            Members members = new Members(2);
            members.admit(elsewhere("1"));
            admit(members, elsewhere("2")).found = found;

            assertThat(memories(members, true)).containsExactly(1, 2);
        }
    }
}
