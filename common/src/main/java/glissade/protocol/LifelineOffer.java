package glissade.protocol;

/**
 * Where a worker holds its lifeline open: a socket whose end tells either side that the other is
 * gone. The worker names the token when it connects; the only other byte is the coordinator's
 * {@link #FAREWELL}.
 */
public record LifelineOffer(String host, int port, long token) {

    /**
     * The last byte from a coordinator whose run is over: the end that follows is no death. It
     * comes by the same way as the end, so that no message can be overtaken by it.
     */
    public static final int FAREWELL = 1;

    public LifelineOffer {
        Checks.text("host", host);
        Checks.atLeast("port", port, 1);
    }
}
