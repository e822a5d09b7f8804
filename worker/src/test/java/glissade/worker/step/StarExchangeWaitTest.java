package glissade.worker.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import glissade.collective.Assignment;
import glissade.collective.Buckets;
import glissade.collective.Division;
import glissade.collective.Rounds;
import glissade.math.Kernels;
import glissade.plane.Broadcast;
import glissade.plane.FrameBounds;
import glissade.plane.FrameDescriptor;
import glissade.plane.FrameHeader;
import glissade.plane.PlaneHost;
import glissade.plane.PlaneIdle;
import glissade.plane.PlaneMember;
import glissade.plane.PlaneReceiver;
import glissade.plane.PlaneSender;
import glissade.plane.PlaneSettings;
import glissade.plane.SendResult;
import glissade.plane.Transport;
import glissade.timeline.PhaseClock;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How long a worker waits for an averager that takes nothing in, by a clock of the test's. */
@Timeout(60)
class StarExchangeWaitTest {

    private static final long RUN_ID = 9;
    private static final int PARAMETER_SESSION = 4_711;
    private static final int GRADIENT_SESSION = 4_712;
    private static final long LONG_NANOS = 200_000_000_000L;

    private final StepFixture fixture = new StepFixture();
    private final Buckets buckets = new Buckets(fixture.parameters.length);
    private final Assignment assignment = new Assignment(StepFixture.SHAPE, 1);
    private final AtomicLong now = new AtomicLong();
    private final AtomicBoolean takesIn = new AtomicBoolean();
    private final AtomicBoolean over = new AtomicBoolean();

    private FrameBounds bounds(int senderRank) {
        int slices = assignment.layout(0).shares().slices();
        return new FrameBounds(RUN_ID, 1, senderRank, buckets, 1, slices);
    }

    private void serve(PlaneHost host, PlaneReceiver receiver) {
        PlaneIdle idle = new PlaneIdle();
        while (!over.get()) {
            idle.idle(host.tick());
            if (takesIn.get()) {
                receiver.poll(frame -> {}, 16);
            }
        }
    }

    /** Fills the log and lets a long time pass, as a large gradient does; then publishes. */
    private void publishIntoAFullLog(BooleanSupplier stopRequested) throws InterruptedException {
        PlaneSettings settings = PlaneSettings.of(Transport.IPC);
        try (PlaneHost host = PlaneHost.start(settings, 1);
                PlaneReceiver averager = host.openGradients(GRADIENT_SESSION, bounds(0));
                Broadcast broadcast = host.openBroadcast(PARAMETER_SESSION, RUN_ID, List.of(""))) {
            assertThat(broadcast).isNotNull();
            Thread served = Thread.ofPlatform().daemon().start(() -> serve(host, averager));
            try (PlaneMember member = PlaneMember.join(settings, host.directory());
                    PlaneSender sender = member.openGradients(GRADIENT_SESSION, 0, RUN_ID, "");
                    PlaneReceiver receiver =
                            member.openParameters(
                                    PARAMETER_SESSION, bounds(FrameDescriptor.COORDINATOR_RANK));
                    Lanes lanes = new Lanes(1, "test")) {
                SliceGradients gradients = fixture.gradients(0, assignment, lanes);
                gradients.forward(0, fixture.parameters);
                StarExchange exchange = exchange(sender, receiver, stopRequested);
                PlaneIdle idle = new PlaneIdle();
                while (!sender.connected()) {
                    idle.idle();
                }
                exchange.loss(gradients);
                FrameHeader header = new FrameHeader();
                float[] floats = new float[FrameDescriptor.MAX_FLOATS];
                header.partialSum(1, 0, 0, 1, 0, 0);
                while (sender.trySend(header, floats, 0, floats.length) == SendResult.SENT) {
                    idle.reset();
                }
                now.addAndGet(LONG_NANOS);
                exchange.publish(gradients, 0);
            } finally {
                over.set(true);
                served.join();
            }
        }
    }

    private StarExchange exchange(
            PlaneSender sender, PlaneReceiver receiver, BooleanSupplier stopRequested) {
        return new StarExchange(
                new Generation(
                        1,
                        0,
                        10,
                        Division.EVEN,
                        1.0,
                        PARAMETER_SESSION,
                        GRADIENT_SESSION,
                        List.of()),
                0,
                buckets,
                new Rounds(StepFixture.SHAPE, 1, 10),
                Kernels.create(),
                sender,
                receiver,
                stopRequested,
                PhaseClock.unrecorded(now::get));
    }

    @Test
    void shouldCountTheWaitFromWhereItBeginsWhenAGradientTookLong() throws Exception {
        publishIntoAFullLog(() -> {
            takesIn.set(true);
            return false;
        });

        assertThat(takesIn).isTrue();
    }

    @Test
    void shouldEndTheWaitWhenNothingIsTakenIn() {
        assertThatThrownBy(() ->
                        publishIntoAFullLog(() -> {
                            now.addAndGet(1_000_000_000);
                            return false;
                        }))
                .isInstanceOf(StepException.class)
                .hasMessageStartingWith(
                        "the averager took no partial sums of step 1 in for 120 s (");
    }
}
