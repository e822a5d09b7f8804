package glissade.averaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import glissade.collective.Assignment;
import glissade.collective.Buckets;
import glissade.collective.EpochShape;
import glissade.nn.Layouts;
import glissade.optim.OptimizerDescription;
import glissade.optim.Schedule;
import glissade.plane.FrameBounds;
import glissade.plane.FrameDescriptor;
import glissade.plane.FrameHeader;
import glissade.plane.FrameType;
import glissade.plane.PlaneIdle;
import glissade.plane.PlaneMember;
import glissade.plane.PlaneReceiver;
import glissade.plane.PlaneSender;
import glissade.plane.PlaneSettings;
import glissade.plane.SendResult;
import glissade.plane.SessionIds;
import glissade.plane.Transport;
import glissade.preprocess.Preprocessing;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The averager's thread on a real plane, with workers that this test plays. */
@Timeout(120)
class StarAveragingTest {

    private static final long RUN_ID = 77;
    private static final int WORLD_SIZE = 2;
    private static final int PARAMETERS = 5_000; // one bucket: every frame is the last of a step
    private static final Buckets BUCKETS = new Buckets(PARAMETERS);

    /** A mini-batch is one slice, so that the second worker has nothing to compute. */
    private static final EpochShape SHAPE = new EpochShape(1_000, 4, 4);

    private final LinkedBlockingQueue<Object> words = new LinkedBlockingQueue<>();
    private final TrainingState initial =
            new TrainingState(0, new float[PARAMETERS], new float[0][]);
    private final PlaneIdle idle = new PlaneIdle();
    private LongPredicate gateDue = _ -> false;
    private Objective objective = Objective.LOSS;
    private @Nullable Double untilGradientNorm;

    /** How far the averager's clock is ahead. */
    private final AtomicLong aheadNanos = new AtomicLong();

    /** How often it was read. */
    private final AtomicLong readings = new AtomicLong();

    private long nanos() {
        long ahead = aheadNanos.get();
        readings.incrementAndGet();
        return System.nanoTime() + ahead;
    }

    /** The averager sees that so much time has passed, and has looked what that means. */
    private void pass(long seconds) {
        aheadNanos.addAndGet(seconds * 1_000_000_000L);
        long before = readings.get();
        long start = System.nanoTime();
        while (readings.get() - before < 100 && words.isEmpty()) {
            assertThat(System.nanoTime() - start).isLessThan(30_000_000_000L);
            Thread.onSpinWait();
        }
    }

    /** What a worker has heard. */
    private static final class Worker {
        private final PlaneSender sender;
        private final PlaneReceiver receiver;
        private long heardStep = -1;

        Worker(PlaneSender sender, PlaneReceiver receiver) {
            this.sender = sender;
            this.receiver = receiver;
        }

        boolean poll() {
            return receiver.poll(
                            frame -> {
                                assertThat(frame.type()).isEqualTo(FrameType.PARAMETERS);
                                assertThat(frame.step()).isEqualTo(heardStep + 1);
                                heardStep = frame.step();
                            },
                            1)
                    > 0;
        }
    }

    /** Passes on what tests wait for. */
    private final class Words extends SilentAveraging {
        @Override
        public void endsEarly(EarlyEnd end) {
            words.add(end);
        }

        @Override
        public void ended(TrainingState state) {
            words.add(state);
        }

        @Override
        public void lossNotFinite(long step, double loss, TrainingState lastFinite) {
            words.add(lastFinite);
        }

        @Override
        public void fitted(Preprocessing preprocessing) {
            words.add(preprocessing);
        }

        @Override
        public void failed(String reason) {
            words.add(reason);
        }
    }

    /** A host and two workers that have greeted it: rank 0 computes, rank 1 has nothing to. */
    private final class Scene implements AutoCloseable {

        private final AveragingHost host;
        private final List<PlaneMember> members = new ArrayList<>();
        private final List<Worker> workers = new ArrayList<>();

