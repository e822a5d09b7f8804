package glissade.plane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import glissade.collective.Buckets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.function.BooleanSupplier;

/**
 * A host and its members in one JVM, all streams of one generation open. The test's thread owns the
 * host and uses the members' streams as well; members have conductors of their own.
 */
final class PlaneTestBed implements AutoCloseable {
    static final long RUN_ID = 0x1122_3344_5566_7788L;
    static final int GENERATION = 3;
    static final int STATE_VECTORS = 3;
    static final int SLICES = 16;

    /** A fit of 100 inputs: sums, then products; mean, its low part, deviation and matrix. */
    static final FittingLengths FITTING = new FittingLengths(100, 5_050, 10_300);

    /** 13,002 parameters: a full bucket and a short one. */
    static final Buckets BUCKETS = new Buckets(13_002);

    private static final long DEADLINE_NS = 30_000_000_000L;

    final SessionIds sessions = new SessionIds();
    final PlaneSettings settings;
    final PlaneHost host;
    final List<PlaneMember> members = new ArrayList<>();
    final List<PlaneReceiver> parameters = new ArrayList<>();
    final List<PlaneSender> gradients = new ArrayList<>();
    final List<PlaneReceiver> hostGradients = new ArrayList<>();
    final List<Integer> gradientSessions = new ArrayList<>();
    Broadcast broadcast;

    private PlaneTestBed(PlaneSettings settings, SharedMemories memories) {
        this.settings = settings;
        this.host = PlaneHost.start(settings, memories);
        for (int rank = 0; rank < memories.worldSize(); rank++) {
            PlaneSettings own = settings.over(memories.toCoordinator(rank));
            members.add(whileTicking(() -> PlaneMember.join(own, host.directory())));
        }
        broadcast = openGeneration();
    }

    private Broadcast openGeneration() {
        int session = sessions.next();
        Broadcast opened =
                host.openBroadcast(
                        session,
                        RUN_ID,
                        members.stream().map(PlaneMember::parameterEndpoint).toList());
        for (int rank = 0; rank < members.size(); rank++) {
            openStreams(rank, session);
        }
        return opened;
    }

    /** Closes every stream and opens others at once. */
    void nextGeneration() {
        broadcast.close();
        for (int rank = 0; rank < members.size(); rank++) {
            PlaneReceiver receiver = parameters.get(rank);
            PlaneSender sender = gradients.get(rank);
            hostGradients.get(rank).close();
            whileTicking(() -> {
                receiver.close();
                sender.close();
                return true;
            });
        }
        parameters.clear();
        gradients.clear();
        hostGradients.clear();
        gradientSessions.clear();
        broadcast = openGeneration();
        shakeHands();
    }

    /**
     * Opens everything and waits until every worker has greeted: no frame is lost from here on, and
     * no sender is without its receivers.
     */
    static PlaneTestBed open(Transport transport, int workers) {
        return open(PlaneSettings.of(transport), workers);
    }

    static PlaneTestBed open(PlaneSettings settings, int workers) {
        return open(settings, SharedMemories.allOver(settings.transport(), workers));
    }

    /** The same for workers of which some share the host's memory. */
    static PlaneTestBed open(PlaneSettings settings, SharedMemories memories) {
        PlaneTestBed bed = new PlaneTestBed(settings, memories);
        try {
            bed.shakeHands();
        } catch (RuntimeException | Error failed) {
            bed.close();
            throw failed;
        }
        return bed;
    }

    static FrameBounds bounds(int senderRank) {
        return new FrameBounds(
                RUN_ID, GENERATION, senderRank, BUCKETS, STATE_VECTORS, SLICES, FITTING);
    }

    /** Ticks the host until {@code condition} holds. */
    void await(String what, BooleanSupplier condition) {
        PlaneIdle idle = new PlaneIdle();
        long deadline = System.nanoTime() + DEADLINE_NS;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                fail("waited too long for " + what);
            }
            idle.idle(host.tick());
        }
    }

    /** Runs what blocks on the host's driver in another thread. */
    <T> T whileTicking(Callable<T> task) {
        FutureTask<T> future = new FutureTask<>(task);
        Thread.ofPlatform().daemon().start(future);
        await("a member", future::isDone);
        try {
            return future.get();
        } catch (Exception failed) {
            throw new AssertionError(failed);
        }
    }

    /** Sends, trying again as long as the other side is busy; {@code idly} is run in between. */
    void send(Sending sending, Runnable idly) {
        await(
                "room to send",
                () -> {
                    int result = sending.trySend();
                    assertThat(result).isIn(SendResult.SENT, SendResult.BACK_PRESSURED);
                    idly.run();
                    return result == SendResult.SENT;
                });
    }

    /** One attempt at sending. */
    @FunctionalInterface
    interface Sending {
        int trySend();
    }

    @Override
    public void close() {
        members.forEach(PlaneMember::close);
        host.close();
    }

    private void openStreams(int rank, int parameterSession) {
        int session = sessions.next();
        gradientSessions.add(session);
        hostGradients.add(host.openGradients(session, bounds(rank)));
        PlaneMember member = members.get(rank);
        parameters.add(
                whileTicking(() ->
                        member.openParameters(
                                parameterSession, bounds(FrameDescriptor.COORDINATOR_RANK))));
        gradients.add(
                whileTicking(() ->
                        member.openGradients(session, rank, RUN_ID, host.gradientEndpoint())));
    }

    private void shakeHands() {
        FrameHeader hello = new FrameHeader().hello(GENERATION);
        for (int rank = 0; rank < members.size(); rank++) {
            PlaneReceiver hears = parameters.get(rank);
            PlaneSender greets = gradients.get(rank);
            PlaneReceiver waits = hostGradients.get(rank);
            await("the averager's session", hears::connected);
            // Over UDP the sender knows of a receiver a moment after that knows of the sender.
            await("the host to see its receivers", broadcast::connected);
            await("the greeting's way", () -> greets.trySend(hello) == SendResult.SENT);
            int[] greetings = new int[1];
            await(
                    "the greeting",
                    () -> {
                        waits.poll(
                                frame -> {
                                    assertThat(frame.type()).isEqualTo(FrameType.HELLO);
                                    greetings[0]++;
                                },
                                1);
                        return greetings[0] == 1;
                    });
        }
    }
}
