package glissade.plane;

/** Aeron channel texts of the plane's streams. */
final class Channels {
    /** Tag that lets several subscriptions of one driver share its port. */
    private static final String PORT_TAG = "1";

    private final PlaneSettings settings;

    Channels(PlaneSettings settings) {
        this.settings = settings;
    }

    /** A subscription that binds a free port and keeps it. */
    String port() {
        return "aeron:udp?endpoint=" + settings.host() + ":0|tags=" + PORT_TAG;
    }

    /** A subscription to one session; over UDP at the port that {@link #port()} has bound. */
    String subscription(int session) {
        return switch (settings.transport()) {
            case IPC -> "aeron:ipc?session-id=" + session;
            case UDP -> "aeron:udp?tags=" + PORT_TAG + "|rejoin=false|session-id=" + session;
        };
    }

    /** A publication over IPC. */
    String publication(int session) {
        return "aeron:ipc?session-id=" + session + sizes();
    }

    /** A publication over UDP. */
    String publication(int session, PlaneEndpoint endpoint) {
        return "aeron:udp?endpoint=" + endpoint + "|session-id=" + session + sizes();
    }

    private String sizes() {
        return "|term-length=" + settings.termLength() + "|mtu=" + settings.mtuLength();
    }
}
