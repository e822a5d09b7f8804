package glissade.plane;

import io.aeron.exceptions.AeronException;
import org.agrona.ErrorHandler;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the first error that Aeron reports outside a call of ours. Aeron's own handler prints a
 * stack trace and, when the driver is gone, ends the JVM. Safe for use by several threads.
 */
final class PlaneErrors implements ErrorHandler {
    private volatile @Nullable Throwable first;

    @Override
    public void onError(Throwable error) {
        boolean warning =
                error instanceof AeronException exception
                        && exception.category() == AeronException.Category.WARN;
        if (!warning && first == null) {
            first = error;
        }
    }

    /** The first error, or null. */
    @Nullable Throwable first() {
        return first;
    }
}
