package glissade.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import glissade.collective.Division;
import glissade.protocol.CoordinatorMessage.Join;
import glissade.protocol.MemoryOffer;
import glissade.protocol.WorkerFacts;
import glissade.protocol.WorkerMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DivisionChoiceTest {

    private final ActorTestKit testKit = ActorTestKit.create();
    private final Members members = new Members(3);

    @AfterEach
    void closeAll() {
        testKit.shutdownTestKit();
    }

    private void join(String host, int processors, int threads) {
        WorkerFacts facts =
                new WorkerFacts(host, 4711, processors, 256, threads, "25", "this machine");
        members.admit(
                new Join(
                        "worker",
                        -1,
                        facts,
                        new MemoryOffer("/dev/shm/none", "00"),
                        testKit.createTestProbe(WorkerMessage.class).getRef()));
    }

    @Test
    void shouldDivideEvenlyWhereEveryWorkerHasACore() {
        join("one", 2, 0);
        join("one", 2, 0);
        join("other", 2, 0);

        assertThat(DivisionChoice.among(members, 1)).isEqualTo(Division.EVEN);
    }

    @Test
    void shouldDivideIntoSubtreesWhereWorkersOutnumberTheCoresOfTheirHost() {
        join("one", 2, 0);
        join("one", 2, 0);
        join("one", 2, 0);

        assertThat(DivisionChoice.among(members, 1)).isEqualTo(Division.SUBTREES);
    }

    @Test
    void shouldCountTheThreadsOfEachWorker() {
        join("one", 4, 0);
        join("one", 4, 3);

        assertThat(DivisionChoice.among(members, 1)).isEqualTo(Division.EVEN);
        assertThat(DivisionChoice.among(members, 2)).isEqualTo(Division.SUBTREES);
    }
}
