package glissade.worker.step;

import static org.assertj.core.api.Assertions.assertThat;

import glissade.AllocatedBytes;
import glissade.averaging.Averager;
import glissade.averaging.CommitWatch;
import glissade.averaging.EarlyEnd;
import glissade.averaging.EndRules;
import glissade.averaging.LossWarning;
import glissade.averaging.Objective;
import glissade.averaging.StepLog;
import glissade.averaging.TrainingState;
import glissade.averaging.Verdict;
import glissade.collective.Assignment;
import glissade.collective.Buckets;
import glissade.math.Kernels;
import glissade.nn.Activation;
import glissade.optim.OptimizerDescription;
import glissade.optim.Schedule;
import glissade.timeline.Phase;
import glissade.timeline.PhaseClock;
import glissade.timeline.Share;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LoneExchangeTest {

    private static final int STEPS = 40;

    private StepFixture fixture = new StepFixture();
    private final List<TrainingState> sent = new ArrayList<>();
    private final List<Long> notFinite = new ArrayList<>();
    private final List<Double> losses = new ArrayList<>();
    private final List<Double> rates = new ArrayList<>();
    private final Map<Long, Verdict> verdicts = new HashMap<>();
    private final List<EarlyEnd> early = new ArrayList<>();
    private @Nullable Double untilGradientNorm;
    private LongPredicate gateDue = _ -> false;
    private int logEvery = 1;
    private long now;
    private final PhaseClock clock = PhaseClock.unrecorded(() -> now++);

    private LoneExchange exchange(double learningRate, long endStep, long checkpointEvery) {
        int parameters = fixture.parameters.length;
        Averager averager =
                new Averager(
                        new Buckets(parameters),
                        fixture.network.layout(),
                        Objective.LOSS,
                        OptimizerDescription.of("sgd").create(),
                        Schedule.constant(learningRate),
                        Kernels.create(),
                        new TrainingState(0, fixture.parameters, new float[0][parameters]));
        LoneExchange.StateSink sink =
                state -> {
                    sent.add(state);
                };
        StepLog log =
                new StepLog(
                        StepFixture.SHAPE,
                        logEvery,
                        endStep,
                        () -> 0,
                        step -> {
                            rates.add(step.learningRate());
                            if (!Double.isNaN(step.epochLoss())) {
                                losses.add(step.epochLoss());
                            }
                        });
        return new LoneExchange(
                averager,
                new BucketLanes(new Lanes(1, "test")),
                new Assignment(StepFixture.SHAPE, 1),
                endStep,
                new CommitWatch(new EndRules(untilGradientNorm, null), StepFixture.SHAPE),
                log,
                new LoneExchange.Commits(
                        step -> step % checkpointEvery == 0, gateDue, verdicts::get),
                new LoneExchange.Stops(() -> false, () -> false),
                sink,
                new LoneExchange.Endings() {
                    @Override
                    public void warned(LossWarning warning) {}

                    @Override
                    public void endsEarly(EarlyEnd end) {
                        early.add(end);
                    }

                    @Override
                    public void lossNotFinite(long step, double loss) {
                        notFinite.add(step);
                    }
                },
                clock);
    }

    private boolean step(LoneExchange exchange, SliceGradients gradients, long step) {
        return StepFixture.step(exchange, StepFixture.stride(gradients, exchange), step);
    }

    @Test
    void shouldLearnAndSendStatesWhenCheckpointsAreDueAndAtTheEnd() {
        fixture = new StepFixture(Activation.RELU);
        try (Lanes lanes = new Lanes(1, "test")) {
            SliceGradients gradients = fixture.gradients(0, 1, lanes);
            LoneExchange exchange = exchange(0.2, STEPS, 16);
            for (long step = 0; step < STEPS; step++) {
                assertThat(step(exchange, gradients, step)).isTrue();
            }
            exchange.finish();

            assertThat(sent).extracting(TrainingState::step).containsExactly(16L, 32L, 40L);
            assertThat(exchange.stateStep()).isEqualTo(40);
            assertThat(losses).hasSize(8);
            assertThat(losses.getLast()).isLessThan(losses.getFirst() / 2);
        }
    }

    @Test
    void shouldEndWithTheLastFiniteParametersWhenTheLossIsNotFinite() {
        fixture = new StepFixture(Activation.RELU);
        try (Lanes lanes = new Lanes(1, "test")) {
            SliceGradients gradients = fixture.gradients(0, 1, lanes);
            LoneExchange exchange = exchange(1e20, STEPS, 1_000);
            long step = 0;
            while (step < STEPS && step(exchange, gradients, step)) {
                step++;
            }
            exchange.finish();

            assertThat(notFinite).containsExactly(step);
            assertThat(step).isBetween(1L, 5L);
            assertThat(sent).hasSize(1);
            for (float parameter : sent.getFirst().parameters()) {
                assertThat(parameter).isFinite();
            }
        }
    }

    @Test
    void shouldEndWithTheLastFiniteParametersWhenTheLastUpdateLeavesOthers() {
        fixture = new StepFixture(Activation.RELU);
        try (Lanes lanes = new Lanes(1, "test")) {
            SliceGradients gradients = fixture.gradients(0, 1, lanes);
            LoneExchange exchange = exchange(1e300, 1, 1_000);
            assertThat(step(exchange, gradients, 0)).isTrue();

            exchange.finish();

            assertThat(notFinite).containsExactly(0L);
            assertThat(sent).hasSize(1);
            for (float parameter : sent.getFirst().parameters()) {
                assertThat(parameter).isFinite();
            }
        }
    }

    @Test
    void shouldSendTheStateAtAGateAndHoldTheUpdateUntilTheVerdict() {
        gateDue = committed -> committed == 3;
        verdicts.put(3L, new Verdict(3, true, 0.5));
        try (Lanes lanes = new Lanes(1, "test")) {
            SliceGradients gradients = fixture.gradients(0, 1, lanes);
            LoneExchange exchange = exchange(0.2, STEPS, 1_000);

            for (long step = 0; step < 5; step++) {
                assertThat(step(exchange, gradients, step)).isTrue();
            }

            assertThat(sent).extracting(TrainingState::step).containsExactly(3L);
            assertThat(rates).containsExactly(0.2, 0.2, 0.2, 0.1, 0.1);
        }
    }

    @Test
    void shouldEndWithTheParametersOfTheGateWhenTheVerdictSaysSo() {
        gateDue = committed -> committed == 3;
        verdicts.put(3L, new Verdict(3, false, 1));
        try (Lanes lanes = new Lanes(1, "test")) {
            SliceGradients gradients = fixture.gradients(0, 1, lanes);
            LoneExchange exchange = exchange(0.2, STEPS, 1_000);
            for (long step = 0; step < 3; step++) {
                assertThat(step(exchange, gradients, step)).isTrue();
            }

            assertThat(step(exchange, gradients, 3)).isFalse();
            exchange.finish();

            assertThat(sent).extracting(TrainingState::step).containsExactly(3L, 3L);
            assertThat(sent.get(1).parameters()).isEqualTo(sent.get(0).parameters());
            assertThat(exchange.parameters(4)).isNull();
        }
    }

    @Test
    void shouldEndWhereTheGradientLiesFlat() {
        untilGradientNorm = 1e9;
        try (Lanes lanes = new Lanes(1, "test")) {
            SliceGradients gradients = fixture.gradients(0, 1, lanes);
            LoneExchange exchange = exchange(0.2, STEPS, 1_000);

            assertThat(step(exchange, gradients, 0)).isTrue();
            assertThat(exchange.parameters(1)).isNull();
            exchange.finish();

            assertThat(early).hasSize(1);
            assertThat(early.getFirst().reason()).isEqualTo(EarlyEnd.Reason.FLAT);
            assertThat(sent).extracting(TrainingState::step).containsExactly(1L);
        }
    }

    @Test
    void shouldCountAveragingAsComputingAndTheGateAsWaiting() {
        gateDue = committed -> committed == 1;
        verdicts.put(1L, new Verdict(1, true, 1));
        try (Lanes lanes = new Lanes(1, "test")) {
            SliceGradients gradients = fixture.gradients(0, 1, lanes);
            LoneExchange exchange = exchange(0.2, STEPS, 1_000);
            int readings = fixture.network.layout().layers() + 1;
            clock.begin(Phase.FORWARD);

            step(exchange, gradients, 0);
            // The state at the gate is handed over at the end of the step, between two readings.
            assertThat(clock.nanos(Share.COMPUTE)).isEqualTo(readings + 1);
            assertThat(clock.nanos(Share.COMMUNICATE)).isEqualTo(1);
            assertThat(clock.nanos(Share.WAIT)).isZero();

            step(exchange, gradients, 1);
            clock.end();
            assertThat(clock.nanos(Share.WAIT)).isEqualTo(1);
            assertThat(clock.nanos(Share.COMPUTE) + clock.nanos(Share.COMMUNICATE) + 1)
                    .isEqualTo(now - 1);
        }
    }

    @Test
    void shouldAllocateNothingInAStepOnceWarm() {
        logEvery = Integer.MAX_VALUE;
        try (Lanes lanes = new Lanes(1, "test")) {
            SliceGradients gradients = fixture.gradients(0, 1, lanes);
            LoneExchange exchange = exchange(0.01, Long.MAX_VALUE, Long.MAX_VALUE);
            Stride stride = StepFixture.stride(gradients, exchange);
            long[] step = new long[1];

            // Some runs cross the end of an epoch, where the shuffle's key is made; most do not.
            long allocated =
                    AllocatedBytes.of(() -> {
                        for (int i = 0; i < 3; i++) {
                            StepFixture.step(exchange, stride, step[0]++);
                        }
                    });

            assertThat(allocated).isZero();
        }
    }
}
