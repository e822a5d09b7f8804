package glissade.api;

import glissade.run.EpochRow;
import glissade.run.RunEvent;
import glissade.run.RunListener;
import glissade.run.StepRow;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Passes on to listeners what they shall hear. What one of them throws is kept, and ends the
 * training. Thread-safe.
 */
final class Ear {

    private final Listeners listeners;
    private final Runnable stop;
    private final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();

    /**
     * @param stop ends the training; may be called before it has begun
     */
    Ear(Listeners listeners, Runnable stop) {
        this.listeners = listeners;
        this.stop = stop;
    }

    /** Hears of the training from one starting point. */
    RunListener of(int start) {
        return new RunListener() {
            @Override
            public void onStep(StepRow row) {
                tell(() ->
                        listeners
                                .step()
                                .accept(
                                        new Step(
                                                start,
                                                row.step(),
                                                row.epoch(),
                                                row.loss(),
                                                row.learningRate(),
                                                row.gradientNorm())));
            }

            @Override
            public void onEpoch(EpochRow row) {
                tell(() ->
                        listeners
                                .epoch()
                                .accept(
                                        new Epoch(
                                                start,
                                                row.epoch(),
                                                row.epochLoss(),
                                                Score.of(row.validation()),
                                                Score.of(row.test()))));
            }

            @Override
            public void onEvent(RunEvent event) {
                if (event instanceof RunEvent.Warning warning) {
                    tell(() -> listeners.warning().accept(warning.words()));
                }
            }
        };
    }

    private void tell(Runnable telling) {
        if (failure.get() != null) {
            return;
        }
        try {
            telling.run();
        } catch (RuntimeException thrown) {
            failure.compareAndSet(null, thrown);
            stop.run();
        }
    }

    /** Throws what a listener has thrown. */
    void rethrow() {
        RuntimeException thrown = failure.get();
        if (thrown != null) {
            throw thrown;
        }
    }
}
