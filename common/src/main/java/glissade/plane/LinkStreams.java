package glissade.plane;

import io.aeron.Aeron;
import org.jspecify.annotations.Nullable;

/**
 * The streams of a process whose driver serves others through shared memory, over UDP, or both. It
 * has a port only where somebody is reached over UDP: looking at one costs every turn of the driver
 * a system call.
 */
final class LinkStreams implements AutoCloseable {
    private final PlaneStreams ipc;
    private final @Nullable PlaneStreams udp;

    /** Takes over {@code aeron}, which is closed with the streams. */
    LinkStreams(PlaneSettings settings, PlaneLinks links, Aeron aeron) {
        this.ipc = new PlaneStreams(settings.over(Transport.IPC), aeron);
        this.udp =
                links.use(Transport.UDP)
                        ? new PlaneStreams(settings.over(Transport.UDP), aeron)
                        : null;
    }

    /** {@code host:port} that this process receives at; empty where nobody needs it. */
    String endpoint() {
        return udp == null ? "" : udp.endpoint();
    }

    /** Those over {@code transport}, which is one of the links'. */
    PlaneStreams over(Transport transport) {
        return transport == Transport.UDP && udp != null ? udp : ipc;
    }

    @Override
    public void close() {
        ipc.close();
    }
}
