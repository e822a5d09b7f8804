package glissade.worker.step;

import static org.assertj.core.api.Assertions.assertThat;

import glissade.averaging.Averager;
import glissade.averaging.Objective;
import glissade.averaging.TrainingState;
import glissade.averaging.Verdict;
import glissade.collective.Buckets;
import glissade.math.Kernels;
import glissade.optim.OptimizerDescription;
import glissade.optim.Schedule;
import glissade.timeline.PhaseClock;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The wait for the coordinator's verdict on a validation loss. */
@Timeout(60)
class GateTest {

    private final StepFixture fixture = new StepFixture();
    private final Averager averager =
            new Averager(
                    new Buckets(fixture.parameters.length),
                    fixture.network.layout(),
                    Objective.LOSS,
                    OptimizerDescription.of("sgd").create(),
                    Schedule.constant(0.1),
                    Kernels.create(),
                    new TrainingState(
                            0, fixture.parameters, new float[0][fixture.parameters.length]));
    private final PhaseClock clock = PhaseClock.unrecorded(System::nanoTime);

    @Test
    void shouldLetOthersGetOnWhileItIsClosed() {
        // The verdict depends on somebody who waits until this worker has passed over its frames.
        AtomicInteger passedOver = new AtomicInteger();
        Gate gate =
                new Gate(
                        step -> passedOver.get() < 3 ? null : new Verdict(step, true, 0.5),
                        () -> false,
                        passedOver::incrementAndGet,
                        clock);
        gate.closeIf(true);

        assertThat(gate.pass(averager)).isTrue();

        assertThat(gate.isClosed()).isFalse();
        assertThat(passedOver).hasValue(3);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldGoOnAsTheVerdictSays(boolean goOn) {
        Gate gate = new Gate(step -> new Verdict(step, goOn, 1), () -> false, () -> 0, clock);
        gate.closeIf(true);

        assertThat(gate.pass(averager)).isEqualTo(goOn);
    }

    @Test
    void shouldEndTheWaitWhenNobodyIsLeftToAnswer() {
        Gate gate = new Gate(_ -> null, () -> true, () -> 0, clock);
        gate.closeIf(true);

        assertThat(gate.pass(averager)).isFalse();
    }
}
