package glissade.plane;

/**
 * What came of an attempt to send. A full log is an everyday event and therefore a return code,
 * never an exception and never a lost frame.
 */
public final class SendResult {

    /** The frame is on its way; the caller goes on to the next. */
    public static final int SENT = 1;

    /**
     * The other side has not read enough yet. The caller polls what it receives (so that the other
     * side can go on), ticks what it owns, idles and tries the same frame again.
     */
    public static final int BACK_PRESSURED = -1;

    /**
     * Nobody listens, yet or any more. Before the first frame the caller waits as if back
     * pressured; later the other side is gone and the caller ends the generation.
     */
    public static final int NOT_CONNECTED = -2;

    /** The stream is closed or its driver is gone. Trying again is of no use. */
    public static final int CLOSED = -3;

    private SendResult() {}

    /** The code in words, for messages. */
    public static String describe(int result) {
        return switch (result) {
            case SENT -> "sent";
            case BACK_PRESSURED -> "back pressured";
            case NOT_CONNECTED -> "not connected";
            case CLOSED -> "closed";
            default -> "unknown result " + result;
        };
    }
}
