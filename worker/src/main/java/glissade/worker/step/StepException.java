package glissade.worker.step;

/**
 * A step that cannot be completed; the message is one line for the user and names step, bucket and
 * what was missing.
 */
public final class StepException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    StepException(String message) {
        super(message);
    }
}
