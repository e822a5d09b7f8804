package glissade.worker.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class SoundPlaneTest {

    private final AtomicBoolean requested = new AtomicBoolean();
    private final AtomicBoolean abandoned = new AtomicBoolean();
    private final AtomicReference<@Nullable Throwable> toAveragers = new AtomicReference<>();
    private final AtomicReference<@Nullable Throwable> toWorkers = new AtomicReference<>();
    private final LoneExchange.Stops stops =
            new SoundPlane(toAveragers::get, toWorkers::get)
                    .watched(new LoneExchange.Stops(requested::get, abandoned::get));

    @Test
    void shouldPassWishesOnWhileAllIsSound() {
        assertThat(stops.requested().getAsBoolean()).isFalse();
        requested.set(true);
        assertThat(stops.requested().getAsBoolean()).isTrue();
        assertThat(stops.abandoned().getAsBoolean()).isFalse();
    }

    @Test
    void shouldEndAWaitWithTheWordsOfTheDriver() {
        toAveragers.set(new IllegalStateException("client timeout\nafter 10 s"));

        assertThatThrownBy(() -> stops.requested().getAsBoolean())
                .isInstanceOf(StepException.class)
                .hasMessage(
                        "the gradient plane has failed in this worker: client timeout after 10 s");
    }

    @Test
    void shouldLookAtTheWayToOtherWorkersToo() {
        toWorkers.set(new IllegalStateException("no space left"));

        assertThatThrownBy(() -> stops.abandoned().getAsBoolean())
                .isInstanceOf(StepException.class)
                .hasMessageEndingWith(": no space left");
    }

    @Test
    void shouldNotCareOnceItIsAtItsEnd() {
        abandoned.set(true);
        toAveragers.set(new IllegalStateException("the coordinator is gone"));

        assertThat(stops.abandoned().getAsBoolean()).isTrue();
    }
}
