package glissade.protocol;

/**
 * Where a worker holds its lifeline open: a socket whose end tells either side that the other is
 * gone.
 */
public record LifelineOffer(String host, int port, long token) {

    public LifelineOffer {
        Checks.text("host", host);
        Checks.atLeast("port", port, 1);
    }
}
