package glissade.cli;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnknownHostException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.UnsupportedAddressTypeException;
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
     * Reads {@code HOST:PORT}, and resolves the host to an address; it must be on this machine,
     * since nothing protects what travels yet, unless that is wanted expressly.
     *
     * @param option the option it was given by, for messages
     * @param leastPort 0 where any free port will do, else 1
     * @param insecure whether it may be reached from other machines
     * @throws CommandFailure if it cannot be used
     */
    static HostPort parse(String option, String text, int leastPort, boolean insecure) {
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
        InetAddress address = resolved(option, host, ":" + port);
        if (!address.isLoopbackAddress() && !insecure) {
            throw refused(
                    option
                            + ": "
                            + text
                            + " can be reached from other machines, and what travels is not"
                            + " protected yet; use 127.0.0.1:"
                            + port
                            + ", or --insecure where everybody on the network is trusted");
        }
        requireReachable(option, text, address);
        return new HostPort(address.getHostAddress(), port);
    }

    /**
     * Reads the address of this machine under which others are to reach this process.
     *
     * @param option the option it was given by, for messages
     * @throws CommandFailure if it is none of this machine's
     */
    static String parseOwn(String option, String host, HostPort coordinator) {
        InetAddress address = resolved(option, host, "");
        requireReachable(option, host, address);
        if (address.isLoopbackAddress() != coordinator.onLoopback()) {
            throw refused(
                    option
                            + ": nobody can be reached at "
                            + coordinator.host
                            + " from "
                            + host
                            + "; use "
                            + coordinator.ownAddress());
        }
        try {
            if (NetworkInterface.getByInetAddress(address) == null) {
                throw refused(
                        option
                                + ": "
                                + host
                                + " is no address of this machine; use "
                                + coordinator.ownAddress());
            }
        } catch (SocketException unknown) {
            throw new CommandFailure(
                    ExitCode.RUN_FAILED,
                    option + ": cannot list the addresses of this machine: " + unknown.getMessage(),
                    unknown);
        }
        return address.getHostAddress();
    }

    /** Whether only this machine can reach the host, which was resolved. */
    boolean onLoopback() {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException impossible) {
            return false;
        }
    }

    /** What a command for it needs besides. */
    String insecureOption() {
        return onLoopback() ? "" : " --insecure";
    }

    /**
     * The address of this machine that it has on the way to this one: where whoever is there can
     * answer. Sends nothing.
     *
     * @throws CommandFailure if there is no way
     */
    String ownAddress() {
        try (DatagramChannel channel = DatagramChannel.open(StandardProtocolFamily.INET)) {
            channel.connect(new InetSocketAddress(host, port));
            return ((InetSocketAddress) channel.getLocalAddress()).getAddress().getHostAddress();
        } catch (IOException | UnsupportedAddressTypeException nowhere) {
            throw new CommandFailure(
                    ExitCode.RUN_FAILED,
                    "no network of this machine leads to " + host + ": " + nowhere.getMessage(),
                    nowhere);
        }
    }

    /** The first IPv4 address of the host, where it has one. */
    private static InetAddress resolved(String option, String host, String port) {
        try {
            InetAddress[] addresses = InetAddress.getAllByName(host);
            for (InetAddress address : addresses) {
                if (address instanceof Inet4Address) {
                    return address;
                }
            }
            return addresses[0];
        } catch (UnknownHostException unknown) {
            throw refused(
                    option + ": no such host: \"" + host + "\"; for example 127.0.0.1" + port);
        }
    }

    private static void requireReachable(String option, String text, InetAddress address) {
        if (address.isLoopbackAddress()) {
            return;
        }
        if (address.isAnyLocalAddress() || !(address instanceof Inet4Address)) {
            throw refused(
                    option
                            + ": expected one IPv4 address at which the others can be reached, found \""
                            + text
                            + "\"; for example that of a network interface");
        }
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
