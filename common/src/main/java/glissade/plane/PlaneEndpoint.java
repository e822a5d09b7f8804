package glissade.plane;

/**
 * Where a process receives over UDP, {@code host:port}. Only loopback is allowed until frames are
 * sealed: what arrives is taken for numbers to train with.
 */
record PlaneEndpoint(String host, int port) {
    static final String LOOPBACK = "127.0.0.1";
    private static final int MAX_PORT = 65_535;

    PlaneEndpoint {
        if (!host.equals(LOOPBACK) && !host.equals("localhost")) {
            throw new PlaneAddressException(
                    "the gradient plane stays on this machine until its frames are sealed: host="
                            + host
                            + ", expected "
                            + LOOPBACK);
        }
        if (port < 1 || port > MAX_PORT) {
            throw new PlaneAddressException(
                    "a port of the gradient plane lies between 1 and 65535: port=" + port);
        }
    }

    /**
     * Reads {@code host:port}.
     *
     * @throws PlaneAddressException if it is malformed or not on loopback
     */
    static PlaneEndpoint parse(String text) {
        int colon = text.lastIndexOf(':');
        if (colon > 0) {
            try {
                return new PlaneEndpoint(
                        text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
            } catch (NumberFormatException malformed) {
                // Said below.
            }
        }
        throw new PlaneAddressException(
                "an endpoint of the gradient plane is host:port: endpoint=" + text);
    }

    @Override
    public String toString() {
        return LOOPBACK + ":" + port;
    }
}
