package glissade.local;

import org.jspecify.annotations.Nullable;

/** A run cannot start since this machine does not give what it needs; nothing is left of it. */
public final class CannotStartException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    CannotStartException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
