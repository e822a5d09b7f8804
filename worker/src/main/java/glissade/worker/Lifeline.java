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

    /** What the worker hears of the coordinator's end, once, on a thread of the lifeline. */
    interface Listener {

        /** The run is over and the coordinator has let go. */
        void letGo();

        /** The coordinator is gone without a word. */
        void lost();
    }

    /**
     * Connects and names the token.
     *
     * @throws IOException if nobody listens there; nothing is left open
     */
    Lifeline(LifelineOffer offer, Listener listener) throws IOException {
        try {
            socket.connect(new InetSocketAddress(offer.host(), offer.port()), CONNECT_MILLIS);
            new DataOutputStream(socket.getOutputStream()).writeLong(offer.token());
            InputStream in = socket.getInputStream();
            Thread.ofVirtual().name("lifeline").start(() -> watch(in, listener));
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private void watch(InputStream in, Listener listener) {
        int said = -1;
        try {
            said = in.read();
        } catch (IOException e) {
            // A reset says the same as an end.
        }
        if (closed) {
            return;
        }
        if (said == LifelineOffer.FAREWELL) {
            listener.letGo();
        } else {
            listener.lost();
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
