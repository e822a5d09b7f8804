package glissade.plane;

/**
 * There is less room for the gradient plane's files than it needs. Found before anything is mapped:
 * a full tmpfs answers a write through a mapping with SIGBUS, which ends the JVM without a word.
 */
public final class InsufficientSharedMemoryException extends PlaneException {
    private static final long serialVersionUID = 1L;

    InsufficientSharedMemoryException(String message) {
        super(message);
    }
}
