package glissade.worker.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import glissade.collective.Buckets;
import glissade.plane.FrameBounds;
import glissade.plane.MeshAddress;
import glissade.plane.MeshMember;
import glissade.plane.PlaneMesh;
import glissade.plane.PlaneSettings;
import glissade.plane.SharedMemories;
import glissade.plane.Transport;
import glissade.protocol.MeshEnd;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Waiting for those who do not come, by a clock that runs ahead. */
@Timeout(60)
class RendezvousTest {

    private static final long SECOND = 1_000_000_000L;

    /** All share memory. */
    private static final Endpoints HERE = new Endpoints("", List.of("", "", ""));

    private final AtomicLong clock = new AtomicLong();

    private long secondLater() {
        return clock.getAndAdd(SECOND);
    }

    @Test
    void shouldNameTheWorkerThatHasNotGreeted() {
        PlaneSettings settings = PlaneSettings.of(Transport.IPC);
        try (MeshMember here = MeshMember.start(settings, 1, 2);
                MeshMember silent = MeshMember.start(settings, 0, 2)) {
            here.connect(List.of(silent.address(), here.address()));
            FrameBounds bounds = new FrameBounds(9, 1, 0, new Buckets(1), 1, 1);
            try (PlaneMesh mesh = here.open(List.of(11, 12), bounds)) {
                Rendezvous rendezvous = new Rendezvous(1, HERE, () -> false, this::secondLater);

                assertThatThrownBy(() -> rendezvous.meet(mesh))
                        .isInstanceOf(StepException.class)
                        .hasMessage(
                                "worker rank 1 has not heard the greeting of worker rank 0 for 120 s: is"
                                        + " that worker alive, and does it share /dev/shm with this worker?");
            }
        }
    }

    @Test
    void shouldNameWhatTheCoordinatorHasNotSent() {
        Rendezvous rendezvous = new Rendezvous(2, HERE, () -> false, this::secondLater);

        assertThatThrownBy(
                        () -> rendezvous.await("the state that training begins from", () -> false))
                .isInstanceOf(StepException.class)
                .hasMessage(
                        "worker rank 2 has not heard the state that training begins from for 120 s: is"
                                + " the coordinator alive, and does it share /dev/shm with this worker?");
    }

    @Test
    void shouldAskForTheNetworkWhereTheCoordinatorIsReachedThroughIt() {
        Endpoints remote = new Endpoints("10.0.0.1:4000", List.of());
        Rendezvous rendezvous = new Rendezvous(2, remote, () -> false, this::secondLater);

        assertThatThrownBy(() -> rendezvous.await("the averager's stream", () -> false))
                .hasMessage(
                        "worker rank 2 has not heard the averager's stream for 120 s: is the"
                                + " coordinator alive, and does UDP to 10.0.0.1:4000 pass?");
    }

    @Test
    void shouldKnowWhoIsReachedThroughTheNetwork() {
        TrainingTask task =
                new TrainingTask(
                        1,
                        3,
                        "",
                        false,
                        false,
                        1,
                        "10.0.0.2",
                        new SharedMemories(List.of(0, 1, 1)),
                        "",
                        "10.0.0.1:4000",
                        7);
        List<MeshEnd> mesh =
                List.of(
                        new MeshEnd(1, new MeshAddress("/dev/shm/a", "10.0.0.1:4001")),
                        new MeshEnd(2, new MeshAddress("/dev/shm/b", "10.0.0.2:4002")),
                        new MeshEnd(3, new MeshAddress("/dev/shm/c", "10.0.0.3:4003")));

        assertThat(Endpoints.of(task, mesh))
                .isEqualTo(new Endpoints("10.0.0.1:4000", List.of("10.0.0.1:4001", "", "")));
    }

    /** A large state over a slow network takes minutes, and every frame of it is a sign of life. */
    @Test
    void shouldBeginTheWaitAgainWithEachPartThatArrives() {
        Rendezvous rendezvous = new Rendezvous(2, HERE, () -> false, this::secondLater);
        int[] polls = {0};

        boolean arrived =
                rendezvous.await(
                        "the state that training begins from",
                        () -> ++polls[0] % 50 == 0 ? 1 : 0,
                        () -> polls[0] == 1_000);

        assertThat(arrived).isTrue();
        assertThat(clock.get()).isGreaterThan(900 * SECOND);
    }

    @Test
    void shouldNotWaitForeverAfterTheLastPartThatArrived() {
        Rendezvous rendezvous = new Rendezvous(2, HERE, () -> false, this::secondLater);
        int[] polls = {0};

        assertThatThrownBy(() ->
                        rendezvous.await(
                                "the state that training begins from",
                                () -> ++polls[0] <= 300 ? 1 : 0,
                                () -> false))
                .isInstanceOf(StepException.class)
                .hasMessageContaining("for 120 s");
        assertThat(polls[0]).isBetween(400, 430);
    }

    @Test
    void shouldWaitNoLongerWhenTheGenerationIsToEnd() {
        Rendezvous rendezvous = new Rendezvous(0, HERE, () -> true, this::secondLater);

        assertThat(rendezvous.await("anything", () -> false)).isFalse();
    }
}
