package glissade.plane;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.DatagramChannel;

/** Finds out how large the socket buffers may be that the kernel grants to UDP. */
final class SocketBuffers {
    private SocketBuffers() {}

    /** {@code wishedLength}, or as many bytes as both kinds of buffer may have at most. */
    static int granted(int wishedLength) {
        try (DatagramChannel probe = DatagramChannel.open()) {
            probe.setOption(StandardSocketOptions.SO_RCVBUF, wishedLength);
            probe.setOption(StandardSocketOptions.SO_SNDBUF, wishedLength);
            int granted =
                    Math.min(
                            probe.getOption(StandardSocketOptions.SO_RCVBUF),
                            probe.getOption(StandardSocketOptions.SO_SNDBUF));
            return Math.min(wishedLength, granted);
        } catch (IOException failed) {
            throw new PlaneFailedException("cannot open a UDP socket: " + failed, failed);
        }
    }
}
