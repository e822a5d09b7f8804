package glissade.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * An address to listen on or to connect to.
 *
 * @param port 0 for any free one
 */
record HostPort(String host, int port) {

    private static final int HIGHEST_PORT = 65_535;
    private static final int CONNECT_MILLIS = 2_000;
    private static final long RETRY_NS = 200_000_000;

    /**
     * Reads {@code HOST:PORT}; it must be on this machine, since nothing protects what travels yet.
     *
     * @param option the option it was given by, for messages
     * @param leastPort 0 where any free port will do, else 1
     * @throws CommandFailure if it cannot be used
     */
    static HostPort parseLoopback(String option, String text, int leastPort) {
        int colon = text.lastIndexOf(':');
        String host = colon < 0 ? "" : text.substring(0, colon).replaceAll("^\\[|]$", "");
        int port = colon < 0 ? -1 : port(text.substring(colon + 1));
        if (host.isEmpty() || port < leastPort) {
            throw refused(
                    option
                            + ": expected HOST:PORT with a port from "
                            + leastPort
                            + " to "
                            + HIGHEST_PORT
                            + ", found \""
                            + text
                            + "\"; for example 127.0.0.1:25520");
        }
        InetAddress address;
        try {
            address = InetAddress.getByName(host);
        } catch (UnknownHostException unknown) {
            throw refused(
                    option + ": no such host: \"" + host + "\"; for example 127.0.0.1:" + port);
        }
        if (!address.isLoopbackAddress()) {
            throw refused(
                    option
                            + ": "
                            + text
                            + " can be reached from other machines, and what travels is not"
                            + " protected yet; use 127.0.0.1:"
                            + port);
        }
        return new HostPort(host, port);
    }

    /**
     * Checks that nobody listens there yet.
     *
     * @throws CommandFailure if somebody does
     */
    void requireFree(String option) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(host, port));
        } catch (IOException taken) {
            throw new CommandFailure(
                    ExitCode.BAD_INPUT,
                    option
                            + ": cannot listen on "
                            + this
                            + " ("
                            + taken.getMessage()
                            + "); use another port, or port 0 for any free one",
                    taken);
        }
    }

    /** Whether a connection succeeds, tried again and again for so long; at least once. */
    boolean answersWithin(int seconds) {
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (true) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(host, port), CONNECT_MILLIS);
                return true;
            } catch (IOException refused) {
                if (System.nanoTime() - deadlineNs >= 0) {
                    return false;
                }
                LockSupport.parkNanos(RETRY_NS);
            }
        }
    }

    private static int port(String text) {
        if (!text.matches("[0-9]{1,5}")) {
            return -1;
        }
        int port = Integer.parseInt(text);
        return port <= HIGHEST_PORT ? port : -1;
    }

    private static CommandFailure refused(String message) {
        return new CommandFailure(ExitCode.BAD_INPUT, message);
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