        Scene(Transport transport, float learningRate, long endStep) {
            PlaneSettings plane = PlaneSettings.of(transport);
            host =
                    AveragingHost.open(
                            new AveragingHost.Settings(
                                    plane,
                                    WORLD_SIZE,
                                    RUN_ID,
                                    Layouts.ofLength(PARAMETERS),
                                    Buckets.DEFAULT_LENGTH,
                                    objective,
                                    OptimizerDescription.of("sgd"),
                                    Schedule.constant(learningRate),
                                    new EndRules(untilGradientNorm, null),
                                    1_000_000,
                                    StarAveragingTest.this::nanos,
                                    false),
                            new Words());
            SessionIds sessions = new SessionIds();
            List<Integer> gradientSessions = new ArrayList<>();
            List<String> endpoints = new ArrayList<>();
            for (int rank = 0; rank < WORLD_SIZE; rank++) {
                PlaneMember member = PlaneMember.join(plane, host.directory());
                members.add(member);
                gradientSessions.add(sessions.next());
                endpoints.add(member.parameterEndpoint());
            }
            AveragingHost.Streams streams =
                    new AveragingHost.Streams(sessions.next(), gradientSessions, endpoints);
            host.begin(
                    new AveragingHost.Generation(
                            1,
                            endStep,
                            new Assignment(SHAPE, WORLD_SIZE),
                            WORLD_SIZE == 1,
                            null,
                            streams,
                            initial,
                            _ -> false,
                            gateDue,
                            1.0,
                            0));
            for (int rank = 0; rank < WORLD_SIZE; rank++) {
                workers.add(worker(rank, streams));
            }
            greet();
        }

        private Worker worker(int rank, AveragingHost.Streams streams) {
            PlaneMember member = members.get(rank);
            return new Worker(
                    member.openGradients(
                            streams.gradientSessions().get(rank),
                            rank,
                            RUN_ID,
                            host.gradientEndpoint()),
                    member.openParameters(
                            streams.parameterSession(),
                            new FrameBounds(
                                    RUN_ID, 1, FrameDescriptor.COORDINATOR_RANK, BUCKETS, 1, 1)));
        }

        private void greet() {
            FrameHeader hello = new FrameHeader().hello(1);
            for (Worker worker : workers) {
                await(() ->
                        worker.receiver.connected()
                                && worker.sender.trySend(hello) == SendResult.SENT);
            }
        }

        @Override
        public void close() {
            members.forEach(PlaneMember::close);
            host.close();
        }
    }

