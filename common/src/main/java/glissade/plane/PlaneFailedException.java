package glissade.plane;

/** A media driver cannot be started or reached, or refuses a stream. */
public final class PlaneFailedException extends PlaneException {
    private static final long serialVersionUID = 1L;

    PlaneFailedException(String message) {
        super(message);
    }

    PlaneFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
