package glissade.worker;

import glissade.protocol.LifelineOffer;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;

/**
 * A worker's end of its lifeline: tells when the coordinator is gone, and by its own end that this
 * worker is.
 */
final class Lifeline implements AutoCloseable {

    private static final int CONNECT_MILLIS = 5_000;

    private final Socket socket = new Socket();
    private volatile boolean closed;

    /**
     * Connects and names the token.
     *
     * @param onLost called once, on a thread of this lifeline, when the coordinator's end is gone
     */
    Lifeline(LifelineOffer offer, Runnable onLost) throws IOException {
        socket.connect(new InetSocketAddress(offer.host(), offer.port()), CONNECT_MILLIS);
        new DataOutputStream(socket.getOutputStream()).writeLong(offer.token());
        InputStream in = socket.getInputStream();
        Thread.ofVirtual().name("lifeline").start(() -> watch(in, onLost));
    }

    private void watch(InputStream in, Runnable onLost) {
        try {
            while (in.read() >= 0) {
                // Nothing is said on a lifeline; only its end counts.
            }
        } catch (IOException e) {
            // A reset says the same as an end.
        }
        if (!closed) {
            onLost.run();
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            socket.close();
        } catch (IOException e) {
            // Nothing is left to save in a socket that does not close.
        }
    }
}
