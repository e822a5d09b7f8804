package glissade.coordinator;

import glissade.protocol.LifelineOffer;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;

/**
 * The coordinator's end of the lifelines: one idle socket per worker. The operating system ends it
 * within a millisecond of a worker's death, long before membership notices; it ends with this
 * process too, which is how workers learn of that; {@link #farewell} tells them beforehand that the
 * end means no harm. A peer must name the token that was given to its rank over the control plane;
 * others are hung up on.
 */
final class LifelineServer implements AutoCloseable {

    private static final int HANDSHAKE_MILLIS = 5_000;
    private static final int MAX_OPEN = 4_096;
    private static final long RETRY_NANOS = 10_000_000;

    private final ServerSocket server;
    private final IntConsumer onLost;
    private final Map<Long, Integer> rankByToken = new ConcurrentHashMap<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /**
     * Listens on a free port of {@code host}.
     *
     * @param onLost told the rank whose lifeline ended; called on a thread of this server
     */
    LifelineServer(String host, IntConsumer onLost) throws IOException {
        this.onLost = onLost;
        server = new ServerSocket();
        server.bind(new InetSocketAddress(InetAddress.getByName(host), 0));
        Thread.ofVirtual().name("lifeline-accept").start(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    /** Lets the worker of this rank in when it names {@code token}. */
    void expect(long token, int rank) {
        rankByToken.put(token, rank);
    }

    private void accept() {
        while (!closed) {
            try {
                Socket socket = server.accept();
                if (open.size() >= MAX_OPEN) {
                    socket.close();
                    continue;
                }
                open.add(socket);
                if (closed) {
                    socket.close();
                    return;
                }
                Thread.ofVirtual().name("lifeline").start(() -> watch(socket));
            } catch (IOException e) {
                if (!closed) {
                    // Too many open files, say: the lifelines that are there must not suffer.
                    LockSupport.parkNanos(RETRY_NANOS);
                }
            }
        }
    }

    private void watch(Socket socket) {
        Integer rank = null;
        try (socket) {
            socket.setSoTimeout(HANDSHAKE_MILLIS);
            InputStream in = socket.getInputStream();
            rank = rankByToken.remove(new DataInputStream(in).readLong());
            if (rank == null) {
                return;
            }
            socket.setSoTimeout(0);
            while (in.read() >= 0) {
                // Nothing is said on a lifeline; only its end counts.
            }
        } catch (IOException e) {
            // A reset says the same as an end.
        } finally {
            open.remove(socket);
        }
        if (rank != null && !closed) {
            onLost.accept(rank);
        }
    }

    /** Tells every worker that the run is over, and closes. */
    void farewell() {
        closed = true;
        for (Socket socket : open) {
            try {
                socket.getOutputStream().write(LifelineOffer.FAREWELL);
            } catch (IOException e) {
                // Its worker is gone already.
            }
        }
        close();
    }

    @Override
    public void close() {
        closed = true;
        close(server);
        open.forEach(LifelineServer::close);
    }

    private static void close(Closeable socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // Nothing is left to save in a socket that does not close.
        }
    }
}
