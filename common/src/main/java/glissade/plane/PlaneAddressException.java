package glissade.plane;

/** An address of the gradient plane is malformed or is not allowed. */
public final class PlaneAddressException extends PlaneException {
    private static final long serialVersionUID = 1L;

    PlaneAddressException(String message) {
        super(message);
    }
}
