package glissade.averaging;

import static org.assertj.core.api.Assertions.assertThat;

import glissade.collective.Assignment;
import glissade.collective.Buckets;
import glissade.collective.EpochShape;
import glissade.collective.OwnerRanges;
import glissade.collective.StepLayout;
import glissade.collective.UnitRounding;
import glissade.math.Precision;
import glissade.plane.Broadcast;
import glissade.plane.FrameBounds;
import glissade.plane.FrameDescriptor;
import glissade.plane.FrameFlyweight;
import glissade.plane.FrameType;
import glissade.plane.PlaneHost;
import glissade.plane.PlaneIdle;
import glissade.plane.PlaneMember;
import glissade.plane.PlaneReceiver;
import glissade.plane.PlaneSender;
import glissade.plane.PlaneSettings;
import glissade.plane.SessionIds;
import glissade.plane.Transport;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A whole state goes to an owner, which keeps its part, and the parts come back to where they are
 * put together: over a real plane, whose one member plays one owner after another.
 */
@Timeout(60)
final class StatePartTest {

    private static final long RUN_ID = 7;
    private static final int GENERATION = 2;
    private static final long STEP = 41;
    private static final int PARAMETERS = 5 * Buckets.DEFAULT_LENGTH + 77;
    private static final int VECTORS = 2;
    private static final int UNITS = 4;

    /** Four slices, each a unit that something is held back of. */
    private static final EpochShape SHAPE = new EpochShape(160, 16, 4);

    private final PlaneSettings settings = PlaneSettings.of(Transport.IPC);
    private final PlaneHost plane = PlaneHost.start(settings, 1);
    private final SessionIds sessions = new SessionIds();
    private final PlaneMember member =
            whileTicking(() -> PlaneMember.join(settings, plane.directory()));
    private final Random random = new Random(5);

    /** What travels is what the plane lets pass: whole frames of rank 0 to the host, and back. */
    private final FrameBounds toHost = bounds(0);

    private final FrameBounds toMember = bounds(FrameDescriptor.COORDINATOR_RANK);

    @SuppressWarnings("NullAway.Init") // opened before every test
    private Broadcast broadcast;

    @SuppressWarnings("NullAway.Init")
    private PlaneReceiver hostReceiver;

    @SuppressWarnings("NullAway.Init")
    private PlaneReceiver receiver;

    @SuppressWarnings("NullAway.Init")
    private PlaneSender sender;

    private static FrameBounds bounds(int senderRank) {
        return new FrameBounds(
                RUN_ID, GENERATION, senderRank, new Buckets(PARAMETERS), 1 + VECTORS + UNITS, 4);
    }

    @BeforeEach
    void openStreams() {
        int down = sessions.next();
        int up = sessions.next();
        broadcast = plane.openBroadcast(down, RUN_ID, List.of());
        hostReceiver = plane.openGradients(up, toHost);
        receiver = whileTicking(() -> member.openParameters(down, toMember));
        sender = whileTicking(() -> member.openGradients(up, 0, RUN_ID, ""));
        await(receiver::connected);
    }

    @AfterEach
    void closePlane() {
        member.close();
        plane.close();
    }

    @ParameterizedTest
    @CsvSource({"1, 2", "2, 2", "3, 2", "4, 2", "5, 2", "2, 3", "3, 3", "5, 3", "4, 1", "5, 64"})
    void shouldKeepItsRangeAndNoMoreAndSendItBack(int worldSize, int blocks) {
        OwnerRanges ranges =
                new OwnerRanges(new Buckets(PARAMETERS, blocks * Buckets.BLOCK), worldSize);
        StepLayout layout =
                new Assignment(SHAPE, worldSize, new UnitRounding(Precision.FP32, UNITS, 0.5))
                        .layout(0);
        TrainingState whole =
                new TrainingState(
                        STEP,
                        noise(),
                        new float[][] {noise(), noise()},
                        new float[][] {noise(), noise(), noise(), noise()},
                        StepMemory.NONE);
        float[][] optimizerState = new float[VECTORS][PARAMETERS];
        float[][] residuals = new float[UNITS][PARAMETERS];
        long held = 0;

        for (int rank = 0; rank < worldSize; rank++) {
            StatePart part = StatePart.of(ranges, layout, rank);
            TrainingState own = handedDown(whole, part);

            assertThat(own.step()).isEqualTo(STEP);
            assertThat(own.parameters()).isEqualTo(whole.parameters());
            held += HeldFloats.of(own) - PARAMETERS;

            long sent = handedUp(own, part, optimizerState, residuals);
            assertThat(sent).isEqualTo(part.floats(PARAMETERS, VECTORS));
        }

        assertThat(held).isEqualTo((long) (VECTORS + UNITS) * PARAMETERS);
        assertThat(optimizerState).isDeepEqualTo(whole.optimizerState());
        assertThat(residuals).isDeepEqualTo(whole.residuals());
    }

    private float[] noise() {
        float[] values = new float[PARAMETERS];
        for (int i = 0; i < PARAMETERS; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    private TrainingState handedDown(TrainingState whole, StatePart part) {
        StateSender sending = new StateSender(GENERATION, whole);
        StateAssembler assembler = new StateAssembler(PARAMETERS, VECTORS, UNITS, part);
        @Nullable TrainingState[] arrived = new TrainingState[1];
        await(() -> {
            sending.work(FrameSink.of(broadcast));
            receiver.poll(
                    frame -> {
                        if (frame.type() == FrameType.STATE) {
                            assembler.onState(frame);
                        } else {
                            arrived[0] = assembler.onEnd(frame);
                        }
                    },
                    64);
            return arrived[0] != null;
        });
        return Objects.requireNonNull(arrived[0]);
    }

    /** Returns how many floats came. */
    private long handedUp(
            TrainingState own, StatePart part, float[][] optimizerState, float[][] residuals) {
        StateSender sending = new StateSender(GENERATION, own, part);
        float[] parameters = new float[PARAMETERS];
        long[] sent = new long[1];
        boolean[] ended = new boolean[1];
        await(() -> {
            sending.work(FrameSink.of(sender));
            hostReceiver.poll(
                    frame -> {
                        ended[0] = frame.type() == FrameType.STATE_END;
                        if (!ended[0]) {
                            sent[0] += frame.floats();
                            copy(frame, parameters, optimizerState, residuals);
                        }
                    },
                    64);
            return ended[0];
        });
        assertThat(parameters)
                .isEqualTo(part.parameters() ? own.parameters() : new float[PARAMETERS]);
        return sent[0];
    }

    /** As they are gathered. */
    private static void copy(
            FrameFlyweight frame,
            float[] parameters,
            float[][] optimizerState,
            float[][] residuals) {
        float[] target =
                StateAssembler.target(frame.vector(), parameters, optimizerState, residuals);
        frame.copyFloats(target, Math.toIntExact(frame.offset()));
    }

    private void await(BooleanSupplier condition) {
        PlaneIdle idle = new PlaneIdle();
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - start).isLessThan(30_000_000_000L);
            idle.idle(plane.tick());
        }
    }

    private <T> T whileTicking(Callable<T> task) {
        FutureTask<T> future = new FutureTask<>(task);
        Thread.ofPlatform().daemon().start(future);
        await(future::isDone);
        try {
            return future.get();
        } catch (Exception failed) {
            throw new AssertionError(failed);
        }
    }
}
