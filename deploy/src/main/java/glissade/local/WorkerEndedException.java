package glissade.local;

/** A worker ended before its time, or hangs; the message is one line for the user. */
public final class WorkerEndedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    WorkerEndedException(String message) {
        super(message);
    }
}
