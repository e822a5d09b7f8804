package glissade.plane;

import java.util.regex.Pattern;

/**
 * Where a process receives over UDP, {@code host:port}. What arrives is taken for numbers to train
 * with, and nothing seals it yet; hence a plane that is on loopback itself takes nothing but
 * loopback, and one that was told to leave it takes plain IPv4 addresses alone, so that no text can
 * become part of a channel.
 */
record PlaneEndpoint(String host, int port) {
    static final String LOOPBACK = "127.0.0.1";
    private static final String OCTET = "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
    private static final Pattern IPV4 = Pattern.compile(OCTET + "(\\." + OCTET + "){3}");
    private static final int MAX_PORT = 65_535;

    PlaneEndpoint {
        if (port < 1 || port > MAX_PORT) {
            throw new PlaneAddressException(
                    "a port of the gradient plane lies between 1 and 65535: port=" + port);
        }
    }

    /**
     * Reads the {@code host:port} of another process.
     *
     * @param ownHost where this process receives
     * @throws PlaneAddressException if it is malformed, or not on loopback where this process is
     */
    static PlaneEndpoint parse(String text, String ownHost) {
        int colon = text.lastIndexOf(':');
        if (colon > 0) {
            try {
                return new PlaneEndpoint(
                        allowed(text.substring(0, colon), ownHost),
                        Integer.parseInt(text.substring(colon + 1)));
            } catch (NumberFormatException malformed) {
                // Said below.
            }
        }
        throw new PlaneAddressException(
                "an endpoint of the gradient plane is host:port: endpoint=" + text);
    }

    /** True for an address that other machines may reach. */
    static boolean leavesMachine(String host) {
        return IPV4.matcher(host).matches() && !host.startsWith("127.");
    }

    private static String allowed(String host, String ownHost) {
        if (host.equals(LOOPBACK) || host.equals("localhost")) {
            return LOOPBACK;
        }
        if (!leavesMachine(ownHost)) {
            throw new PlaneAddressException(
                    "the gradient plane stays on this machine unless it is told otherwise: host="
                            + host
                            + ", expected "
                            + LOOPBACK);
        }
        if (!leavesMachine(host)) {
            throw new PlaneAddressException(
                    "the gradient plane needs an IPv4 address: host="
                            + host
                            + ", expected one like "
                            + ownHost);
        }
        return host;
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
