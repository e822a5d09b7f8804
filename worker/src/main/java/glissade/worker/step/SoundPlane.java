package glissade.worker.step;

import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What goes wrong beneath the streams of a worker, in its driver or its clients, is told to nobody
 * who waits for a frame: it is asked for wherever a wait asks whether training is to stop.
 *
 * @param averagers what went wrong on the way to the averager, or null
 * @param workers what went wrong on the way to other workers, or null
 */
record SoundPlane(Supplier<@Nullable Throwable> averagers, Supplier<@Nullable Throwable> workers) {

    /** The same wishes, for as long as the plane is sound; then asking ends the step. */
    LoneExchange.Stops watched(LoneExchange.Stops stops) {
        return new LoneExchange.Stops(
                watched(stops.requested(), stops), watched(stops.abandoned(), stops));
    }

    private BooleanSupplier watched(BooleanSupplier wish, LoneExchange.Stops stops) {
        return () -> {
            // At the end the other side may be gone already.
            if (!stops.abandoned().getAsBoolean()) {
                requireSound(averagers.get());
                requireSound(workers.get());
            }
            return wish.getAsBoolean();
        };
    }

    private static void requireSound(@Nullable Throwable failure) {
        if (failure != null) {
            String words = String.valueOf(failure.getMessage()).replace('\n', ' ');
            throw new StepException("the gradient plane has failed in this worker: " + words);
        }
    }
}