    private void await(BooleanSupplier condition) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            assertThat(words.stream().filter(String.class::isInstance)).isEmpty();
            assertThat(System.nanoTime() - start).isLessThan(30_000_000_000L);
            idle.idle();
        }
        idle.reset();
    }

    private void sendSums(Worker worker, long step, float[] sums) {
        FrameHeader header = new FrameHeader();
        await(() ->
                worker.sender.trySend(header.loss(1, step, 0, 1), new double[] {4}, 0, 1)
                        == SendResult.SENT);
        await(() ->
                worker.sender.trySend(header.partialSum(1, step, 0, 1, 0, 0), sums, 0, PARAMETERS)
                        == SendResult.SENT);
    }

    /** True when the next parameters come before long. */
    private boolean goesOn(Worker worker) {
        for (int tries = 0; tries < 2_000; tries++) {
            if (worker.poll()) {
                idle.reset();
                return true;
            }
            idle.idle();
        }
        return false;
    }

    /**
     * A frame goes to all workers before the next goes to any: who is ahead may answer while it is
     * still on its way to who lags behind.
     */
    @ParameterizedTest
    @EnumSource
    void shouldWaitForAWorkerWithoutSlicesThatLagsBehind(Transport transport) {
        long endStep = 400;
        try (Scene scene = new Scene(transport, 0.5f, endStep)) {
            Worker busy = scene.workers.get(0);
            Worker lagging = scene.workers.get(1);
            float[] sums = new float[PARAMETERS];

            while (goesOn(busy)) {
                sendSums(busy, busy.heardStep, sums);
            }
            assertThat(busy.heardStep).isGreaterThan(0).isLessThan(endStep);
            while (busy.heardStep < endStep) {
                await(() -> {
                    lagging.poll();
                    return busy.poll();
                });
                if (busy.heardStep < endStep) {
                    sendSums(busy, busy.heardStep, sums);
                }
            }
            await(() -> {
                lagging.poll();
                return lagging.heardStep == endStep;
            });

            assertThat(words.poll()).isInstanceOf(TrainingState.class);
            assertThat(words).isEmpty();
        }
    }

    @Test
    void shouldNotCountWhatALivingWorkerComputesInTheFirstStep() throws Exception {
        try (Scene scene = new Scene(Transport.IPC, 0.5f, 1)) {
            Worker busy = scene.workers.get(0);
            await(busy::poll);
            pass(600);
            assertThat(words).isEmpty();
            sendSums(busy, 0, new float[PARAMETERS]);

            assertThat(words.take()).isInstanceOf(TrainingState.class);
        }
    }

    @Test
    void shouldCountTheFirstStepOfAWorkerThatIsGone() throws Exception {
        try (Scene scene = new Scene(Transport.IPC, 0.5f, 1)) {
            await(scene.workers.get(0)::poll);
            scene.members.removeFirst().close();
            pass(600);

            assertThat((String) words.take())
                    .startsWith("no partial sum of step 1 from worker rank 0 within 120 s");
        }
    }

    @Test
    void shouldOnlySendTheParametersOfAGenerationWithoutSteps() throws Exception {
        try (Scene scene = new Scene(Transport.IPC, 0.5f, 0)) {
            for (Worker worker : scene.workers) {
                await(worker::poll);
                assertThat(worker.heardStep).isZero();
            }

            assertThat(words.take()).isSameAs(initial);
            assertThat(HeldFloats.of(scene.host)).isEqualTo(PARAMETERS);
        }
    }

    @Test
    void shouldHoldTheUpdateAtAGateUntilTheVerdict() throws Exception {
        gateDue = committed -> committed == 1;
        try (Scene scene = new Scene(Transport.IPC, 0.5f, 3)) {
            Worker busy = scene.workers.get(0);
            float[] sums = new float[PARAMETERS];
            sums[17] = 4;
            await(busy::poll);
            sendSums(busy, 0, sums);
            await(busy::poll);
            sendSums(busy, 1, sums);
            assertThat(goesOn(busy)).isFalse();

            scene.host.proceed(new Verdict(1, true, 0.5));
            await(busy::poll);
            sendSums(busy, 2, sums);
            TrainingState last = (TrainingState) words.take();

            // Mean gradient 1: a step of 0.5, then two of half that.
            assertThat(last.step()).isEqualTo(3);
            assertThat(last.parameters()[17]).isEqualTo(-1f);
        }
    }

    @Test
    void shouldEndWhereTheGradientLiesFlat() throws Exception {
        untilGradientNorm = 0.25;
        try (Scene scene = new Scene(Transport.IPC, 0.5f, 3)) {
            Worker busy = scene.workers.get(0);
            float[] sums = new float[PARAMETERS];
            sums[17] = 4;
            await(busy::poll);
            sendSums(busy, 0, sums);
            await(busy::poll);
            sums[17] = 1;
            sendSums(busy, 1, sums);

            assertThat(words.take()).isEqualTo(new EarlyEnd(EarlyEnd.Reason.FLAT, 2, 0.25, 0.25));
            assertThat(((TrainingState) words.take()).step()).isEqualTo(2);
        }
    }

    /** One latency more: nothing goes out before the whole gradient is here. */
    @Test
    void shouldBoundTheNormOfTheWholeGradient() throws Exception {
        objective = new Objective(0, 0, false, 0.5, 0);
        try (Scene scene = new Scene(Transport.IPC, 1f, 1)) {
            Worker busy = scene.workers.get(0);
            float[] sums = new float[PARAMETERS];
            sums[17] = 12;
            sums[4_000] = 16;
            await(busy::poll);
            sendSums(busy, 0, sums);
            TrainingState last = (TrainingState) words.take();

            assertThat(last.parameters()[17]).isCloseTo(-0.3f, within(1e-6f));
            assertThat(last.parameters()[4_000]).isCloseTo(-0.4f, within(1e-6f));
        }
    }

    @Test
    void shouldEndWithTheParametersOfTheGateWhenTheVerdictSaysSo() throws Exception {
        gateDue = committed -> committed == 1;
        try (Scene scene = new Scene(Transport.IPC, 0.5f, 3)) {
            Worker busy = scene.workers.get(0);
            await(busy::poll);
            sendSums(busy, 0, new float[PARAMETERS]);
            await(busy::poll);
            sendSums(busy, 1, new float[PARAMETERS]);

            scene.host.proceed(new Verdict(1, false, 1));

            assertThat(((TrainingState) words.take()).step()).isEqualTo(1);
        }
    }

    @Test
    void shouldKeepTheFiniteParametersWhenTheLastUpdateLeavesOthers() throws Exception {
        try (Scene scene = new Scene(Transport.IPC, Float.MAX_VALUE, 2)) {
            Worker busy = scene.workers.get(0);
            float[] sums = new float[PARAMETERS];

            await(busy::poll);
            sendSums(busy, 0, sums);
            await(busy::poll);
            sums[17] = 1e30f;
            sendSums(busy, 1, sums);
            TrainingState last = (TrainingState) words.take();

            assertThat(last.step()).isEqualTo(1);
            assertThat(last.parameters()[17]).isZero();
        }
    }
}
