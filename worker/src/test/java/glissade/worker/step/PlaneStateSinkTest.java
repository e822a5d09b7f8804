package glissade.worker.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import glissade.averaging.StatePart;
import glissade.averaging.TrainingState;
import glissade.collective.Assignment;
import glissade.collective.Buckets;
import glissade.collective.StepShare;
import glissade.plane.FrameBounds;
import glissade.plane.PlaneHost;
import glissade.plane.PlaneIdle;
import glissade.plane.PlaneMember;
import glissade.plane.PlaneReceiver;
import glissade.plane.PlaneSender;
import glissade.plane.PlaneSettings;
import glissade.plane.Transport;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What ends the wait of a worker whose state is not taken in: the log holds less than that. */
@Timeout(60)
class PlaneStateSinkTest {

    private static final long RUN_ID = 9;
    private static final int SESSION = 4_712;
    private static final int PARAMETERS = 4_000_000;

    private final Assignment assignment = new Assignment(StepFixture.SHAPE, 1);
    private final AtomicLong now = new AtomicLong();
    private final AtomicBoolean over = new AtomicBoolean();

    private void serve(PlaneHost host) {
        PlaneIdle idle = new PlaneIdle();
        while (!over.get()) {
            idle.idle(host.tick());
        }
    }

    /** Sends a state to a coordinator that reads nothing. */
    private void send(boolean closed, BooleanSupplier abandoned) throws InterruptedException {
        PlaneSettings settings = PlaneSettings.of(Transport.IPC);
        FrameBounds bounds = new FrameBounds(RUN_ID, 1, 0, new Buckets(PARAMETERS), 1, 7);
        try (PlaneHost host = PlaneHost.start(settings, 1);
                PlaneReceiver coordinator = host.openGradients(SESSION, bounds)) {
            assertThat(coordinator.connected()).isFalse();
            Thread served = Thread.ofPlatform().daemon().start(() -> serve(host));
            try (PlaneMember member = PlaneMember.join(settings, host.directory())) {
                PlaneSender sender = member.openGradients(SESSION, 0, RUN_ID, "");
                PlaneIdle idle = new PlaneIdle();
                while (!sender.connected()) {
                    idle.idle();
                }
                if (closed) {
                    sender.close();
                }
                sink(sender, abandoned)
                        .send(new TrainingState(3, new float[PARAMETERS], new float[0][]));
            } finally {
                over.set(true);
                served.join();
            }
        }
    }

    private PlaneStateSink sink(PlaneSender sender, BooleanSupplier abandoned) {
        return new PlaneStateSink(
                1,
                StatePart.whole(PARAMETERS, 0),
                new Residuals(StepShare.of(assignment.layout(0), 0), 10, PARAMETERS),
                sender,
                abandoned,
                now::get);
    }

    @Test
    void shouldEndWhenNobodyWaitsForTheWorkerAnyMore() throws Exception {
        AtomicInteger asked = new AtomicInteger();

        send(false, () -> asked.incrementAndGet() == 3);

        assertThat(asked).hasValue(3);
    }

    @Test
    void shouldEndInTheWordsOfThePlaneThatFails() {
        assertThatThrownBy(() ->
                        send(
                                false,
                                () -> {
                                    throw new StepException("the gradient plane has failed");
                                }))
                .isInstanceOf(StepException.class)
                .hasMessage("the gradient plane has failed");
    }

    @Test
    void shouldEndAtOnceWhenTheStreamIsClosed() {
        assertThatThrownBy(() -> send(true, () -> false))
                .isInstanceOf(StepException.class)
                .hasMessage("the coordinator has not taken the state of step 3 in (closed)");
    }

    @Test
    void shouldEndWhenNothingIsTakenInForTooLong() {
        assertThatThrownBy(() ->
                        send(
                                false,
                                () -> {
                                    now.addAndGet(1_000_000_000);
                                    return false;
                                }))
                .isInstanceOf(StepException.class)
                .hasMessage(
                        "the coordinator has not taken the state of step 3 in for 120 s (back"
                                + " pressured)");
    }
}
