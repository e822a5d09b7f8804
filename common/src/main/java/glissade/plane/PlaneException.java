package glissade.plane;

/** The gradient plane cannot do its work; the message is one line for the user. */
public abstract sealed class PlaneException extends RuntimeException
        permits InsufficientSharedMemoryException, PlaneAddressException, PlaneFailedException {
    private static final long serialVersionUID = 1L;

    PlaneException(String message) {
        super(message);
    }

    PlaneException(String message, Throwable cause) {
        super(message, cause);
    }
}
